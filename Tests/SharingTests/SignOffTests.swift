import Foundation
import Policy
import Sharing
import Testing
import Vault

@Suite struct SignOffTests {
    private static let content = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Content")

    private static func matrix() throws -> SignOffMatrix {
        let library = try PolicyLibrary(folder: content)
        return try SignOffMatrix(try CodeLists(folder: content), library.vocabulary)
    }

    private func needed(
        _ policy: String, _ facts: [String: String], _ verdict: Verdict = .share, basis: String = "", recipient: String = "",
        wholeFile: Bool = false
    ) throws -> [String] {
        try Self.matrix().needed(
            policy: policy, facts: facts, verdict: verdict, basis: basis, recipient: recipient, isWholeFile: wholeFile
        ).map(\.situation)
    }

    /// 000 §9.2, §15.2, §15.4, §15.6, §15.8.5, §16.1.
    @Test(
        arguments: [
            ([:], ["ordinary"]), (["complex-or-very-sensitive": "yes"], ["ordinary", "complex"]),
            (["complex-or-very-sensitive": "no"], ["ordinary"]),
            (["complex-or-very-sensitive": "not-known"], ["ordinary", "complex"]),
            (["in-doubt": "yes", "law-requires": "court-order"], ["ordinary", "doubt-about-statute"]),
            (["in-doubt": "yes", "law-requires": "no"], ["ordinary"]),
            (["crime": "prevent-or-detect", "consent": "refused", "law-requires": "no"], ["ordinary", "crime-or-disorder"]),
            (["crime": "prevent-or-detect", "consent": "given", "law-requires": "no"], ["ordinary"]),
            (["crime": "serious", "consent": "refused"], ["ordinary", "crime-or-disorder", "public-protection"]),
            (["crime": "serious", "consent": "refused", "law-requires": "court-order"], ["ordinary"]),
            (["recipient": "media"], ["ordinary", "media"]),
        ] as [([String: String], [String])])
    func `the charity asks whom its policy names`(facts: [String: String], situations: [String]) throws {
        #expect(try needed("expect-2019", facts) == situations)
    }

    /// 001 §10f.
    @Test func `the settlement asks a manager whenever there is no consent, and when nobody knows`() throws {
        let policy = "manchester-settlement-2016"
        for answer in ["refused", "withdrawn", "not-sought", "cannot-be-obtained", "not-known"] {
            #expect(try needed(policy, ["consent": answer]) == ["no-consent"], "\(answer)")
        }
        #expect(try needed(policy, [:]) == ["no-consent"])
        #expect(try needed(policy, [:], basis: "consent") == [])
        #expect(try needed(policy, ["consent": "given"]) == [])
        #expect(try needed(policy, ["consent": "refused"], basis: "consent") == ["no-consent"])
    }

    /// 002 Q17; 003 M2 p4; 004 §6.5: when unsure; the practitioner's own judgement stands otherwise.
    @Test(arguments: ["stockport-2009", "nottingham-2016", "rochdale-2018", "england-2026"])
    func `elsewhere whoever is sure decides alone`(policy: String) throws {
        #expect(try needed(policy, ["consent": "refused"]) == [])
        #expect(try needed(policy, ["in-doubt": "no"]) == [])
        #expect(try needed(policy, ["in-doubt": "yes"]) == ["unsure"])
        #expect(try needed(policy, ["in-doubt": "not-known"]) == ["unsure"])
        #expect(try needed(policy, [:], wholeFile: true) == ["whole-file"])
        #expect(try needed(policy, [:], recipient: "service-user") == ["another-service-user"])
    }

    @Test func `nobody need agree to what identifies nobody, or does not go`() throws {
        for verdict in [Verdict.doNotShare, .seekAdvice, .seekConsent, .shareAnonymised] {
            #expect(try needed("manchester-settlement-2016", ["consent": "refused"], verdict) == [])
        }
        #expect(try needed("england-2026", [:], .shareAnonymised, recipient: "media") == ["media"])
    }

    @Test func `a higher post may always answer for a lower one, and never the other way`() {
        #expect(Role.manager.mayAgree(to: "manager") && Role.governance.mayAgree(to: "manager"))
        #expect(Role.governance.mayAgree(to: "governance") && !Role.manager.mayAgree(to: "governance"))
        for role in [Role.practitioner, .auditor, .administrator] { #expect(!role.mayAgree(to: "manager")) }
    }

    @Test func `the release of a sealed fact is asked for by its name alone`() throws {
        #expect(try Self.matrix().named("sealed-release")?.level == "manager")
        #expect(try Self.matrix().named("nothing") == nil)
    }
}
