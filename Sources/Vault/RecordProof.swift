public import Foundation
public import Ledger

/// A record as it was kept, with all that shows that the ledger holds to it: whoever has the file can check it without the
/// database, without its keys and without us. It has the record's sealed content in plain, so it is kept as the record is.
public struct RecordProof: Codable, Sendable {
    /// A value of a column.
    enum Value: Codable, Hashable, Sendable {
        case integer(Int64)
        case text(String)
        case bytes(Data)
    }

    static let kind = "record"

    let kind: String
    /// The columns of the record as they are stored, `sealed` in its box.
    let columns: [String: Value]
    let salt: Data
    /// The columns that are sealed, opened; nil when there are none, or when their key was destroyed.
    let content: [String: Value]?
    let contentSalt: Data?
    /// That the entry with the record's digest is in the ledger.
    let proof: ProofFile

    /// Whether the content is what the record bound, the record what the entry bound, and the entry in the ledger that was
    /// signed.
    public var holds: Bool {
        guard proof.holds, salt.count == RowDigest.saltCount, let entry = proof.statedEntry, let row = Self.row(columns),
            RowDigest.of(row, salt: [UInt8](salt)) == entry.digest
        else { return false }
        guard let content else { return true }
        guard let contentSalt, contentSalt.count == ContentForm.saltCount, let opened = Self.row(content),
            case .bytes(let commitment)? = row["commitment"],
            let plaintext = try? ContentForm.plaintext(of: opened, salt: [UInt8](contentSalt)[...])
        else { return false }
        return FileKey.commitment(of: plaintext) == commitment
    }

    /// The record's kind and number, as the entry has them.
    public var record: String { proof.statedEntry?.record ?? "" }

    /// What the record says, by column: what was sealed and what was not, without digests, keys and numbers of its keeping.
    public var words: [(column: String, text: String)] {
        let all = columns.filter { !Sealing.own.contains($0.key) }.merging(content ?? [:]) { $1 }
        return all.sorted { $0.key < $1.key }.compactMap { column, value in
            switch value {
            case .text(let text): (column, text)
            case .integer(let number): (column, String(number))
            case .bytes: nil
            }
        }
    }

    /// Reads a file of this kind; nil when it is of another.
    /// - Throws: `ProofFile.NotAProof`.
    public init?(reading data: Data) throws {
        struct Kind: Decodable { let kind: String? }
        guard (try? JSONDecoder().decode(Kind.self, from: data))?.kind == Self.kind else { return nil }
        do { self = try JSONDecoder().decode(Self.self, from: data) } catch let fault as ProofFile.NotAProof {
            throw fault
        } catch {
            throw ProofFile.NotAProof(reason: "a field of this kind of proof is missing, or not of its kind")
        }
    }

    init(_ stored: Row, _ content: OpenedContent?, _ proof: ProofFile) throws {
        kind = Self.kind
        var kept = stored
        guard case .bytes(let salt)? = stored["salt"] else { throw Row.Fault(column: "salt") }
        for column in RowDigest.outside { kept[column] = nil }
        columns = Self.values(kept)
        self.salt = Data(salt)
        self.content = content.map { Self.values($0.row) }
        contentSalt = content.map { Data($0.salt) }
        self.proof = proof
    }

    /// The file's text.
    /// - Throws: what encoding throws.
    public func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    private static func values(_ row: Row) -> [String: Value] {
        var values: [String: Value] = [:]
        for (column, cell) in zip(row.columns, row.cells) {
            switch cell {
            case .null: break
            case .integer(let number): values[column] = .integer(number)
            case .text(let text): values[column] = .text(text)
            case .bytes(let bytes): values[column] = .bytes(Data(bytes))
            }
        }
        return values
    }

    private static func row(_ values: [String: Value]) -> Row? {
        Row(
            values.mapValues { value in
                switch value {
                case .integer(let number): .integer(number)
                case .text(let text): .text(text)
                case .bytes(let data): .bytes([UInt8](data))
                }
            })
    }
}

extension RecordProof.Value {
    init(from decoder: any Decoder) throws {
        let fields = try decoder.singleValueContainer()
        if let number = try? fields.decode(Int64.self) {
            self = .integer(number)
        } else if let text = try? fields.decode(String.self) {
            self = .text(text)
        } else {
            self = .bytes(try fields.decode([String: Data].self)["base64"] ?? Data())
        }
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.singleValueContainer()
        switch self {
        case .integer(let number): try fields.encode(number)
        case .text(let text): try fields.encode(text)
        case .bytes(let data): try fields.encode(["base64": data])
        }
    }
}

extension Store {
    /// The proof of a record with the record itself. The look at it is noted.
    /// - Throws: `NothingToSee`; `LedgerBroken`; `StorageFault`; `MasterKeys.Fault`.
    public func proof<R: Record>(
        ofRecord id: RecordID<R>, as context: AccessContext, at now: Instant, signedBy signer: NoteSigner
    ) async throws -> RecordProof {
        let (row, content, index) = try await look(as: context, at: now) { records in
            _ = try records.find(id)
            return try records.kept(id)
        }
        let receipt = try await receipt(ofEntry: index, signedBy: signer)
        let proof = ProofFile(
            receipt.proof, of: receipt.entry, checkpoint: receipt.checkpoint, verifier: signer.verifier)
        return try RecordProof(row, content, proof)
    }
}

extension Transaction {
    /// The row of a record as it is stored, what of it is sealed, and the position of its entry.
    fileprivate func kept<R: Record>(_ id: RecordID<R>) throws -> (Row, OpenedContent?, UInt64) {
        guard var row = try connection.query("\(Self.select(R.table)) WHERE id = ?", [.text(id.text)]).first else {
            throw NothingToSee()
        }
        let (master, wrapped) = (row["key_master"], row["key_wrapped"])
        row["key_master"] = nil
        row["key_wrapped"] = nil
        let index = UInt64(bitPattern: try row.integer("entry"))
        guard R.table.sealing != nil, case .text(let master)? = master, case .bytes(let wrapped)? = wrapped, let keyring else {
            return (row, nil, index)
        }
        do {
            let key = try keyring.masters.named(master).unwrap(wrapped, of: row.text("file"))
            let sealed = Sealed(box: try row.bytes("sealed"), commitment: try row.bytes("commitment"))
            return (row, try key.openWithSalt(sealed, of: "\(R.table.name)/\(id.text)"), index)
        } catch is SealFault {
            throw Row.Fault(column: "sealed")
        }
    }
}
