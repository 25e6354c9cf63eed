import Ledger
import Policy
public import Vault

/// What somebody else than its author does with a proposal.
extension ProposedEdition {
    /// Whether the context may approve or return it: governance or a manager of its organisation, and not its author.
    public func mayBeAnswered(by context: AccessContext) -> Bool {
        context.keepsPolicies && context.organisation == organisation && context.practitioner != author
    }

    /// Sends it back to its author with words on what should be otherwise.
    /// - Throws: `ProposalRefusal` to its author, without words, or when it does not wait for an answer or is another than
    ///   the one that was read; `NothingToSee` for anybody who may not answer; `StorageFault`.
    public static func sendBack(
        _ id: RecordID<ProposedEdition>, seen: String, words: String, _ records: inout Transaction
    ) throws -> ProposedEdition {
        var kept = try answerable(id, &records)
        if kept.state == .returned, kept.answer == words, kept.answeredBy == records.context.practitioner { return kept }
        guard kept.state == .proposed else { throw ProposalRefusal.state(kept.state) }
        guard kept.seen == seen else { throw ProposalRefusal.overtaken }
        guard !words.isEmpty else { throw ProposalRefusal.noWords }
        kept.state = .returned
        kept.answer = words
        kept.answeredBy = records.context.practitioner
        kept.changed = records.now
        try records.keep(kept, as: .returned)
        return kept
    }

    /// Approves it and puts it in force from its day. It is proved once more, in the same act that publishes it: what
    /// was proved when it was proposed may have been proved under another vocabulary, and its day may have passed.
    /// - Returns: what is in force; for a proposal that was approved before, what that put in force.
    /// - Throws: `ProposalRefusal` to its author, or when it is not ready, does not wait for an answer, or is another than
    ///   the one that was read; `NothingToSee` for anybody who may not answer; `StorageFault`.
    public static func approve(
        _ id: RecordID<ProposedEdition>, seen: String, words: String, _ editions: EditionsInForce,
        _ records: inout Transaction
    ) throws -> EditionInForce {
        var kept = try answerable(id, &records)
        if kept.state == .approved, let earlier = try records.list(EditionInForce.from(id)).first { return earlier }
        guard kept.state == .proposed else { throw ProposalRefusal.state(kept.state) }
        guard kept.seen == seen else { throw ProposalRefusal.overtaken }
        let check = try ProposalCheck(kept, editions.library, &records)
        guard check.isReady, let edition = check.edition else { throw ProposalRefusal.notReady(check.hindrances) }
        try PublishedEdition.keep(edition, vocabulary: editions.vocabulary, &records)
        kept.state = .approved
        kept.answer = words.isEmpty ? nil : words
        kept.answeredBy = records.context.practitioner
        kept.changed = records.now
        try records.keep(kept, as: .approved)
        let inForce = EditionInForce(edition, of: kept, approvedBy: records.context, at: records.now)
        try records.keep(inForce, as: .published)
        return inForce
    }

    /// The proposal, for whoever may answer it.
    private static func answerable(_ id: RecordID<ProposedEdition>, _ records: inout Transaction) throws -> ProposedEdition {
        let kept = try records.find(id)
        if kept.author == records.context.practitioner { throw ProposalRefusal.own }
        guard kept.mayBeAnswered(by: records.context) else { throw NothingToSee() }
        return kept
    }
}

extension ProposalCheck {
    /// How many things stand in its way.
    var hindrances: Int { faults.count + disagreements.count + objections.count }
}
