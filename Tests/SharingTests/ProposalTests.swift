import Foundation
import Ledger
import Policy
import Testing

@testable import Sharing
@testable import Vault

/// A store with two people of one organisation who keep its policies, one who works there, and a stranger.
private final class Office: Sendable {
    static let policy = "manchester-settlement-2016"

    let folder: URL
    let store: Store
    let editions: EditionsInForce
    let now = Instant(milliseconds: 1_795_000_000_000)
    let gia = Office.someone("gia", .governance)
    let mo = Office.someone("mo", .manager)
    let pat = Office.someone("pat", .practitioner)
    let stranger = Office.someone("stranger", .governance, of: "elsewhere")

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "sharing-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let schema = [SharingSchema.folder].compactMap { $0 }
        store = try await Store(
            at: .file(folder.appending(path: "test.sqlite").path), schema: schema, sealings: SharingSchema.sealings,
            keys: MasterKeys(folder: folder.appending(path: "keys")), at: now)
        let library = try InterviewTests.library.get()
        editions = try EditionsInForce(library)
        try await store.publish(library, vocabulary: "", as: .operator, at: now)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    static func someone(_ name: String, _ role: Role, of organisation: String = "office") -> AccessContext {
        AccessContext(practitioner: name, organisation: organisation, role: role, purpose: Purpose(of: role))
    }

    /// The edition that came with the program, under another version and from another day.
    func writing(
        _ version: String = "2027", from: String = "2027-03-01", adding more: String = ""
    ) throws
        -> ProposedEdition.Writing
    {
        let own = try #require(editions.library[Self.policy])
        let text = try #require(try editions.text(of: Self.policy, for: "office", on: now.day))
        let changed =
            text.replacing("\nedition: \"\(own.version)\"", with: "\nedition: \"\(version)\"")
            .replacing("\nfrom: \"\(own.policy.from)\"", with: "\nfrom: \"\(from)\"")
        return .init(why: "The board asked for it.", from: from, text: changed + more)
    }

    /// A draft of Gia's with this writing.
    func draft(_ writing: ProposedEdition.Writing) async throws -> ProposedEdition {
        let editions = editions
        return try await store.act(as: gia, at: now) { records in
            let begun = try ProposedEdition.begin(.random(), of: Self.policy, editions, &records)
            return try ProposedEdition.amend(begun.id, writing, &records)
        }
    }

    func check(_ proposal: ProposedEdition) async throws -> ProposalCheck {
        let library = editions.library
        return try await store.consult(as: gia, at: now) { try ProposalCheck(proposal, library, &$0) }
    }

    func submit(_ draft: ProposedEdition) async throws -> ProposedEdition {
        let check = try await check(draft)
        return try await store.act(as: gia, at: now) { try ProposedEdition.submit(check, &$0) }
    }

    func proposed(_ version: String = "2027", from: String = "2027-03-01") async throws -> ProposedEdition {
        try await submit(try await draft(try writing(version, from: from)))
    }

    @discardableResult
    func approve(
        _ proposal: ProposedEdition, as context: AccessContext? = nil, at time: Instant? = nil,
        with others: EditionsInForce? = nil
    ) async throws -> EditionInForce {
        let editions = others ?? editions
        let rows = try await store.act(as: context ?? mo, at: time ?? now) { records in
            [try ProposedEdition.approve(proposal.id, seen: proposal.seen, words: "Read.", editions, &records)]
        }
        editions.load(rows)
        return try #require(rows.first)
    }

    func find(_ proposal: ProposedEdition) async throws -> ProposedEdition {
        try await store.act(as: gia, at: now) { try $0.find(proposal.id) }
    }

    func published() async throws -> [EditionInForce] {
        try await store.act(as: .operator, at: now) { try $0.list(EditionInForce.all) }
    }

    /// The same vocabulary without a question of which the policy speaks.
    func otherEditions() throws -> EditionsInForce {
        let own = try PolicyLibrary.contents("vocabulary.yaml", in: editions.library.folder)
        let other = folder.appending(path: "other")
        try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
        try own.replacing("- fact: consent\n", with: "- fact: agreement\n")
            .write(to: other.appending(path: "vocabulary.yaml"), atomically: true, encoding: .utf8)
        return try EditionsInForce(try PolicyLibrary(folder: other))
    }
}

@Suite struct ProposalTests {
    @Test func `nobody approves or returns what they proposed`() async throws {
        let office = try await Office()
        let proposal = try await office.proposed()
        await #expect(throws: ProposalRefusal.own) { try await office.approve(proposal, as: office.gia) }
        await #expect(throws: ProposalRefusal.own) {
            try await office.store.act(as: office.gia, at: office.now) {
                try ProposedEdition.sendBack(proposal.id, seen: proposal.seen, words: "No", &$0)
            }
        }
        #expect(try await office.find(proposal).state == .proposed)
        #expect(try await office.published().isEmpty)
    }

    @Test func `a draft may be unsound, but what is not proved cannot be proposed`() async throws {
        let office = try await Office()
        let broken = """
              - invariant: nothing-is-ever-shared
                when: always
                never: [share]
                words: "A promise that the rules break."
                because: ["001 §2"]

            """
        for writing in [try office.writing(adding: broken), .init(why: "Why.", from: "2027-03-01", text: "policy: [")] {
            let draft = try await office.draft(writing)
            #expect(draft.writing == writing)
            let check = try await office.check(draft)
            #expect(check.edition == nil)
            #expect(!check.faults.isEmpty)
            await #expect(throws: ProposalRefusal.self) { try await office.submit(draft) }
            #expect(try await office.find(draft).state == .draft)
        }
    }

    @Test func `everything that stands in its way is said at once`() async throws {
        let office = try await Office()
        let own = try #require(office.editions.library[Office.policy])
        var writing = try office.writing(own.version, from: own.policy.from)
        writing.why = ""
        let check = try await office.check(try await office.draft(writing))
        #expect(check.edition?.fingerprint == own.fingerprint)
        #expect(check.cases > 0)
        #expect(check.disagreements.isEmpty)
        #expect(check.objections == [.noReason, .dayHasPassed(today: office.now.day), .versionIsTaken(own.version)])
        writing.from = ""
        #expect(
            try await office.check(try await office.draft(writing)).objections == [
                .noReason, .noDay, .versionIsTaken(own.version),
            ])
        let apart = ProposedEdition.Writing(why: "Why.", from: "2027-03-02", text: try office.writing().text)
        #expect(try await office.check(try await office.draft(apart)).objections == [.daysDiffer(text: "2027-03-01")])
        let renamed = ProposedEdition.Writing(
            why: "Why.", from: "2027-03-01",
            text: try office.writing().text.replacing("policy: \(Office.policy)\n", with: "policy: another\n"))
        #expect(try await office.check(try await office.draft(renamed)).objections == [.anotherPolicy(named: "another")])
    }

    @Test func `approval proves once more, and looks at the day once more`() async throws {
        let office = try await Office()
        let proposal = try await office.proposed()
        let others = try office.otherEditions()
        await #expect(throws: ProposalRefusal.self) { try await office.approve(proposal, with: others) }
        let late = try #require(Instant(year: 2027, month: 3, day: 2))
        await #expect(throws: ProposalRefusal.notReady(1)) { try await office.approve(proposal, at: late) }
        #expect(try await office.find(proposal).state == .proposed)
        #expect(try await office.published().isEmpty)
        try await office.approve(proposal)
        #expect(try await office.find(proposal).state == .approved)
    }

    @Test func `from its first day it advises the organisation that published it, and no other`() async throws {
        let office = try await Office()
        let own = try #require(office.editions.library[Office.policy])
        let second = try await office.approve(try await office.proposed("second", from: "2027-05-01"))
        let first = try await office.approve(try await office.proposed("first", from: "2027-03-01"))
        func version(_ day: String, _ organisation: String = "office") -> String? {
            office.editions.edition(Office.policy, for: organisation, on: day)?.version
        }
        #expect(version("2027-02-28") == own.version)
        #expect(version("2027-03-01") == first.version)
        #expect(version("2027-04-30") == "first")
        #expect(version("2027-05-01") == second.version)
        #expect(version("2027-05-01", "elsewhere") == own.version)
        #expect(office.editions.scheduled(for: "office", on: "2027-03-01").map(\.version) == ["second"])
        let all = office.editions.all(for: "office", on: "2027-03-01")
        #expect(all.map(\.name) == office.editions.library.editions.map(\.name).sorted())
        #expect(all.first { $0.name == Office.policy }?.version == "first")
        // A program that starts anew finds the same.
        let again = try EditionsInForce(office.editions.library)
        #expect(again.load(try await office.published()).isEmpty)
        #expect(again.edition(Office.policy, for: "office", on: "2027-06-01")?.fingerprint == second.fingerprint)
        #expect(try again.text(of: Office.policy, for: "office", on: "2027-06-01") == second.text)
    }

    @Test func `what was done once is done once, however often it is sent`() async throws {
        let office = try await Office()
        let editions = office.editions
        let id = RecordID<ProposedEdition>.random()
        for _ in 0..<2 {
            let begun = try await office.store.act(as: office.gia, at: office.now) {
                try ProposedEdition.begin(id, of: Office.policy, editions, &$0)
            }
            #expect(begun.id == id)
        }
        let draft = try await office.draft(try office.writing())
        #expect(draft.id == id)
        let check = try await office.check(draft)
        for _ in 0..<2 {
            _ = try await office.store.act(as: office.gia, at: office.now) { try ProposedEdition.submit(check, &$0) }
        }
        let proposal = try await office.find(draft)
        let first = try await office.approve(proposal)
        #expect(try await office.approve(proposal).id == first.id)
        #expect(try await office.published().map(\.id) == [first.id])
        #expect(first.proposedBy == "gia")
        #expect(first.approvedBy == "mo")
    }

    @Test func `what was withdrawn cannot be approved, and what was approved cannot be withdrawn`() async throws {
        let office = try await Office()
        let proposal = try await office.proposed()
        for _ in 0..<2 {
            _ = try await office.store.act(as: office.gia, at: office.now) { try ProposedEdition.withdraw(proposal.id, &$0) }
        }
        await #expect(throws: ProposalRefusal.state(.withdrawn)) { try await office.approve(proposal) }
        let other = try await office.proposed()
        try await office.approve(other)
        await #expect(throws: ProposalRefusal.state(.approved)) {
            try await office.store.act(as: office.gia, at: office.now) { try ProposedEdition.withdraw(other.id, &$0) }
        }
    }

    @Test func `an answer is to what was read, and nothing changes while it waits`() async throws {
        let office = try await Office()
        let proposal = try await office.proposed()
        var writing = proposal.writing
        writing.why = "Another reason."
        let changed = writing
        await #expect(throws: ProposalRefusal.state(.proposed)) { try await office.draft(of: proposal, changed) }
        let returned = try await office.store.act(as: office.mo, at: office.now) {
            try ProposedEdition.sendBack(proposal.id, seen: proposal.seen, words: "Say which board.", &$0)
        }
        #expect(returned.answer == "Say which board.")
        let amended = try await office.draft(of: proposal, changed)
        let again = try await office.submit(amended)
        await #expect(throws: ProposalRefusal.overtaken) { try await office.approve(proposal) }
        try await office.approve(again)
    }

    @Test func `everybody in the organisation reads a proposal, and only those who keep policies propose or answer`() async throws
    {
        let office = try await Office()
        let proposal = try await office.proposed()
        let read = try await office.store.act(as: office.pat, at: office.now) { try $0.find(proposal.id) }
        #expect(read.writing == proposal.writing)
        await #expect(throws: NothingToSee.self) { try await office.approve(proposal, as: office.pat) }
        await #expect(throws: NothingToSee.self) { try await office.approve(proposal, as: office.stranger) }
        await #expect(throws: NothingToSee.self) {
            try await office.store.act(as: office.stranger, at: office.now) { try $0.find(proposal.id) }
        }
        let editions = office.editions
        await #expect(throws: NothingToSee.self) {
            try await office.store.act(as: office.pat, at: office.now) {
                try ProposedEdition.begin(.random(), of: Office.policy, editions, &$0)
            }
        }
    }

    @Test func `an edition that no longer proves is not used, and the one before it goes on`() async throws {
        let office = try await Office()
        try await office.approve(try await office.proposed())
        let others = try office.otherEditions()
        let unusable = others.load(try await office.published())
        #expect(unusable.map(\.edition.version) == ["2027"])
        #expect(others.edition(Office.policy, for: "office", on: "2027-06-01") == nil)
        #expect(others.unusable(for: "office").count == 1)
        #expect(others.unusable(for: "elsewhere").isEmpty)
        // It is said once.
        #expect(others.load(try await office.published()).isEmpty)
    }

    @Test func `for every change of advice there are words on what to do`() throws {
        let library = try InterviewTests.library.get()
        let list = try ChangedAdvice(folder: library.folder, vocabulary: library.vocabulary)
        let ends: [Outcome.ID?] = library.vocabulary.outcomes.map(\.id) + [nil]
        for was in ends {
            for now in ends { #expect((list.entry(was: was, now: now) == nil) == (was == now)) }
        }
        let text = try PolicyLibrary.contents("lists/changed-advice.yaml", in: library.folder)
        let unknown = text.replacing("was: [share, share-without-consent]", with: "was: [shared, share-without-consent]")
        #expect(throws: Faults.self) { try ChangedAdvice(reading: unknown, vocabulary: library.vocabulary) }
    }
}

extension Office {
    /// A proposal with another writing.
    fileprivate func draft(of proposal: ProposedEdition, _ writing: ProposedEdition.Writing) async throws -> ProposedEdition {
        try await store.act(as: gia, at: now) { try ProposedEdition.amend(proposal.id, writing, &$0) }
    }
}
