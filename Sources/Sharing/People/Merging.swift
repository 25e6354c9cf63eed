public import Ledger
public import Vault

/// Why two records of one person cannot be made one.
public enum MergeRefusal: Error, Hashable, Sendable {
    case withItself
    /// One of them is already merged; what goes on is found under the other's number.
    case alreadyMerged
}

/// The same human, registered twice. Their files stay as they are, each under its own number; the one leads on to the other,
/// and it can be undone (001 §7 How; 002 §3.1c).
extension RegisteredPerson {
    /// The same person goes on under another number: what was prepared from this record is verified again before it is sent.
    public var isMerged: Bool { state == .merged }

    public mutating func merge(into kept: RegisteredPerson, at now: Instant) throws(MergeRefusal) {
        guard kept.id != id else { throw .withItself }
        guard !isMerged, !kept.isMerged else { throw .alreadyMerged }
        state = .merged
        mergedInto = kept.id
        changed = now
    }

    /// Each goes on by itself again.
    public mutating func undoMerge(at now: Instant) {
        guard isMerged else { return }
        state = died == nil ? .active : .deceased
        mergedInto = nil
        changed = now
    }

    /// The records that were merged into this one.
    public static func merged(into kept: RecordID<RegisteredPerson>) -> Query<RegisteredPerson> {
        Query("merged_into = ?", [.text(kept.text)], order: "id")
    }
}

extension Transaction {
    /// The record under which a person goes on, through as many merges as there were; the record itself if there was none.
    /// - Throws: `NothingToSee`; `StorageFault`.
    public mutating func goingOn(_ person: RegisteredPerson) throws -> RegisteredPerson {
        var person = person
        var passed: Set = [person.id]
        while let next = person.mergedInto, passed.insert(next).inserted { person = try find(next) }
        return person
    }
}
