/// What an audit of the ledger came to.
public enum AuditFinding: Hashable, Sendable {
    case whole(size: UInt64, root: Digest)
    /// The first thing that does not fit, by its kind and number, and why.
    case broken(at: UInt64, what: String, why: String)
}
