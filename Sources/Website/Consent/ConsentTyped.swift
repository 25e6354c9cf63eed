import Ledger
import Sharing
import Vault

/// A conversation about consent as it was typed.
struct ConsentTyped: Sendable {
    enum Way: String, Sendable {
        case asked
        case notAsked = "not-asked"
        case notObtained = "not-obtained"
    }

    static let lineLimit = 40

    let kind: Consent.Kind
    let way: Way
    var fields: Form.Fields

    subscript(_ name: String) -> String {
        let text = fields[name] ?? ""
        var rest = text[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }

    func ticked(_ name: String, _ ids: [String]) -> [String] { ids.filter { self["\(name).\($0)"] == "yes" } }

    /// How many lines stand on the page.
    func count(_ part: String) -> Int {
        let first = part == "scope" ? 3 : 2
        return min(max(Int(self["\(part)-lines"]) ?? first, first), Self.lineLimit)
    }

    /// The lines that are whole, and the numbers of those that are not.
    func lines(_ part: String, _ lists: CodeLists, _ agencies: [String]) -> (whole: [Consent.Line], broken: [Int]) {
        var whole: [Consent.Line] = []
        var broken: [Int] = []
        for place in 1...count(part) {
            let category = self["\(part)-\(place)-category"]
            let agency = self["\(part)-\(place)-agency"]
            let purpose = self["\(part)-\(place)-purpose"]
            if (category + agency + purpose).isEmpty { continue }
            let isKnown =
                (category == "any" || lists[.information][category] != nil) && agencies.contains(agency)
                && (purpose == "any" || lists[.purposes][purpose] != nil)
            if isKnown { whole.append(.init(category: category, agency: agency, purpose: purpose)) } else { broken.append(place) }
        }
        return (whole, broken)
    }

    var answer: Consent.Answer? {
        switch way {
        case .notAsked: .notSought
        case .notObtained: .notObtained
        case .asked:
            kind == .viewsSought
                ? .given
                : Consent.Answer(rawValue: self["answer"]).flatMap { [.given, .limited, .refused].contains($0) ? $0 : nil }
        }
    }

    func content(_ file: ConsentFile, _ lists: CodeLists, _ form: Form) -> Consent.Content {
        let agencies = file.agencies(lists, forConsent: true).map(\.value)
        var content = Consent.Content()
        content.capacity = lists[.consentGivers][self["capacity"]]?.id ?? ""
        content.relation = file.circumstances.relations.first { $0.id.text == self["relation"] }?.id.text
        content.giver = self["giver"]
        content.capacityEvidence = self["capacity-evidence"]
        content.scope = lines("scope", lists, agencies).whole
        content.exclusions = lines("not", lists, agencies).whole
        // Whoever refuses without naming anything refuses all of it.
        if kind == .consent, answer == .refused, content.scope.isEmpty {
            content.scope = [.init(category: "any", agency: "any", purpose: "any")]
        }
        content.scopeWords = self["scope-words"]
        content.subject = self["subject"]
        content.evidence = lists[.consentEvidence][self["evidence"]]?.id ?? ""
        content.evidenceWords = self["evidence-words"]
        content.points = ticked("points", lists[.consentPoints].ids)
        content.manner = ticked("manner", lists[.consentManner].ids)
        content.offeredOn = form.date("offered")?.day ?? ""
        content.decidedOn = form.date("decided")?.day ?? ""
        content.understanding = self["understanding"]
        content.support = self["support"]
        content.language = lists[.languages][self["language"]]?.id ?? ""
        content.format = lists[.formats][self["format"]]?.id ?? ""
        content.signal = self["signal"]
        content.signalConfirmedBy = self["signal-confirmed"]
        content.signalHow = self["signal-how"]
        content.interpreter = self["interpreter"]
        content.witness = self["witness"]
        content.isGeneral = self["general.yes"] == "yes"
        content.generalWhy = self["general-why"]
        content.endsWith = self["ends"]
        content.expects = self["expects"]
        content.futureContact = self["future"]
        content.reasons = ticked("reasons", lists[.refusalReasons].ids)
        content.reasonWords = self["reason-words"]
        content.consequencesExplained = self["consequences"]
        content.effortsMade = self["efforts"]
        content.alternatives = self["alternatives"]
        content.disagreement = self["disagreement"]
        content.notSought = lists[.consentNotSought][self["why"]]?.id ?? ""
        content.notSoughtWords = self["why-words"]
        content.attempts = self["attempts"]
        content.isUrgent = content.notSought == "urgent" || self["urgent.yes"] == "yes"
        content.warningsWhy = self["warnings-why"]
        return content
    }

    /// What is missing or cannot be read. What the rules forbid is `ConsentCheck`’s.
    func errors(_ file: ConsentFile, _ lists: CodeLists, _ form: Form, on now: Instant) -> [FormError] {
        var errors: [FormError] = []
        func need(_ name: String, _ message: String) {
            if self[name].isEmpty { errors.append(FormError(field: name, message: message)) }
        }
        if way == .asked {
            asked(file, lists, form, now, &errors, need)
        } else {
            if lists[.consentNotSought][self["why"]] == nil { need("why", "Choose the reason") }
            need("why-words", "Enter the reason in your own words, for this person and this time")
        }
        let texts = [
            "capacity-evidence", "scope-words", "subject", "evidence-words", "understanding", "support", "signal-how",
            "general-why", "reason-words", "consequences", "efforts", "alternatives", "disagreement", "why-words", "attempts",
        ]
        errors += texts.compactMap { form.tooLong($0, "This") }
        errors += ["giver", "signal", "signal-confirmed", "interpreter", "witness", "ends", "future", "expects"].compactMap {
            form.tooLong($0, "This", limit: Form.lineLimit)
        }
        errors += review(form, now)
        return errors
    }

    private func asked(
        _ file: ConsentFile, _ lists: CodeLists, _ form: Form, _ now: Instant, _ errors: inout [FormError],
        _ need: (String, String) -> Void
    ) {
        var found: [FormError] = []
        if answer == nil { found.append(FormError(field: "answer", message: "Choose what they said")) }
        if lists[.consentGivers][self["capacity"]] == nil {
            found.append(FormError(field: "capacity", message: "Choose who answers, and in what capacity"))
        }
        if kind == .consent {
            let agencies = file.agencies(lists, forConsent: true).map(\.value)
            for part in ["scope", "not"] {
                found += lines(part, lists, agencies).broken.map {
                    FormError(
                        field: "\(part)-\($0)-category",
                        message:
                            "\(part == "scope" ? "Line" : "Left out, line") \($0): choose what, to whom and what for, or none of them"
                    )
                }
            }
            let none = lines("scope", lists, agencies).whole.isEmpty && lines("scope", lists, agencies).broken.isEmpty
            if none, answer != .refused {
                found.append(FormError(field: "scope-1-category", message: "Choose what may go to whom, and what for"))
            }
        } else if self["subject"].isEmpty {
            let words = kind == .viewsSought ? "Enter what they said, in their own words" : "Enter which service it is about"
            found.append(FormError(field: "subject", message: words))
        }
        if answer == nil {
            // Until the answer is known, everything that it may need is asked for.
            if kind == .consent {
                for (name, ids, words) in [
                    ("points", lists[.consentPoints].ids, "Tick what you explained"),
                    ("manner", lists[.consentManner].ids, "Tick how you asked"),
                ] where ticked(name, ids).isEmpty { found.append(FormError(field: name, message: words)) }
                if lists[.consentEvidence][self["evidence"]] == nil {
                    found.append(FormError(field: "evidence", message: "Choose what shows that they agree"))
                }
            }
            if self["understanding"].isEmpty {
                found.append(FormError(field: "understanding", message: "Enter how you checked that they understood"))
            }
        }
        let day = form.date("decided")
        if day == nil || day.map({ $0 > now.adding(days: 1) }) == true {
            found.append(FormError(field: "decided", message: "Enter the day on which they answered, such as 27 3 2026"))
        }
        if let offered = form.date("offered") {
            if let day, offered > day {
                found.append(
                    FormError(field: "offered", message: "The day on which they were asked must not be after their answer"))
            }
        } else {
            found.append(FormError(field: "offered", message: "Enter the day on which they were asked, such as 27 3 2026"))
        }
        if answer == .refused || answer == .limited, kind == .consent {
            if ticked("reasons", lists[.refusalReasons].ids).isEmpty {
                found.append(FormError(field: "reasons", message: "Tick why they said no, or that they gave no reason"))
            }
            if self["consequences"].isEmpty {
                found.append(FormError(field: "consequences", message: "Enter what you explained about what may follow"))
            }
        }
        if kind != .viewsSought, answer == .given || answer == .limited, self["understanding"].isEmpty {
            found.append(FormError(field: "understanding", message: "Enter how you checked that they understood"))
        }
        errors += found
    }

    private func review(_ form: Form, _ now: Instant) -> [FormError] {
        let typed = !(self["review-day"] + self["review-month"] + self["review-year"]).isEmpty
        let isNeeded = way == .asked && kind == .consent && answer != .refused
        guard typed || isNeeded else { return [] }
        guard let day = form.date("review"), day > now, day < now.adding(days: 1100) else {
            return [
                FormError(
                    field: "review", message: "Enter a day within three years on which it is looked at again, such as 27 3 2027")
            ]
        }
        return []
    }
}
