import Ledger

/// An entry as an export writes it, one a line.
struct EntryJSON: Encodable {
    let index: UInt64
    let at, act, actor, record, digest, leafHash: String

    init(_ entry: LedgerEntry) {
        index = entry.index
        at = entry.at
        act = entry.act
        actor = entry.actor
        record = entry.record
        digest = entry.digest.base64
        leafHash = entry.leafHash.base64
    }
}
