import Foundation
import Ledger
public import Vault

extension SignOff {
    /// Why somebody may not answer (000 §9.2; 004 §6.5).
    public enum Refusal: String, Hashable, Sendable {
        /// They asked for it, or it is their own case.
        case own
        /// It takes another post, or a higher one.
        case level
        /// The person may be at risk from somebody of this name, who works here.
        case implicated
    }

    /// - Parameters:
    ///   - authors: whose case it is: who asked, who began it, who has it in hand.
    ///   - relations: the person's; none where nobody on the register is named.
    public static func refusal(
        of colleague: Practitioner, level: String, authors: Set<String>, relations: [Relation]
    ) -> Refusal? {
        if authors.contains(colleague.id.text) { return .own }
        if !colleague.role.mayAgree(to: level) { return .level }
        return isImplicated(colleague.name, relations) ? .implicated : nil
    }

    /// Whether somebody who works here, and from whom the person is said to be at risk, has this name.
    public static func isImplicated(_ name: String, _ relations: [Relation]) -> Bool {
        let own = parts(name)
        guard !own.isEmpty else { return false }
        return relations.contains { relation in
            guard relation.kind == "alleged", !relation.isEnded, relation.content.flags.contains("staff") else { return false }
            let theirs = parts(relation.name)
            return own == theirs || (theirs.count > 1 && theirs.isSubset(of: own)) || (own.count > 1 && own.isSubset(of: theirs))
        }
    }

    private static func parts(_ name: String) -> Set<String> {
        let folded = name.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil).lowercased()
        return Set(folded.split { !$0.isLetter }.map(String.init).filter { $0.count > 1 })
    }
}

extension Transaction {
    /// Whose case a request is, and who is something to its person: what decides who may agree to it.
    /// - Throws: `StorageFault`.
    public mutating func signOffCircle(of request: SharingRequest) throws -> (authors: Set<String>, relations: [Relation]) {
        let relations = try request.person.map { try list(Relation.of($0)) } ?? []
        return ([request.author, request.owner, context.practitioner], relations)
    }
}
