import Foundation
import Ledger
import Synchronization
import Testing

@testable import Vault

/// Acts that share a commit, and what becomes of each when something goes wrong with one, or with the commit itself.
@Suite struct GroupCommitTests {
    /// A database whose answer to a commit can get lost, before the commit or after it.
    private final class Losing: Database {
        enum Loss: Sendable { case before, after }
        let inner: any Database
        let loss: Mutex<Loss?>

        init(_ inner: any Database) {
            self.inner = inner
            loss = Mutex(nil)
        }

        func write<T: Sendable>(
            _ order: WriteOrder, _ body: @escaping @Sendable (any Connection) throws -> T
        ) async throws -> T {
            let lost = loss.withLock { loss in
                defer { loss = nil }
                return loss
            }
            let value = try await inner.write(order) { connection in
                let value = try body(connection)
                if lost == .before { throw StorageFault.lost }
                return value
            }
            if lost == .after { throw StorageFault.lost }
            return value
        }

        func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
            try await inner.read(body)
        }

        var load: (open: Int, busy: Int) { inner.load }
        func close() async { await inner.close() }
    }

    private func note(_ words: String) -> Note { Note(id: .random(), author: "amy", words: words) }

    @Test(arguments: Engine.all) func `acts that wait share commits, and each has one entry in one order`(
        _ engine: Engine
    ) async throws {
        let fixture = try await Fixture(engine)
        let before = fixture.store.load
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
                group.addTask {
                    try await fixture.store.act(as: fixture.amy, at: fixture.now) {
                        try $0.keep(Note(id: .random(), author: "amy", words: "\(number)"), as: .recorded)
                    }
                }
            }
            try await group.waitForAll()
        }
        let after = fixture.store.load
        #expect(after.acts - before.acts == 300)
        #expect(after.commits - before.commits < 150)
        #expect(try await fixture.counts() == [300, 300, 0])
        #expect(
            try await fixture.store.audit(verifier: nil)
                == .whole(size: 300, root: fixture.store.checkpoint(origin: "x").root))
    }

    @Test(arguments: Engine.all) func `an act that fails among others leaves nothing, and the others stand`(
        _ engine: Engine
    ) async throws {
        let fixture = try await Fixture(engine)
        let taken = FinalNote(id: .random(), words: "once")
        try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(taken, as: .decided) }
        let outcomes = await withTaskGroup(of: String.self) { group in
            for number in 0..<90 {
                group.addTask {
                    do {
                        try await fixture.store.act(as: fixture.amy, at: fixture.now) { records in
                            try records.keep(Note(id: .random(), author: "amy", words: "\(number)"), as: .recorded)
                            if number % 3 == 1 { throw Oops() }
                            // A number that is used already: the engine itself refuses.
                            if number % 3 == 2 { try records.keep(FinalNote(id: taken.id, words: "twice"), as: .decided) }
                        }
                        return "kept"
                    } catch is Oops {
                        return "failed"
                    } catch StorageFault.constraint {
                        return "refused"
                    } catch {
                        return "\(error)"
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(outcomes == ["kept": 30, "failed": 30, "refused": 30])
        #expect(try await fixture.counts() == [30, 31, 0])
        guard case .whole = try await fixture.store.audit(verifier: nil) else { throw Oops() }
    }

    @Test(arguments: Engine.all) func `when the answer to a commit is lost, the ledger tells whether it happened`(
        _ engine: Engine
    ) async throws {
        let fixture = try await Fixture(engine)
        let database = Losing(fixture.store.database)
        let acts = GroupCommit(database: database)
        func keep(_ digest: Digest) async throws {
            try await acts.perform { connection, edge, _ in
                let entry = LedgerEntry(
                    index: edge.size, at: fixture.now.description, act: "recorded", actor: "amy", record: "note/\(edge.size)",
                    digest: digest)
                try LedgerBook(connection: connection).append(entry, to: &edge)
                return .success(())
            }
        }
        try await keep(Digest(of: [1]))
        database.loss.withLock { $0 = .after }
        try await keep(Digest(of: [2]))
        #expect(try await fixture.store.size() == 2)
        database.loss.withLock { $0 = .before }
        await #expect(throws: StorageFault.failed(code: 0)) { try await keep(Digest(of: [3])) }
        #expect(try await fixture.store.size() == 2)
        try await keep(Digest(of: [4]))
        #expect(try await fixture.store.size() == 3)
        let root = try await fixture.store.checkpoint(origin: "x").root
        let again = try await fixture.store.database.read { connection in
            var edge = GrowingTree()
            try connection.each("SELECT * FROM ledger_entry ORDER BY position", []) {
                edge.append(try LedgerBook.entry($0).leafHash)
            }
            return edge.root
        }
        #expect(root == again)
    }

    @Test(arguments: Engine.all) func `two openings of one store keep one order`(_ engine: Engine) async throws {
        let fixture = try await Fixture(engine)
        let stores = [fixture.store, try await fixture.another()]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<120 {
                group.addTask {
                    try await stores[number % 2].act(as: fixture.amy, at: fixture.now) {
                        try $0.keep(Note(id: .random(), author: "amy", words: "\(number)"), as: .recorded)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await fixture.counts() == [120, 120, 0])
        guard case .whole = try await stores[1].audit(verifier: nil) else { throw Oops() }
    }

    @Test(arguments: Engine.all) func `what only looks cannot keep, and its look is noted before anything is shown`(
        _ engine: Engine
    ) async throws {
        let fixture = try await Fixture(engine)
        let kept = note("private")
        try await fixture.store.act(as: fixture.amy, at: fixture.now) { try $0.keep(kept, as: .recorded) }
        let found = try await fixture.store.look(as: fixture.amy, at: fixture.now) { try $0.find(kept.id) }
        #expect(found.words == "private")
        #expect(try await fixture.counts() == [1, 2, 1])
        await #expect(throws: StorageFault.readOnly) {
            try await fixture.store.look(as: fixture.amy, at: fixture.now) { try $0.keep(kept, as: .amended) }
        }
        try await fixture.store.database.write(.besideOthers) {
            try $0.runScript(SchemaScript("DROP TABLE access_log", name: "trial"))
        }
        await #expect(throws: StorageFault.self) {
            try await fixture.store.look(as: fixture.amy, at: fixture.now) { try $0.find(kept.id) }
        }
    }
}
