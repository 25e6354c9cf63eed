import Ledger
public import Policy
public import Vault

/// What a proposal comes to: its text read, proved over every situation, and put to the policy's cases.
public struct ProposalCheck: Sendable {
    /// A case of the policy that would get other advice than it demands.
    public struct Disagreement: Hashable, Sendable {
        public let name: String
        public let story: String
        public let complaints: [String]
    }

    /// What stands in the way although the text is sound.
    public enum Objection: Hashable, Sendable {
        case noReason
        case noDay
        /// Its first day has passed; which day it is now.
        case dayHasPassed(today: String)
        /// The text says another first day than the proposal.
        case daysDiffer(text: String)
        case anotherPolicy(named: String)
        /// There is already an edition of this version.
        case versionIsTaken(String)
    }

    public let proposal: ProposedEdition
    /// The edition that it would become; nil while the text is unsound.
    public let edition: PolicyEdition?
    /// Everything that is wrong with the text, or with the policy's cases under it.
    public let faults: [Fault]
    public let disagreements: [Disagreement]
    /// How many cases there are.
    public let cases: Int
    public let objections: [Objection]

    /// Whether it may be proposed and approved.
    public var isReady: Bool { edition != nil && faults.isEmpty && disagreements.isEmpty && objections.isEmpty }

    /// - Throws: `StorageFault`.
    public init(_ proposal: ProposedEdition, _ library: PolicyLibrary, _ records: inout Transaction) throws {
        self.proposal = proposal
        var faults: [Fault] = []
        var objections = Self.objections(proposal.writing, today: records.now.day)
        var cases: [Case] = []
        let edition = Self.prove(proposal, library, &faults)
        if let edition {
            if edition.name != proposal.policy { objections.append(.anotherPolicy(named: edition.name)) }
            // They are read as the library's own edition has its names; a name that this one lacks shows as a complaint.
            if let own = library[proposal.policy] {
                do throws(Faults) { cases = try library.cases(of: own) } catch { faults += error.all }
            }
            if !proposal.writing.from.isEmpty, edition.policy.from != proposal.writing.from {
                objections.append(.daysDiffer(text: edition.policy.from))
            }
            if try !records.list(PublishedEdition.called(edition.version, of: proposal.policy)).isEmpty {
                objections.append(.versionIsTaken(edition.version))
            }
            disagreements = cases.compactMap { one in
                let complaints = one.complaints(of: edition)
                return complaints.isEmpty ? nil : Disagreement(name: one.name, story: one.story, complaints: complaints)
            }
        } else {
            disagreements = []
        }
        self.edition = edition
        self.cases = cases.count
        self.faults = faults
        self.objections = objections
    }

    private static func prove(
        _ proposal: ProposedEdition, _ library: PolicyLibrary, _ faults: inout [Fault]
    ) -> PolicyEdition? {
        do throws(Faults) {
            return try PolicyEdition(
                proving: UnprovedPolicy(reading: proposal.writing.text, from: "policy.yaml", vocabulary: library.vocabulary))
        } catch {
            faults += error.all
            return nil
        }
    }

    private static func objections(_ writing: ProposedEdition.Writing, today: String) -> [Objection] {
        var found: [Objection] = []
        if writing.why.isEmpty { found.append(.noReason) }
        if writing.from.isEmpty {
            found.append(.noDay)
        } else if writing.from < today {
            found.append(.dayHasPassed(today: today))
        }
        return found
    }
}
