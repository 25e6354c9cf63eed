import Hummingbird
import Ledger
import Sharing
import Vault

/// Whether what was sent arrived: acknowledged, queried, chased, failed, or gone to the wrong place
/// (000 §11.2, §19.3, §19.4; 001 §11 Post; 002 Q21).
struct ReceiptPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {
        MisdirectionPages(site: site).add(to: routes)
        routes.get("/disclosures/:id/receipt") { _, context -> Reply in
            .page(ReceiptViews.page(try await ReceiptFound(site, context), [], site: site, context))
        }
        routes.post("/disclosures/:id/receipt") { request, context -> Reply in
            let form = try await Form(request, context)
            let found = try await ReceiptFound(site, context)
            guard let news = found.news(form["news"]) else {
                let error = FormError(field: "news", message: "Choose what you have heard of it")
                return .page(ReceiptViews.page(found, [error], site: site, context))
            }
            let id = found.disclosure.id.text
            return .goTo(
                news == .misdirected ? Addresses.receipt(of: id, "misdirected") : Addresses.receipt(of: id, news.rawValue))
        }
        routes.get("/disclosures/:id/receipt/:news") { _, context -> Reply in
            let found = try await ReceiptFound(site, context)
            guard let news = found.news(try context.parameter("news")) else {
                return .goTo(Addresses.receipt(of: found.disclosure.id.text))
            }
            return .page(ReceiptViews.form(news, found, [:], [], context))
        }
        routes.post("/disclosures/:id/receipt/:news") { request, context in try await record(request, context) }
    }

    private func record(_ request: Request, _ context: SignedInContext) async throws -> Reply {
        let form = try await Form(request, context)
        let found = try await ReceiptFound(site, context)
        let id = found.disclosure.id
        // What was recorded meanwhile is not recorded twice.
        guard let news = found.news(try context.parameter("news")) else { return .goTo(Addresses.receipt(of: id.text)) }
        let errors = Self.errors(news, form, now: site.now())
        guard errors.isEmpty else { return .page(ReceiptViews.form(news, found, form.fields, errors, context)) }
        if news == .notReceived, form["right-place"] == "no" { return .goTo(Addresses.receipt(of: id.text, "misdirected")) }
        let now = site.now()
        let deadlines = site.deadlines
        let today = site.today
        let on = form.date("on")?.day ?? today
        try await site.store.act(as: context.access, at: now) { records in
            var disclosure = try records.find(id)
            guard disclosure.state.news.contains(news) else { return }
            disclosure.changed = now
            switch news {
            case .arrived: try Self.arrived(&disclosure, form, on: on, &records, deadlines)
            case .queried:
                disclosure.state = .queried
                disclosure.content.note("Queried. \(form["words"])", on: today)
                try records.keep(disclosure, as: .amended)
                try Self.renew(disclosure, "Answer the recipient’s question", &records, deadlines)
            case .notReceived:
                let earlier = disclosure.content.chases
                disclosure.content.note("\(Disclosure.Content.chased) \(form["words"])", on: today)
                try records.keep(disclosure, as: .amended)
                try Self.renew(disclosure, "Chase the receipt again", keepsEscalation: earlier > 0, &records, deadlines)
            case .failed:
                disclosure.state = .failed
                disclosure.content.note("Not delivered. \(form["words"])", on: today)
                try records.keep(disclosure, as: .amended)
                try Self.renew(disclosure, "Send it again the safe way, or say why not", &records, deadlines)
            case .misdirected: try Misdirection.record(&disclosure, form["words"], &records, deadlines)
            }
        }
        return .goTo(news == .misdirected ? Addresses.misdirected(id.text) : Addresses.receipt(of: id.text))
    }

    private static func arrived(
        _ disclosure: inout Disclosure, _ form: Form, on day: String, _ records: inout Transaction, _ deadlines: Deadlines
    ) throws {
        var arrival = Arrival()
        arrival.words = form["words"]
        arrival.isComplete = form["complete"] == "yes"
        arrival.isLegible = form["legible"] == "yes"
        disclosure.state = arrival.state
        disclosure.content.receivedBy = form["by"]
        disclosure.content.receivedOn = day
        disclosure.content.receivedWords = arrival.kept
        disclosure.content.note("Arrived with \(form["by"]). \(arrival.kept)", on: day)
        try records.keep(disclosure, as: .acknowledged)
        if arrival.state == .acknowledged {
            try records.discharge("receipt", about: "disclosure/\(disclosure.id.text)", because: "Arrived on \(day)")
        } else {
            try renew(disclosure, "Send what is missing or cannot be read", &records, deadlines)
        }
    }

    /// The receipt still waits. Once it has been chased, chasing again does not put off that a manager sees it
    /// (000 §19.3).
    private static func renew(
        _ disclosure: Disclosure, _ words: String, keepsEscalation: Bool = false, _ records: inout Transaction,
        _ deadlines: Deadlines
    ) throws {
        let record = "disclosure/\(disclosure.id.text)"
        let old = try records.list(Duty.open(about: record)).filter { $0.kind == "receipt" }
        try records.discharge("receipt", about: record, because: words)
        var duty = try records.owe(
            "receipt", of: disclosure.owner, about: record, person: disclosure.person,
            isUrgent: old.contains(where: \.isUrgent), words: words, deadlines)
        if keepsEscalation, let first = old.map(\.escalates).min(), first < duty.escalates {
            duty.escalates = first
            try records.keep(duty, as: .amended)
        }
    }

    static func errors(_ news: ReceiptNews, _ form: Form, now: Instant) -> [FormError] {
        var errors = [form.tooLong("words", "What you heard"), form.tooLong("by", "Who has it", limit: Form.lineLimit)]
            .compactMap { $0 }
        switch news {
        case .arrived:
            if form["by"].isEmpty { errors.append(FormError(field: "by", message: "Enter who has it")) }
            if let on = form.date("on") {
                if on > now { errors.append(FormError(field: "on", message: "The day it arrived must be today or before")) }
            } else {
                errors.append(FormError(field: "on", message: "Enter the day it arrived, such as 27 3 2026"))
            }
            if form["words"].isEmpty { errors.append(FormError(field: "words", message: "Say how you know")) }
            for (field, message) in [("complete", "Say whether all of it arrived"), ("legible", "Say whether it can be read")]
            where !["yes", "no"].contains(form[field]) {
                errors.append(FormError(field: field, message: message))
            }
        case .queried:
            if form["words"].isEmpty { errors.append(FormError(field: "words", message: "Say what they ask")) }
        case .notReceived:
            if form["words"].isEmpty { errors.append(FormError(field: "words", message: "Say whom you rang and what they said")) }
            if !["yes", "no"].contains(form["right-place"]) {
                errors.append(FormError(field: "right-place", message: "Say whether it went to the right number or address"))
            }
        case .failed:
            if form["words"].isEmpty { errors.append(FormError(field: "words", message: "Say what happened to it")) }
        case .misdirected: break
        }
        return errors
    }
}

/// Something that was sent, with what is known of its arrival.
struct ReceiptFound: Sendable {
    let disclosure: Disclosure
    let person: RegisteredPerson
    let contact: Contact?
    let duties: [Duty]
    let informings: [Informing]

    /// - Throws: `NothingToSee`; `StorageFault`.
    init(_ site: Site, _ context: SignedInContext) async throws {
        let id = RecordID<Disclosure>(try context.parameter("id"))
        self = try await site.store.look(as: context.access, at: site.now()) { try ReceiptFound(id, &$0) }
    }

    private init(_ id: RecordID<Disclosure>, _ records: inout Transaction) throws {
        disclosure = try records.find(id)
        person = try records.find(disclosure.person)
        contact = try disclosure.contact.flatMap { try records.findIfAny($0) }
        duties = try records.list(Duty.open(about: "disclosure/\(id.text)"))
        informings = try records.list(Informing.about("disclosure/\(id.text)"))
    }

    /// News of this name, if it can be heard of it now.
    func news(_ name: String) -> ReceiptNews? {
        ReceiptNews(rawValue: name).flatMap { disclosure.state.news.contains($0) ? $0 : nil }
    }

    var recipient: String {
        if let contact { return [contact.name, contact.agency].filter { !$0.isEmpty }.joined(separator: ", ") }
        return [disclosure.content.recipientName, disclosure.content.recipientAgency].filter { !$0.isEmpty }
            .joined(separator: ", ")
    }
}
