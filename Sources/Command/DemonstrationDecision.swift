import Ledger
import Policy
import Sharing
import Vault

struct DemonstrationDecisions: Decodable { let decisions: [DemonstrationDecision] }

/// One fictional decision, from its request to its record.
struct DemonstrationDecision: Decodable {
    let decision, by, origin, subject, recipient, purpose, policy, verdict, reasons: String
    let daysAgo: Int64
    let askedBy, departs, opinion, reconsiders, urgent, writtenUp, open: String?
    let items: [String]
    let facts: [String: String]
    let factsOfTheCase: String

    enum CodingKeys: String, CodingKey {
        case decision, by, origin, subject, recipient, purpose, policy, verdict, reasons, departs, opinion, reconsiders
        case urgent, items, facts, open
        case daysAgo = "days-ago"
        case askedBy = "asked-by"
        case writtenUp = "written-up"
        case factsOfTheCase = "facts-of-the-case"
    }

    /// - Returns: the decision's number; nil for an urgent action that nobody has written up yet, or a request still open.
    func make(
        in store: Store, as context: AccessContext, under edition: PolicyEdition, at now: Instant,
        earlier: [String: RecordID<Decision>]
    ) async throws -> RecordID<Decision>? {
        let urgentAction = urgent == "yes" ? RecordID<UrgentAction>.random() : nil
        let interview = Interview(facts, under: edition)
        let draft = draft(at: now, interview)
        let id = RecordID<Decision>.random()
        let unfinished = writtenUp == "no" || open == "yes"
        let reconsidered = reconsiders.flatMap { earlier[$0] }
        let me = self
        try await store.act(as: context, at: now) { records in
            if let urgentAction {
                try records.keep(
                    UrgentAction(
                        id: urgentAction, by: records.context, subject: me.subject, danger: me.factsOfTheCase, done: me.reasons,
                        told: me.recipient, at: now), as: .actedUrgently)
            }
            if me.writtenUp == "no" { return }
            var request = SharingRequest(
                by: records.context, origin: me.origin == "request" ? .asked(by: me.askedBy ?? me.recipient) : .ownInitiative,
                subject: me.subject, recipient: me.recipient, purpose: me.purpose, items: me.items, policy: me.policy,
                answers: me.facts,
                urgentAction: urgentAction, reconsiders: reconsidered, at: now)
            try records.keep(request, as: .recorded)
            if me.open == "yes" { return }
            let advice = AdviceGiven(on: request, interview, at: now)
            do {
                let decision = try Decision(id: id, on: advice, of: request, draft, by: records.context, at: now)
                request.state = .decided
                try records.keep(request, as: .amended)
                try records.keep(advice, as: .advised)
                try records.keep(decision, as: .decided)
            } catch let faults as Decision.Faults {
                throw BadInput(message: "decisions.yaml: `\(me.decision)`: \(faults.all.map(\.rawValue).joined(separator: ", "))")
            }
        }
        return unfinished ? nil : id
    }

    /// What its practitioner wrote.
    func draft(at now: Instant, _ interview: Interview) -> Decision.Draft {
        var draft = Decision.Draft()
        draft.verdict = Verdict(rawValue: verdict)
        draft.departure = departs ?? ""
        draft.factsOfTheCase = factsOfTheCase
        draft.opinion = opinion ?? ""
        draft.reasons = reasons
        let unsafe = facts["asking-is-unsafe"] == "yes"
        draft.telling =
            facts["subject"] == "deceased" || facts["identifies-a-person"] == "no"
            ? .notNeeded : unsafe ? .notYet : facts["consent"] == "given" ? .told : .willTell
        draft.tellingWhy = unsafe ? "Telling them now could put somebody at risk. To be looked at again at the review." : ""
        // Old decisions were looked at again long ago; a few recent ones fall due.
        if draft.verdict == .doNotShare || unsafe { draft.reviewOn = now.adding(days: daysAgo > 60 ? 730 : 28) }
        return draft
    }
}
