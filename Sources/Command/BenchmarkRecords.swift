import Foundation
import Ledger
import Policy
import Sharing
@_spi(Operator) import Vault

/// A store of a benchmark's own, with fictional people in it.
struct BenchmarkRecords: Sendable {
    /// The organisation that all of them belong to.
    static let organisation = "benchmark"

    let store: Store
    let folder: DataFolder
    let cases: BenchmarkCases
    /// Practitioners.
    let workers: [AccessContext]
    let manager: AccessContext
    /// Made for this run, and taken away after it.
    private let scratch: URL?

    /// The engine that keeps it.
    var engine: String { folder.server == nil ? "sqlite" : "postgresql" }

    /// - Throws: `BadInput` when the place is not empty.
    static func make(in data: DataOption, _ content: ContentOption, workers count: Int) async throws -> BenchmarkRecords {
        let isWhole = data.data != nil || (data.database != nil && data.keys != nil)
        let scratch =
            isWhole
            ? nil : FileManager.default.temporaryDirectory.appending(path: "discretion-benchmark-\(UUID().uuidString)")
        do {
            return try await make(in: data, content, workers: count, scratch)
        } catch {
            if let scratch { try? FileManager.default.removeItem(at: scratch) }
            throw error
        }
    }

    private static func make(
        in data: DataOption, _ content: ContentOption, workers count: Int, _ scratch: URL?
    ) async throws -> BenchmarkRecords {
        let url = data.data.map { URL(filePath: $0, directoryHint: .isDirectory) } ?? scratch ?? URL(filePath: ".")
        if let there = try? FileManager.default.contentsOfDirectory(atPath: url.path), !there.isEmpty, data.data != nil {
            throw BadInput(message: "\(url.path) is not empty; a benchmark wants a folder of its own")
        }
        let keys = data.keys.map { URL(filePath: $0, directoryHint: .isDirectory) } ?? url.appending(path: "keys")
        let folder = DataFolder(url: url, keys: keys, server: data.database)
        let library = try content.library()
        let cases = try BenchmarkCases(folder: content.folder(), library)
        try folder.prepare()
        let store = try await folder.store()
        guard try await store.size() == 0 else {
            throw BadInput(message: "the database is not empty; a benchmark wants one of its own")
        }
        try await folder.declare(demonstration: true, store)
        let operate = store.operatorContext()
        let vocabulary = try PolicyLibrary.contents("vocabulary.yaml", in: content.folder())
        try await store.publish(library, vocabulary: vocabulary, as: operate, at: presentTime())
        let policy = cases[0].decision.policy
        try await store.act(as: operate, at: presentTime()) { records in
            try records.keep(
                Organisation(
                    id: .init(organisation), title: "A benchmark", policy: policy, procedure: "None",
                    procedureNumber: "01632 960000"),
                as: .recorded)
        }
        var workers: [AccessContext] = []
        for number in 0..<count { workers.append(try await person("worker-\(number)", .practitioner, store)) }
        return BenchmarkRecords(
            store: store, folder: folder, cases: cases, workers: workers, manager: try await person("manager", .manager, store),
            scratch: scratch)
    }

    /// Opens an account for somebody, and signs them in.
    private static func person(_ name: String, _ role: Role, _ store: Store) async throws -> AccessContext {
        let (operate, email, password) = (store.operatorContext(), name + "@benchmark.example", "fictional-people-only")
        try await store.act(as: operate, at: presentTime()) { records in
            try records.keep(
                Practitioner(id: .init(name), organisation: .init(organisation), name: name, post: "Nobody", role: role),
                as: .recorded)
        }
        try await store.open(
            Account(email: email, practitioner: name, organisation: organisation, role: role, password: password), as: operate,
            at: presentTime())
        let signedIn = try await store.signIn(email: email, password: password, at: presentTime())
        try await store.signOut(signedIn.token)
        return signedIn.context
    }

    /// Closes the store, and takes away what was made for this run alone.
    func remove() async {
        await store.close()
        if let scratch { try? FileManager.default.removeItem(at: scratch) }
    }

    /// The bytes of the records on the disk, without the keys; 0 when they are on a server.
    var bytes: Int64 {
        guard folder.server == nil else { return 0 }
        return ["discretion.sqlite", "discretion.sqlite-wal"].reduce(0) { sum, name in
            let found = try? FileManager.default.attributesOfItem(atPath: folder.url.appending(path: name).path)
            return sum + (found?[.size] as? Int64 ?? (found?[.size] as? NSNumber)?.int64Value ?? 0)
        }
    }
}
