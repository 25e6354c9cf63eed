import Ledger
import Sharing
import Vault

/// Somebody who is to be told, with what must be known for it.
struct InformingFound: Sendable {
    var informing: Informing
    let person: RegisteredPerson
    let particulars: Particulars?
    let relations: [Relation]
    /// What is still to be done about it.
    let duties: [Duty]

    /// - Throws: `NothingToSee`; `StorageFault`.
    init(_ id: RecordID<Informing>, _ records: inout Transaction) throws {
        informing = try records.find(id)
        person = try records.find(informing.person)
        particulars = try records.findIfAny(RecordID<Particulars>(informing.person.text))
        relations = try records.list(Relation.of(informing.person)).filter { !$0.isEnded }
        var duties = try records.list(Duty.open(about: informing.reference))
        if informing.whom == .person {
            duties += try records.list(Duty.open(about: informing.record)).filter { $0.kind == "trust" }
        }
        self.duties = duties
    }

    /// Whom the page speaks of.
    var name: String {
        if informing.whom == .person { return person.shownName }
        return informing.content.name.isEmpty ? informing.whom.words : informing.content.name
    }

    var communication: Particulars.Communication? { particulars?.content.communication }
    var safeContact: Particulars.SafeContact? { particulars?.content.safeContact }

    /// Whether a way is safe. Somebody in an agency is reached there, which is safe in itself.
    func safety(of way: String, _ detail: String) -> InformingWay {
        guard informing.whom.isReachedAsThePerson || informing.whom == .thirdParty else { return .safe(times: "") }
        // What is safe for the person says nothing of others who were named, but what is unsafe for them in one home is.
        return InformingWay(way, detail: detail, safeContact)
    }

    enum ObstacleToLetter { case early, unsafe, notKnown }

    /// Why there is no letter to somebody who is still to be told, or was.
    var obstacleToLetter: ObstacleToLetter? {
        if informing.state == .deferred { return .early }
        let isTaken = informing.content.way == "letter"
        switch safety(of: "letter", isTaken ? informing.content.detail : "") {
        case .safe: return nil
        case .unsafe: return .unsafe
        case .notKnown: return isTaken && !informing.content.wayWhy.isEmpty ? nil : .notKnown
        }
    }
}

extension Informing.Whom {
    var words: String {
        switch self {
        case .person: "The person themself"
        case .family: "Family"
        case .thirdParty: "Somebody else whose information was shared"
        case .professional: "A professional who works with them"
        case .supplier: "Whoever gave us the information"
        case .referrer: "Whoever told us or referred them"
        case .requester: "Whoever asked"
        case .recipient: "Whoever received what was corrected"
        }
    }

    /// Whether it is for a second person to agree that they are not told.
    var needsAgreement: Bool { self == .person || self == .family || self == .thirdParty }
}

/// What was typed.
struct InformingTyped: Sendable {
    var way = "", detail = "", wayWhy = ""
    var words = "", present = "", reaction = "", trust = "", pointsWhy = ""
    var points: [String] = []
    var ground = "", why = "", approvedBy = ""
    var isSafe: Bool?
    /// The parts of dates, by the names of their fields.
    var dates: [String: String] = [:]

    init() {}

    /// What was chosen before.
    init(_ informing: Informing) {
        way = informing.content.way
        detail = informing.content.detail
        wayWhy = informing.content.wayWhy
        ground = informing.content.ground
        why = informing.content.why
        approvedBy = informing.content.approvedBy
    }

    init(_ form: Form, _ lists: CodeLists) {
        way = lists[.ways][form["way"]]?.id ?? ""
        detail = form["detail"]
        wayWhy = form["way-why"]
        words = form["words"]
        present = form["present"]
        reaction = form["reaction"]
        trust = form["trust"]
        pointsWhy = form["points-why"]
        points = form.ticked("points", among: lists[.tellingPoints].ids)
        ground = lists[.deferralGrounds][form["ground"]]?.id ?? ""
        why = form["why"]
        approvedBy = form["approved-by"]
        isSafe = ["yes": true, "no": false][form["safe"]]
        for name in ["on", "review", "follow-up"] {
            for part in ["day", "month", "year"] { dates["\(name)-\(part)"] = form["\(name)-\(part)"] }
        }
    }

    func date(_ name: String, legend: HTML, hint: String, error: String?) -> HTML {
        Fields.date(
            name, legend: legend, hint: hint, day: dates["\(name)-day"] ?? "", month: dates["\(name)-month"] ?? "",
            year: dates["\(name)-year"] ?? "", error: error)
    }

    func isEmptyDate(_ name: String) -> Bool { ["day", "month", "year"].allSatisfy { (dates["\(name)-\($0)"] ?? "").isEmpty } }
}

/// What telling, putting off and closing must have.
enum InformingChecks {
    static func told(_ form: Form, _ typed: InformingTyped, _ found: InformingFound, pointCount: Int, now: Instant) -> [FormError]
    {
        var errors = [
            form.tooLong("words", "What you told them"), form.tooLong("present", "Who was there", limit: Form.lineLimit),
            form.tooLong("reaction", "What they said"), form.tooLong("trust", "What it may do to their trust"),
            form.tooLong("points-why", "Why not the rest"),
        ].compactMap { $0 }
        if let on = form.date("on") {
            if on > now { errors.append(FormError(field: "on", message: "The day you told them must be today or before")) }
        } else {
            errors.append(FormError(field: "on", message: "Enter the day you told them, such as 27 3 2026"))
        }
        if typed.present.isEmpty { errors.append(FormError(field: "present", message: "Say who was there, or “nobody else”")) }
        if found.informing.whom == .person {
            if typed.points.isEmpty {
                errors.append(FormError(field: "points", message: "Choose what you told them"))
            } else if typed.points.count < pointCount, typed.pointsWhy.isEmpty {
                errors.append(FormError(field: "points-why", message: "Say why you did not tell them the rest"))
            }
        } else if typed.words.isEmpty {
            errors.append(FormError(field: "words", message: "Say what you told them"))
        }
        if !typed.isEmptyDate("follow-up") {
            if let day = form.date("follow-up") {
                if day.day < now.day {
                    errors.append(FormError(field: "follow-up", message: "The day you talk again must be today or later"))
                }
            } else {
                errors.append(FormError(field: "follow-up", message: "Enter the day you talk again, such as 27 3 2027"))
            }
        }
        return errors
    }

    static func deferral(_ form: Form, _ typed: InformingTyped, own: String, now: Instant) -> [FormError] {
        var errors = [form.tooLong("why", "The reason")].compactMap { $0 }
        if typed.ground.isEmpty { errors.append(FormError(field: "ground", message: "Choose why they are not told yet")) }
        if typed.why.isEmpty { errors.append(FormError(field: "why", message: "Give the reason in this case")) }
        errors += agreement(form, typed, own: own)
        if let review = form.date("review") {
            if review.day <= now.day {
                errors.append(FormError(field: "review", message: "The day you look again must be after today"))
            } else if review > now.adding(days: Informing.longestDeferral) {
                errors.append(FormError(field: "review", message: "The day you look again must be within a year"))
            }
        } else {
            errors.append(FormError(field: "review", message: "Enter the day you look at it again, such as 27 3 2027"))
        }
        return errors
    }

    /// Nothing is closed in silence: the referrer hears of it, or it is said why not (002 Q22).
    static func closing(_ form: Form, _ typed: InformingTyped, _ found: InformingFound, own: String) -> [FormError] {
        var errors = [form.tooLong("why", "The reason")].compactMap { $0 }
        if typed.why.isEmpty {
            errors.append(
                FormError(
                    field: "why",
                    message: found.informing.whom == .referrer
                        ? "Say why they will not hear what came of it, or go back and tell them" : "Say why they will not be told"
                ))
        }
        return errors + (found.informing.whom.needsAgreement ? agreement(form, typed, own: own) : [])
    }

    /// Somebody else agreed.
    private static func agreement(_ form: Form, _ typed: InformingTyped, own: String) -> [FormError] {
        if let long = form.tooLong("approved-by", "Who agreed", limit: Form.lineLimit) { return [long] }
        if typed.approvedBy.isEmpty { return [FormError(field: "approved-by", message: "Say who agreed: a name and a post")] }
        if typed.approvedBy.lowercased().contains(own.lowercased()) {
            return [FormError(field: "approved-by", message: "Somebody other than you must agree")]
        }
        return []
    }
}
