import Ledger
public import Vault

extension Transaction {
    /// The package leaves: what left is kept as it left, and everything that now waits for somebody is owed
    /// (000 §9.1, §19.3; 002 §2.16, Q7, Q19, Q21; 003 F-Share). Whoever calls has made sure that nothing stands in its way.
    /// - Throws: as `keep`.
    public mutating func send(
        _ about: DisclosureCase, _ package: PackageComposer.Package, words: String, trust: String, _ deadlines: Deadlines
    ) throws {
        guard let contact = about.contact else { throw NothingToSee() }
        var disclosure = about.disclosure
        disclosure.state = .sent
        disclosure.changed = now
        disclosure.content.recipientName = contact.name
        disclosure.content.recipientAgency = contact.agency
        disclosure.content.recipientPost = contact.content.jobTitle
        disclosure.content.recipientDetail = DisclosureCase.detail(contact, disclosure.content.channel)
        disclosure.content.authorisedBy =
            about.signOffs.first { $0.state == .agreed }?.answeredBy ?? about.decision.author
        disclosure.content.sentBy = context.practitioner
        disclosure.content.sentOn = now.description
        disclosure.content.sentWords = words
        disclosure.content.trustWords = trust
        var content = FrozenPackage.Content()
        content.title = package.letter.title
        content.text = package.text
        content.blocks = package.letter.blocks.map(\.kept)
        content.sent = package.sent
        content.masked = package.masked
        try keep(
            FrozenPackage(of: disclosure, to: contact.id, digest: package.digest, content, by: context, at: now), as: .sent)
        try keep(disclosure, as: .sent)
        if !DisclosureCase.isSpoken(disclosure.content.channel) {
            try owe(
                "receipt", of: disclosure.owner, about: about.record, person: about.person.id,
                isUrgent: about.request.asking?.urgency.isUrgent ?? false,
                words: "Get a receipt from \(contact.name), \(contact.agency)", deadlines)
        }
        if !about.isAnonymised { try tell(about, disclosure, contact, deadlines) }
        try tellSuppliers(about, disclosure, contact, deadlines)
        if !trust.isEmpty {
            try owe(
                "trust", of: disclosure.owner, about: about.record, person: about.person.id,
                words: "Talk with \(about.person.name) about what was shared: \(trust)", deadlines)
        }
    }

    private mutating func tell(
        _ about: DisclosureCase, _ disclosure: Disclosure, _ contact: Contact, _ deadlines: Deadlines
    ) throws {
        let isThere = about.informings.contains { $0.whom == .person && ($0.state == .told || $0.state == .deferred) }
        guard !isThere, let telling = disclosure.content.telling else { return }
        var content = Informing.Content()
        content.name = about.person.name
        content.words = telling.words
        content.way = telling.way
        content.detail = telling.detail
        content.present = telling.present
        content.toldOn = telling.on
        content.ground = telling.ground
        content.why = telling.why
        content.approvedBy = telling.approvedBy
        content.reviewOn = telling.reviewOn
        var informing = Informing(of: .person, about: about.record, person: about.person.id, content, by: context, at: now)
        informing.owner = disclosure.owner
        informing.state = telling.standing == .told ? .told : .deferred
        try keep(informing, as: telling.standing == .told ? .told : .recorded)
        if telling.standing == .deferred {
            try owe(
                "deferral-review", of: disclosure.owner, about: "informing/\(informing.id.text)", person: about.person.id,
                words: "Look again whether \(about.person.name) can be told what went to \(contact.agency)",
                by: Instant(day: telling.reviewOn), deadlines)
        }
    }

    /// Everybody who supplied something is told that it was shared, once each, when that is safe (003 F-Share).
    private mutating func tellSuppliers(
        _ about: DisclosureCase, _ disclosure: Disclosure, _ contact: Contact, _ deadlines: Deadlines
    ) throws {
        var told: Set<String> = []
        for item in about.chosenItems where !item.content.from.isEmpty && told.insert(item.content.from).inserted {
            var content = Informing.Content()
            content.name = item.content.from
            content.words = "What you told us was shared with \(contact.agency)."
            var informing = Informing(
                of: .supplier, about: about.record, person: about.person.id, content, by: context, at: now)
            informing.owner = disclosure.owner
            try keep(informing, as: .recorded)
            try owe(
                "supplier-told", of: disclosure.owner, about: "informing/\(informing.id.text)", person: about.person.id,
                words: "Tell \(item.content.from) that what they supplied was shared", deadlines)
        }
    }
}

extension Instant {
    /// Noon of a day such as `2026-03-27`; nil when it is not a day.
    init?(day: String) {
        let parts = day.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return nil }
        self.init(year: parts[0], month: parts[1], day: parts[2])
    }
}
