import ArgumentParser
import Crypto
import Foundation
import Ledger

/// A folder with a witness's key and what it remembers: for each ledger the latest checkpoint that it has cosigned.
struct WitnessFolder: Sendable {
    let url: URL

    init(_ path: String) { url = URL(filePath: path, directoryHint: .isDirectory) }

    private var key: URL { url.appending(path: "witness.key") }
    private var seen: URL { url.appending(path: "seen", directoryHint: .isDirectory) }

    /// Makes the folder, for nobody but its owner.
    /// - Throws: `BadInput`.
    private func prepare() throws {
        do {
            try FileManager.default.createDirectory(
                at: seen, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw BadInput(message: "\(url.path) cannot be made or written")
        }
    }

    /// Keeps every other process from cosigning with this memory for as long as what is returned is held.
    /// - Throws: `Ending.tryAgain` when another one does; `BadInput`.
    func lock() throws -> FileHandle {
        try prepare()
        let descriptor = open(url.appending(path: "lock").path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw BadInput(message: "\(url.path) cannot be written") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            complain("another witness is at work on \(url.path)")
            throw Ending.tryAgain
        }
        return handle
    }

    /// The witness's key, made on first use.
    /// - Parameter name: what it is to be called; without one a name is drawn.
    /// - Throws: `BadInput`, also when it is called otherwise already.
    func signer(named name: String? = nil) throws -> WitnessSigner {
        try prepare()
        if let text = try? String(contentsOf: key, encoding: .utf8) {
            let parts = text.split(whereSeparator: \.isWhitespace)
            guard parts.count == 2, let bytes = Data(base64Encoded: String(parts[1])),
                let signer = try? WitnessSigner(name: String(parts[0]), privateKey: bytes)
            else { throw BadInput(message: "\(key.path) is not a witness's key") }
            if let name, name != signer.name {
                throw BadInput(message: "the key in \(url.path) is called \(signer.name); a key keeps its name")
            }
            return signer
        }
        guard !FileManager.default.fileExists(atPath: key.path) else { throw BadInput(message: "\(key.path) cannot be read") }
        let secret = Curve25519.Signing.PrivateKey().rawRepresentation
        let drawn = "discretion-witness-" + (0..<8).map { _ in String(Int.random(in: 0..<16), radix: 16) }.joined()
        guard let signer = try? WitnessSigner(name: name ?? drawn, privateKey: secret) else {
            throw BadInput(message: "a witness's name has no spaces and no plus sign")
        }
        do {
            let line = "\(signer.name) \(secret.base64EncodedString())\n"
            try DurableFile.replace(key, with: Data(line.utf8), mode: 0o600)
        } catch {
            throw BadInput(message: "\(key.path) cannot be written")
        }
        return signer
    }

    /// What was remembered.
    /// - Throws: `BadInput` when any of it cannot be read: a witness that has forgotten must not go on.
    func memory() throws -> WitnessMemory {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: seen.path) else {
            throw BadInput(message: "\(seen.path) cannot be read: a witness that has forgotten what it has seen must not go on")
        }
        return WitnessMemory(
            try names.filter { !$0.hasSuffix(".new") }.sorted().map { name in
                let file = seen.appending(path: name)
                guard let text = try? String(contentsOf: file, encoding: .utf8), let note = try? SignedNote(reading: text),
                    let checkpoint = try? Checkpoint(reading: note), place(of: checkpoint.origin) == file
                else {
                    throw BadInput(
                        message: "\(file.path) is damaged: a witness that has forgotten what it has seen must not go on")
                }
                return checkpoint
            })
    }

    /// Remembers a checkpoint with its ledger's signature, for good: when this returns, it is on the disk.
    /// - Throws: `CocoaError`.
    func remember(_ note: SignedNote, of origin: String) throws {
        try DurableFile.replace(place(of: origin), with: Data(note.description.utf8), mode: 0o600)
    }

    private func place(of origin: String) -> URL {
        let digits = Digest(of: Array(origin.utf8)).bytes.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return seen.appending(path: digits.joined())
    }
}

/// A witness at its desk: it judges one request after another, and gives a cosignature only for what it has on the disk.
actor WitnessDesk {
    private let folder: WitnessFolder
    private let signer: WitnessSigner
    private let logs: [NoteVerifier]
    private var memory: WitnessMemory

    /// - Throws: `BadInput` when the memory cannot be read.
    init(_ folder: WitnessFolder, signer: WitnessSigner, logs: [NoteVerifier]) throws {
        self.folder = folder
        self.signer = signer
        self.logs = logs
        memory = try folder.memory()
    }

    func size(of origin: String) -> UInt64 { memory.size(of: origin) }

    /// Judges, remembers and cosigns, with no other request between.
    /// - Throws: `CocoaError` when it cannot be remembered; then nothing was cosigned.
    func answer(_ request: AddCheckpoint) throws -> WitnessAnswer {
        switch memory.judge(request, logs: logs) {
        case .refuse(let answer):
            return answer
        case .remember(let checkpoint):
            try folder.remember(request.note, of: checkpoint.origin)
            memory.remember(checkpoint)
            return .cosigned([try signer.cosignature(on: request.note, at: presentTime())])
        }
    }
}
