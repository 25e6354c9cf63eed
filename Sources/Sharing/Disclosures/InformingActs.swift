public import Ledger
public import Vault

extension Transaction {
    /// Ends what waits for somebody to be told. A duty that stands on the record itself, such as a disclosure, ends when the
    /// last of its kind is told: the school may have been told of a correction and the surgery not.
    /// - Throws: as `keep`.
    public mutating func settle(_ informing: Informing, because words: String) throws {
        for kind in [informing.whom.duty, "deferral-review"] {
            try discharge(kind, about: informing.reference, because: words)
            guard try !othersWait(beside: informing) else { continue }
            try discharge(kind, about: informing.record, because: words)
        }
    }

    private mutating func othersWait(beside informing: Informing) throws -> Bool {
        try list(Informing.about(informing.record)).contains {
            $0.id != informing.id && $0.isOpen && $0.whom.duty == informing.whom.duty
        }
    }

    /// Somebody is not told yet: kept, and looked at again on a day.
    /// - Throws: as `keep`.
    public mutating func putOff(_ informing: Informing, until review: Instant, _ deadlines: Deadlines) throws {
        try keep(informing, as: .amended)
        try settle(informing, because: "Deferred")
        try owe(
            "deferral-review", of: informing.owner, about: informing.reference, person: informing.person,
            words: "Is it now safe and possible to tell \(informing.content.name)?", by: review, deadlines)
    }
}
