import Ledger

/// Puts the keys of files into records that are being restored, and records what has become of those that are gone.
struct KeysRestored {
    private static let between = 500

    let target: any Connection
    let now: Instant

    /// Puts in every key but those of files that were destroyed, before the backup was made or after.
    func put(_ file: KeysFile) throws {
        try recordDestructions { destroyed in
            try file.each { line in
                if let name = line.file, let at = line.destroyed {
                    try destroyed(name, "destroyed before this restore, at \(at)")
                }
            }
        }
        try file.each { line in
            guard let name = line.file, let master = line.master, let wrapped = line.wrapped, let made = line.made,
                try !Keyring.isDestroyed(name, on: target)
            else { return }
            try target.run(
                "INSERT INTO file_key (file, master, wrapped, made) VALUES (?, ?, ?, ?)",
                [.text(name), .text(master), .bytes(Array(wrapped)), .text(made)])
        }
    }

    /// Records of every file that its key is gone for good.
    func giveUpAll() throws {
        for table in try target.tables() where table.columns.contains("sealed") {
            try recordDestructions { destroyed in
                try target.each("SELECT DISTINCT file FROM \(table.name) ORDER BY file", []) { row in
                    try destroyed(row.text("file"), "its key was not restored")
                }
            }
        }
    }

    /// How many keys of files there are, and how many were recorded as destroyed behind the backup's own entries.
    func counts(since size: UInt64) throws -> (keys: Int, destroyed: Int) {
        let keys = try target.query(
            "SELECT COUNT(*) AS n FROM file_key WHERE file <> ?", [.text(Keyring.namesFile)])
        let destroyed = try target.query("SELECT COUNT(*) AS n FROM key_event WHERE entry >= ?", [.integer(Int64(size))])
        return (Int(try keys.first?.integer("n") ?? 0), Int(try destroyed.first?.integer("n") ?? 0))
    }

    /// Records destructions as everything is recorded: with an entry in the ledger. One that is known is left as it is.
    private func recordDestructions(_ each: ((_ file: String, _ why: String) throws -> Void) throws -> Void) throws {
        let book = LedgerBook(connection: target)
        var edge = try book.edge(known: nil)
        var waiting: [String: String] = [:]
        func write() throws {
            var transaction = Transaction(target, nil, as: .operator, at: now, .records(after: edge.size))
            for (file, why) in waiting.sorted(by: { $0.key < $1.key }) {
                try transaction.put(keyEvent: .destroyed, of: file, why: why)
            }
            try transaction.settle(&edge)
            if !waiting.isEmpty { try book.keepEnd(edge) }
            waiting = [:]
        }
        try each { file, why in
            if waiting[file] == nil, try !Keyring.isDestroyed(file, on: target) { waiting[file] = why }
            if waiting.count == Self.between { try write() }
        }
        try write()
    }
}

extension Transaction {
    /// Records what was done to keys.
    /// - Parameter id: given where the same must not be recorded twice.
    mutating func put(keyEvent act: Act, of file: String?, why: String, id: String = RecordID<Never>.random().text) throws {
        let row = Row([
            "at": .text(now.description), "what": .text(act.rawValue), "file": file.sql, "why": .text(why),
        ])
        try put(row, in: "key_event", id: id, final: true, as: act)
    }
}
