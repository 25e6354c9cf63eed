import Ledger
import Policy
public import Vault

/// What the author of a proposal does. To do a thing a second time is to find it done.
extension ProposedEdition {
    /// Begins a draft from the edition in force. With the number of one that was begun before, it is that one.
    /// - Throws: `NothingToSee` when there is no such policy or the context may not propose; `Faults` when the policy's
    ///   file cannot be read; `StorageFault`.
    public static func begin(
        _ id: RecordID<ProposedEdition>, of policy: String, _ editions: EditionsInForce, _ records: inout Transaction
    ) throws -> ProposedEdition {
        let context = records.context
        let day = records.now.day
        guard context.keepsPolicies, let base = editions.edition(policy, for: context.organisation, on: day),
            let text = try editions.text(of: policy, for: context.organisation, on: day)
        else { throw NothingToSee() }
        if let same = try records.findIfAny(id) { return same }
        // A draft in which nothing was written yet will do: a second click leads to the first.
        let earlier = try records.list(ProposedEdition.all(of: policy, by: context))
        let untouched = earlier.first {
            $0.state == .draft && $0.author == context.practitioner && $0.writing == Writing(text: text)
        }
        if let untouched { return untouched }
        let begun = ProposedEdition(
            id: id, of: policy, by: context, text: text, base: base.fingerprint, at: records.now)
        try records.keep(begun, as: .recorded)
        return begun
    }

    /// Keeps what its author writes, sound or not.
    /// - Throws: `ProposalRefusal` when it is no longer open or too long; `NothingToSee` for anybody but its author;
    ///   `StorageFault`.
    public static func amend(
        _ id: RecordID<ProposedEdition>, _ writing: Writing, _ records: inout Transaction
    ) throws -> ProposedEdition {
        var kept = try own(id, &records)
        if kept.writing == writing { return kept }
        guard kept.state.isOpen else { throw ProposalRefusal.state(kept.state) }
        let length = writing.text.utf8.count
        guard length <= textLimit else { throw ProposalRefusal.tooLong(length) }
        kept.writing = writing
        kept.changed = records.now
        try records.keep(kept, as: .amended)
        return kept
    }

    /// Puts it before others. They answer what was checked, and it may not be changed until they have.
    /// - Throws: `ProposalRefusal` when it is not ready, not open, or another than the one that was checked;
    ///   `NothingToSee` for anybody but its author; `StorageFault`.
    public static func submit(_ check: ProposalCheck, _ records: inout Transaction) throws -> ProposedEdition {
        var kept = try own(check.proposal.id, &records)
        if kept.state == .proposed, kept.writing == check.proposal.writing { return kept }
        guard kept.state.isOpen else { throw ProposalRefusal.state(kept.state) }
        guard kept.seen == check.proposal.seen else { throw ProposalRefusal.overtaken }
        guard check.isReady else { throw ProposalRefusal.notReady(check.hindrances) }
        kept.state = .proposed
        kept.changed = records.now
        try records.keep(kept, as: .proposed)
        return kept
    }

    /// Takes it back, for good.
    /// - Throws: `ProposalRefusal` when it was approved; `NothingToSee` for anybody but its author; `StorageFault`.
    public static func withdraw(_ id: RecordID<ProposedEdition>, _ records: inout Transaction) throws -> ProposedEdition {
        var kept = try own(id, &records)
        if kept.state == .withdrawn { return kept }
        guard kept.state != .approved else { throw ProposalRefusal.state(kept.state) }
        kept.state = .withdrawn
        kept.changed = records.now
        try records.keep(kept, as: .withdrawn)
        return kept
    }

    /// The proposal, for its author alone, and only while they may still propose.
    private static func own(_ id: RecordID<ProposedEdition>, _ records: inout Transaction) throws -> ProposedEdition {
        let kept = try records.find(id)
        guard kept.author == records.context.practitioner, records.context.keepsPolicies else { throw NothingToSee() }
        return kept
    }
}
