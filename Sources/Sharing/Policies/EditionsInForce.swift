import Ledger
public import Policy
import Synchronization
import Vault

/// Which edition of a policy advises an organisation on a day: the newest that it has put in force by then, or else the
/// one of the Content folder. Days are texts in UTC, such as `2027-03-01`.
public final class EditionsInForce: Sendable {
    /// An edition that was put in force and can no longer be used: the vocabulary has changed since, or its text has.
    /// The one before it stays in force.
    public struct Unusable: Sendable {
        public let edition: EditionInForce
        public let faults: Faults
    }

    private struct Proved {
        let row: EditionInForce
        let edition: PolicyEdition
    }

    private struct Known {
        var taken: Set<String> = []
        /// By organisation, the newest last.
        var proved: [String: [Proved]] = [:]
        var unusable: [Unusable] = []
    }

    public let library: PolicyLibrary
    /// The text of the library's vocabulary, which is kept with each edition that is published.
    let vocabulary: String
    private let known = Mutex(Known())

    /// - Throws: `Faults` when the vocabulary's file cannot be read.
    public init(_ library: PolicyLibrary) throws(Faults) {
        self.library = library
        vocabulary = try PolicyLibrary.contents("vocabulary.yaml", in: library.folder)
    }

    /// Takes up editions that were put in force, each after its stored text is proved again. Those that were taken up
    /// before are passed over, so that it may be called as often as one likes.
    /// - Returns: those that can no longer be used.
    @discardableResult
    public func load(_ rows: [EditionInForce]) -> [Unusable] {
        let taken = known.withLock { $0.taken }
        var proved: [Proved] = []
        var unusable: [Unusable] = []
        for row in rows where !taken.contains(row.id.text) {
            do throws(Faults) {
                proved.append(Proved(row: row, edition: try prove(row)))
            } catch {
                unusable.append(Unusable(edition: row, faults: error))
            }
        }
        known.withLock { known in
            for one in proved where known.taken.insert(one.row.id.text).inserted {
                known.proved[one.row.organisation, default: []].append(one)
                known.proved[one.row.organisation]?.sort { Self.order($0.row) < Self.order($1.row) }
            }
            for one in unusable where known.taken.insert(one.edition.id.text).inserted { known.unusable.append(one) }
        }
        return unusable
    }

    /// The edition of a policy that advises the organisation on the day; nil when there is no such policy.
    public func edition(_ policy: String, for organisation: String, on day: String) -> PolicyEdition? {
        newest(policy, organisation, day)?.edition ?? library[policy]
    }

    /// The text of its policy file; nil when there is no such policy.
    /// - Throws: `Faults` when the file cannot be read.
    public func text(of policy: String, for organisation: String, on day: String) throws(Faults) -> String? {
        if let own = newest(policy, organisation, day) { return own.row.text }
        return library[policy] == nil ? nil : try PolicyLibrary.contents("policies/\(policy)/policy.yaml", in: library.folder)
    }

    /// One edition of each policy, by name.
    public func all(for organisation: String, on day: String) -> [PolicyEdition] {
        let own = known.withLock { $0.proved[organisation]?.map(\.row.policy) ?? [] }
        let names = Set(library.editions.map(\.name)).union(own)
        return names.sorted().compactMap { edition($0, for: organisation, on: day) }
    }

    /// The organisation's editions that apply only after the day, by their first day. Each names it as its `policy.from`.
    public func scheduled(for organisation: String, on day: String) -> [PolicyEdition] {
        known.withLock { known in (known.proved[organisation] ?? []).filter { $0.row.from > day }.map(\.edition) }
    }

    /// The organisation's editions that can no longer be used.
    public func unusable(for organisation: String) -> [Unusable] {
        known.withLock { known in known.unusable.filter { $0.edition.organisation == organisation } }
    }

    private func newest(_ policy: String, _ organisation: String, _ day: String) -> Proved? {
        known.withLock { known in
            known.proved[organisation]?.last { $0.row.policy == policy && $0.row.from <= day }
        }
    }

    /// Of two that begin on one day the one that was approved later counts.
    private static func order(_ row: EditionInForce) -> (String, String, String) {
        (row.from, row.at.description, row.id.text)
    }

    private func prove(_ row: EditionInForce) throws(Faults) -> PolicyEdition {
        let file = "\(row.policy) \(row.version)"
        let edition = try PolicyEdition(
            proving: UnprovedPolicy(reading: row.text, from: file, vocabulary: library.vocabulary))
        guard edition.name == row.policy, edition.fingerprint == row.fingerprint else {
            throw Faults([
                Fault(
                    file: file, line: 1, column: 1, words: "", message: "the stored text is not the one that was approved",
                    help: "check the ledger: discretion ledger verify")
            ])
        }
        return edition
    }
}
