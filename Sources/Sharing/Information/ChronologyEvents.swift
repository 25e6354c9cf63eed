import Ledger
import Vault

/// The events of one person.
struct EventsOfOne {
    let person: RecordID<RegisteredPerson>
    let sources: Chronology.Sources
    let limits: Chronology.Limits
    let today: Instant

    init(
        person: RecordID<RegisteredPerson>, _ sources: Chronology.Sources, _ limits: Chronology.Limits, _ today: Instant
    ) {
        self.person = person
        self.sources = sources
        self.limits = limits
        self.today = today
    }

    var all: [Chronology.Event] {
        items + moves + requests + outgoing + decisions + consents + explanations + disclosures + informings + procedures
    }

    private func event(
        _ kind: String, _ record: String, _ happened: String, _ known: String, _ words: String, by author: String
    ) -> Chronology.Event {
        Chronology.Event(kind, record, about: person, happened: happened, known: known, words, by: author)
    }

    private var items: [Chronology.Event] {
        let known = CurrentInformation(sources.items)
        return sources.items.map { item in
            var event = event(
                item.category == "move" ? "move" : "item", item.reference, item.happened, item.known, item.content.text,
                by: item.author)
            event.category = item.category
            event.nature = item.nature.rawValue
            event.source = item.content.from
            event.more = [item.content.whose, item.content.basis, item.content.alleged, item.content.place]
                .filter { !$0.isEmpty }.joined(separator: "; ")
            if item.category == "concern" { event.marks.insert(.concern) }
            if item.content.isLowLevel { event.marks.insert(.lowLevel) }
            if known.isSuperseded(item.id) { event.marks.insert(.superseded) }
            if item.isRestricted { event.marks.insert(.restricted) }
            if item.isConfidenceUnasked { event.marks.insert(.notAsked) }
            if isLater(item.at.day, than: item.known, by: limits.recording) { event.marks.insert(.recordedLate) }
            return event
        }
    }

    private var moves: [Chronology.Event] {
        sources.addresses.filter { !$0.from.isEmpty }.map { address in
            let lines = address.lines.split(separator: "\n").joined(separator: ", ")
            return event("move", "particulars/\(person.text)", address.from, address.from, "At another address: \(lines)", by: "")
        }
    }

    private var requests: [Chronology.Event] {
        sources.requests.map { request in
            let words = request.askedBy.map { "\($0) asked: \(request.purpose)" } ?? "Begun by ourselves: \(request.purpose)"
            var event = event(
                "request", "sharing_request/\(request.id.text)", request.begun.description, request.begun.day, words,
                by: request.author)
            event.source = request.askedBy ?? ""
            event.more = request.recipient
            return event
        }
    }

    private var outgoing: [Chronology.Event] {
        sources.outgoing.flatMap { request in
            let record = "outgoing_request/\(request.id.text)"
            let content = request.content
            var events = [
                event(
                    "outgoing", record, request.begun.description, request.begun.day,
                    "We asked \(content.recipientName): \(content.asked)", by: request.author)
            ]
            if request.state == .refused {
                let day = content.replyOn.isEmpty ? request.changed.day : content.replyOn
                events.append(
                    event(
                        "refusal", record, day, day, "\(content.recipientName) refused: \(content.refusalReason)",
                        by: request.author))
            }
            return events
        }
    }

    /// A decision to share is late when nothing has gone in time, and missed while nothing has gone at all (001 §2; 004 §6.1).
    private var decisions: [Chronology.Event] {
        sources.decisions.map { decision in
            var event = event(
                "decision", "decision/\(decision.id.text)", decision.at.description, decision.at.day,
                "\(decision.verdict.words): \(decision.reasons)", by: decision.author)
            event.more = decision.recipient
            guard decision.verdict.discloses else { return event }
            let days = sources.disclosures.filter { $0.decision == decision.id }.compactMap(dayOf)
            if let first = days.min() {
                if isLater(first, than: decision.at.day, by: limits.sharing) { event.marks.insert(.sharedLate) }
            } else if isLater(today.day, than: decision.at.day, by: limits.sharing) {
                event.marks.insert(.notShared)
            }
            return event
        }
    }

    private func dayOf(_ disclosure: Disclosure) -> String? {
        switch disclosure.state {
        case .sent, .acknowledged, .queried, .misdirected:
            disclosure.content.sentOn.isEmpty ? disclosure.changed.day : disclosure.content.sentOn
        case .draft, .awaitingSignOff, .ready, .failed, .abandoned: nil
        }
    }

    private var consents: [Chronology.Event] {
        var events: [Chronology.Event] = []
        for consent in sources.consents {
            let day = consent.content.decidedOn.isEmpty ? consent.at.day : consent.content.decidedOn
            let (kind, words): (String, String) =
                switch (consent.kind, consent.answer) {
                case (_, .refused): ("refusal", "Refused: \(consent.content.reasonWords)")
                case (.viewsSought, _): ("consent", "Views were sought: \(consent.content.scopeWords)")
                case (.agreementToService, _): ("consent", "Agreed to a service: \(consent.content.scopeWords)")
                case (_, .given): ("consent", "Consent was given: \(consent.content.scopeWords)")
                case (_, .limited): ("consent", "Consent was given in part: \(consent.content.scopeWords)")
                case (_, .notSought): ("consent", "Consent was not sought: \(consent.content.notSoughtWords)")
                case (_, .notObtained): ("consent", "Consent could not be had: \(consent.content.attempts)")
                }
            var event = event(kind, "consent/\(consent.id.text)", day, consent.at.day, words, by: consent.author)
            event.source = consent.content.giver
            events.append(event)
        }
        for change in sources.changes {
            let words: String =
                switch change.kind {
                case .withdrawn: "Consent was withdrawn: \(change.content.words)"
                case .invalidated: "A consent does not count: \(change.content.words)"
                case .reviewed: "Consent was looked at again: \(change.content.words)"
                case .ended: "A consent ended: \(change.content.words)"
                }
            events.append(
                event(
                    change.kind == .withdrawn ? "refusal" : "consent", "consent_change/\(change.id.text)", change.at.description,
                    change.at.day, words, by: change.author))
        }
        return Self.marked(events, within: limits.refusals)
    }

    /// A refusal that follows another within the time is a refusal again.
    private static func marked(_ events: [Chronology.Event], within days: Int) -> [Chronology.Event] {
        let refusals = events.filter { $0.kind == "refusal" }
        return events.map { event in
            guard event.kind == "refusal" else { return event }
            var event = event
            let before = refusals.contains { earlier in
                earlier.record != event.record && (earlier.place, earlier.record) < (event.place, event.record)
                    && !isLater(String(event.place.prefix(10)), than: String(earlier.place.prefix(10)), by: days)
            }
            if before { event.marks.insert(.refusedAgain) }
            return event
        }
    }

    private var explanations: [Chronology.Event] {
        sources.explanations.map { explanation in
            let day = explanation.content.onDay.isEmpty ? explanation.at.day : explanation.content.onDay
            let words =
                explanation.wasGiven
                ? "What is recorded, and with whom it may be shared, was explained to \(explanation.content.givenTo)"
                : "A service began without the explanation: \(explanation.content.exception)"
            return event(
                "explanation", "explanation/\(explanation.id.text)", day, explanation.at.day, words, by: explanation.author)
        }
    }

    private var disclosures: [Chronology.Event] {
        sources.disclosures.filter { $0.state != .draft && $0.state != .abandoned }.map { disclosure in
            let content = disclosure.content
            let named = [content.recipientName, content.recipientAgency].filter { !$0.isEmpty }.joined(separator: ", ")
            let who = named.isEmpty ? "the recipient" : named
            let count = content.chosen.count
            let what = "\(count) item\(count == 1 ? "" : "s")"
            let words: String =
                switch disclosure.state {
                case .sent, .acknowledged: "\(what) sent to \(who)"
                case .queried: "\(what) sent to \(who), who asked about it"
                case .misdirected: "\(what) meant for \(who) went to the wrong place"
                case .failed: "\(what) for \(who) could not be sent"
                case .ready, .awaitingSignOff, .draft, .abandoned: "\(what) for \(who) being prepared"
                }
            let day = dayOf(disclosure) ?? disclosure.begun.day
            return event(
                "disclosure", "disclosure/\(disclosure.id.text)", day, disclosure.begun.day, words, by: disclosure.author)
        }
    }

    private var informings: [Chronology.Event] {
        sources.informings.map { informing in
            let content = informing.content
            let words: String =
                switch informing.state {
                case .due: "\(content.name) is to be told: \(content.words)"
                case .deferred: "\(content.name) is not told yet: \(content.why)"
                case .told: "\(content.name) was told: \(content.words)"
                case .closed: "\(content.name) will not be told: \(content.closedWhy)"
                }
            let day = informing.state == .told && !content.toldOn.isEmpty ? content.toldOn : informing.begun.day
            return event("informing", "informing/\(informing.id.text)", day, informing.begun.day, words, by: informing.author)
        }
    }

    private var procedures: [Chronology.Event] {
        sources.procedures.map { run in
            var event = event(
                "procedure", "procedure_run/\(run.id.text)", run.begun.description, run.begun.day,
                run.state == .open
                    ? "A procedure was begun and is open" : "A procedure was gone through: \(run.content.closedWhy)",
                by: run.author)
            event.more = run.procedure
            return event
        }
    }

    private func isLater(_ day: String, than earlier: String, by days: Int) -> Bool {
        Self.isLater(day, than: earlier, by: days)
    }

    static func isLater(_ day: String, than earlier: String, by days: Int) -> Bool {
        guard let from = Instant("\(earlier.prefix(10))T00:00:00.000Z") else { return false }
        return String(day.prefix(10)) > from.adding(days: Int64(days)).day
    }
}
