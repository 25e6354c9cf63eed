public import Foundation
public import Ledger

/// A master key, and how much it wraps.
public struct MasterKeyInUse: Hashable, Sendable {
    public let id: String
    /// Nil when it wraps keys and is not in the folder.
    public let made: Date?
    public let isCurrent: Bool
    /// How many keys of files are wrapped under it.
    public let files: Int
}

/// What a rotation did.
public struct KeyRotation: Hashable, Sendable {
    public let current: String
    /// How many keys of files it wrapped under the current master key.
    public let rewrapped: Int
    /// Master keys that are no more.
    public let destroyed: [String]
}

extension Store {
    private static let atOnce: Int64 = 500

    /// The master keys in the folder, and those that are missing from it.
    /// - Throws: `MasterKeys.Fault`; `StorageFault`.
    public func masterKeys() async throws -> [MasterKeyInUse] {
        guard let masters = keyring?.masters else { throw MasterKeys.Fault.missing }
        let counts = try await database.read { connection in
            Dictionary(
                try connection.query("SELECT master, COUNT(*) AS n FROM file_key GROUP BY master", []).map {
                    (try $0.text("master"), Int(try $0.integer("n")))
                }, uniquingKeysWith: +)
        }
        let known = try masters.all()
        let missing = Set(counts.keys).subtracting(known.map(\.id)).sorted()
        return known.map { MasterKeyInUse(id: $0.id, made: $0.made, isCurrent: $0.isCurrent, files: counts[$0.id] ?? 0) }
            + missing.map { MasterKeyInUse(id: $0, made: nil, isCurrent: false, files: counts[$0] ?? 0) }
    }

    /// Wraps the key of every file under a new master key, and destroys the old ones. Programs that are running go on.
    ///
    /// What was cut short is continued: it makes no new master key while keys are left under an older one.
    /// - Parameters:
    ///   - onlyFinish: make no new master key in any case.
    ///   - keepingOld: leave the old master keys in their folder.
    ///   - progress: how many keys are done, of how many.
    /// - Throws: `MasterKeys.Fault`; `StorageFault`; `SealFault` when a file's key does not open; `LedgerBroken`.
    @_spi(Operator) public func rotateKeys(
        onlyFinish: Bool = false, keepingOld: Bool = false, at now: Instant,
        progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> KeyRotation {
        guard let masters = keyring?.masters else { throw MasterKeys.Fault.missing }
        if !onlyFinish, try await left(under: masters.current()) == 0 { _ = try masters.renew() }
        let current = try masters.current()
        try await record(renewal: current, at: now)
        var rewrapped = 0
        // Whoever took the old key before the renewal had the store's lock; a folder on another machine may show it later.
        for round in 0... {
            let total = try await left(under: current)
            if total == 0, round > 1 { break }
            let before = rewrapped
            var last: String? = ""
            while let from = last {
                let (count, next) = try await rewrap(after: from, under: current, masters)
                rewrapped += count
                last = next
                if count > 0 { progress(rewrapped - before, max(total, rewrapped - before)) }
            }
            if round == 0 { try await Task.sleep(for: .seconds(2)) }
        }
        guard try masters.current().id == current.id else { throw MasterKeys.Fault.unknown(current.id) }
        var destroyed: [String] = []
        for key in try masters.all() where !key.isCurrent && !keepingOld {
            try masters.destroy(key.id)
            destroyed.append(key.id)
        }
        return KeyRotation(current: current.id, rewrapped: rewrapped, destroyed: destroyed)
    }

    /// How many keys of files are wrapped under another master key. Asked in order with writers: whoever began before the
    /// renewal has ended.
    private func left(under current: MasterKey) async throws -> Int {
        let id = current.id
        return try await database.write(.oneAfterAnother) { connection in
            let rows = try connection.query("SELECT COUNT(*) AS n FROM file_key WHERE master <> ?", [.text(id)])
            return Int(try rows.first?.integer("n") ?? 0)
        }
    }

    private func record(renewal current: MasterKey, at now: Instant) async throws {
        let id = "renewed-" + current.id
        try await act(as: .operator, at: now) { records in
            guard try records.connection.query("SELECT id FROM key_event WHERE id = ?", [.text(id)]).isEmpty else { return }
            try records.put(keyEvent: .renewed, of: nil, why: "keys of files are wrapped under \(current.id)", id: id)
        }
    }

    /// - Returns: how many it wrapped anew, and behind which file to go on; nil at the end.
    private func rewrap(
        after file: String, under current: MasterKey, _ masters: MasterKeys
    ) async throws -> (count: Int, next: String?) {
        try await database.write(.oneAfterAnother) { connection in
            let rows = try connection.query(
                "SELECT file, master, wrapped FROM file_key WHERE file > ? AND master <> ? ORDER BY file LIMIT ?",
                [.text(file), .text(current.id), .integer(Self.atOnce)])
            for row in rows {
                let name = try row.text("file")
                let wrapped = try current.wrap(Keyring.unwrap(row, name, masters), of: name)
                try connection.run(
                    "UPDATE file_key SET master = ?, wrapped = ? WHERE file = ?",
                    [.text(current.id), .bytes(wrapped), .text(name)])
            }
            return (rows.count, rows.count < Self.atOnce ? nil : try rows.last?.text("file"))
        }
    }
}
