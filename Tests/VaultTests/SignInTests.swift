import Foundation
import Ledger
import Testing

@_spi(Operator) @testable import Vault

@Suite struct SignInTests {
    private func fixture(_ engine: Engine = .sqlite) async throws -> Fixture {
        let fixture = try await Fixture(engine)
        try await fixture.store.open(
            Account(
                email: "Amy@demo.example", practitioner: "amy", organisation: "org", role: .practitioner,
                password: "fictional-people-only"),
            as: fixture.store.operatorContext(), at: fixture.now)
        return fixture
    }

    @Test(arguments: Engine.all) func `a password opens its account, in whatever letters the address is written`(
        _ engine: Engine
    ) async throws {
        let fixture = try await fixture(engine)
        let signedIn = try await fixture.store.signIn(
            email: " AMY@demo.example ", password: "fictional-people-only", at: fixture.now)
        #expect(signedIn.context == fixture.amy)
        #expect(try await fixture.store.context(ofSession: signedIn.token, at: fixture.now) == fixture.amy)
    }

    @Test(arguments: [
        ("amy@demo.example", "Fictional-people-only"), ("amy@demo.example", ""), ("nobody@demo.example", "fictional-people-only"),
        ("", ""),
    ])
    func `anything else does not`(email: String, password: String) async throws {
        let fixture = try await fixture()
        await #expect(throws: NotSignedIn.self) {
            try await fixture.store.signIn(email: email, password: password, at: fixture.now)
        }
    }

    @Test(arguments: Engine.all) func `a session ends after an hour without use, and after twelve with it`(
        _ engine: Engine
    ) async throws {
        let fixture = try await fixture(engine)
        let token = try await fixture.store.signIn(email: "amy@demo.example", password: "fictional-people-only", at: fixture.now)
            .token
        #expect(try await fixture.store.context(ofSession: token, at: fixture.now.adding(minutes: 59)) != nil)
        #expect(try await fixture.store.context(ofSession: token, at: fixture.now.adding(minutes: 118)) != nil)
        #expect(try await fixture.store.context(ofSession: token, at: fixture.now.adding(minutes: 179)) == nil)
        let other = try await fixture.store.signIn(email: "amy@demo.example", password: "fictional-people-only", at: fixture.now)
            .token
        for minutes in stride(from: Int64(50), to: 720, by: 50) {
            #expect(try await fixture.store.context(ofSession: other, at: fixture.now.adding(minutes: minutes)) != nil)
        }
        #expect(try await fixture.store.context(ofSession: other, at: fixture.now.adding(minutes: 721)) == nil)
    }

    @Test(arguments: Engine.all) func `signing out ends the session, and the token is nowhere in the database`(
        _ engine: Engine
    ) async throws {
        let fixture = try await fixture(engine)
        let token = try await fixture.store.signIn(email: "amy@demo.example", password: "fictional-people-only", at: fixture.now)
            .token
        let kept = try await fixture.store.database.read { try $0.query("SELECT * FROM session", []) }
        #expect(kept.count == 1)
        #expect(!kept[0].cells.contains(.text(token)))
        try await fixture.store.signOut(token)
        #expect(try await fixture.store.context(ofSession: token, at: fixture.now) == nil)
    }

    @Test(arguments: Engine.all) func `a new password ends the sessions of the old`(_ engine: Engine) async throws {
        let fixture = try await fixture(engine)
        let token = try await fixture.store.signIn(email: "amy@demo.example", password: "fictional-people-only", at: fixture.now)
            .token
        try await fixture.store.open(
            Account(
                email: "amy@demo.example", practitioner: "amy", organisation: "org", role: .practitioner,
                password: "another-fictional-one"),
            as: fixture.store.operatorContext(), at: fixture.now)
        #expect(try await fixture.store.context(ofSession: token, at: fixture.now) == nil)
        await #expect(throws: NotSignedIn.self) {
            try await fixture.store.signIn(email: "amy@demo.example", password: "fictional-people-only", at: fixture.now)
        }
    }

    @Test(arguments: Engine.all) func `only an administrator opens accounts`(_ engine: Engine) async throws {
        let fixture = try await fixture(engine)
        await #expect(throws: NothingToSee.self) {
            try await fixture.store.open(
                Account(
                    email: "b@demo.example", practitioner: "b", organisation: "org", role: .manager,
                    password: "fictional-people-only"),
                as: fixture.amy, at: fixture.now)
        }
    }

    @Test func `an acknowledged act survives the program: every commit is synced`() async throws {
        let fixture = try await Fixture(.sqlite)
        let level = try await fixture.store.database.write(.besideOthers) {
            try $0.query("PRAGMA synchronous", [])[0].integer("synchronous")
        }
        #expect(level == 2)
    }

    @Test(arguments: Engine.all) func `a schema step that was changed after it ran stops the start with its name`(
        _ engine: Engine
    ) async throws {
        let fixture = try await Fixture(engine)
        let file = fixture.folder.appending(path: "0100-notes.sql")
        try (String(contentsOf: file, encoding: .utf8) + "\n-- changed").write(to: file, atomically: true, encoding: .utf8)
        await #expect(throws: StorageFault.schemaChanged(step: "0100-notes.sql")) {
            _ = try await fixture.another()
        }
    }
}
