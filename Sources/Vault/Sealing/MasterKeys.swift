public import Foundation
import Synchronization

/// The keys that open everything else, kept in a folder outside the database: `master/<id>.key`, and `master/current`
/// with the id of the one that new file keys are wrapped under. Several processes may use one folder.
public final class MasterKeys: Sendable, CustomReflectable {
    /// Why a key cannot be had. Names keys by their ids, and never their bytes or a path.
    public enum Fault: Error, Hashable, Sendable {
        /// There is no folder of keys, or none is named as current.
        case missing
        /// The folder or a file in it is there and cannot be read.
        case unreadable
        /// The folder or a file in it cannot be written.
        case unwritable
        /// What is in the file of this key, or in `current`, is not what was written.
        case damaged(String)
        /// There is no key of this id, or not any more.
        case unknown(String)
        /// The key is the current one and cannot be destroyed.
        case inUse(String)
    }

    private static let pointer = "current"

    private let files: KeyFolder
    private let known = Mutex<[String: MasterKey]>([:])

    /// Reads and makes nothing yet.
    /// - Parameter folder: where the folder `master` is, or will be.
    public init(folder: URL) { files = KeyFolder(path: folder.appending(path: "master").path) }

    /// Nothing: a key must not get into a log.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// Makes the folder and its first key, if there is none, and finishes what was cut short. Overwrites nothing.
    /// - Throws: `Fault.unwritable`; `.unreadable`, `.damaged` or `.unknown` when there are keys and the current one is not
    ///   sound.
    public func prepare() throws {
        if (try? current()) != nil, try !files.isUnsettled() { return }
        try files.make()
        try files.locked {
            guard try files.read(Self.pointer) == nil else { return }
            // A first key that was cut short before it was named, or keys whose `current` was lost.
            if let newest = try kept().last {
                _ = try load(newest.id)
                try files.put(Self.pointer, Array("\(newest.id)\n".utf8))
            } else {
                _ = try add()
            }
        }
        _ = try current()
    }

    /// The key under which new file keys are wrapped. Looks anew each time, so that a renewal by another process is seen.
    /// - Throws: `Fault.missing` without any; `.unreadable`, `.damaged` or `.unknown` when it is not sound.
    public func current() throws -> MasterKey {
        // Between the name and the key, another process may have renewed it and destroyed this one.
        for _ in 0..<8 {
            if let key = try? named(currentID()) { return key }
        }
        return try named(currentID())
    }

    /// A key by its id. One that was destroyed, by another process too, is forgotten here as well.
    /// - Throws: `Fault.unknown`, `.unreadable`, `.damaged`.
    public func named(_ id: String) throws -> MasterKey {
        guard MasterKey.isID(id) else { throw Fault.unknown(id) }
        if let key = known.withLock({ $0[id] }) {
            if files.date(of: id + ".key") != nil { return key }
            known.withLock { $0[id] = nil }
            throw Fault.unknown(id)
        }
        let key = try load(id)
        known.withLock { $0[id] = key }
        return key
    }

    /// Makes a new key and makes it the current one.
    /// - Returns: the new key.
    /// - Throws: `Fault.missing` before the folder was prepared, `.unwritable`.
    public func renew() throws -> MasterKey { try files.locked { try add() } }

    /// Overwrites and deletes a key, and forgets it. What is wrapped under it does not open any more. Copies of the file,
    /// and what a disk keeps of overwritten ones, are out of its reach.
    /// - Throws: `Fault.inUse` for the current key, `.unknown`, `.unwritable`.
    public func destroy(_ id: String) throws {
        guard MasterKey.isID(id) else { throw Fault.unknown(id) }
        try files.locked {
            if try currentID() == id { throw Fault.inUse(id) }
            guard files.date(of: id + ".key") != nil else { throw Fault.unknown(id) }
            try files.erase(id + ".key")
        }
        known.withLock { $0[id] = nil }
    }

    /// Every key's id, when it was made, and whether it is the current one; oldest first.
    /// - Throws: `Fault.missing`, `.unreadable`, `.damaged`.
    public func all() throws -> [(id: String, made: Date, isCurrent: Bool)] {
        let current = try currentID()
        return try kept().map { ($0.id, $0.made, $0.id == current) }
    }

    private func kept() throws -> [(id: String, made: Date)] {
        try files.names().compactMap { name -> (id: String, made: Date)? in
            let id = String(name.dropLast(4))
            guard name.hasSuffix(".key"), MasterKey.isID(id) else { return nil }
            return files.date(of: name).map { (id, $0) }
        }
        .sorted { ($0.made, $0.id) < ($1.made, $1.id) }
    }

    private func currentID() throws -> String {
        guard let bytes = try files.read(Self.pointer) else { throw Fault.missing }
        guard bytes.last == 10, let id = String(validating: bytes.dropLast(), as: UTF8.self), MasterKey.isID(id) else {
            throw Fault.damaged(Self.pointer)
        }
        return id
    }

    /// Only under the folder's lock. The key is on the disk before anything names it.
    private func add() throws -> MasterKey {
        let key = MasterKey()
        try files.add(key.id + ".key", key.text)
        try files.put(Self.pointer, Array("\(key.id)\n".utf8))
        known.withLock { $0[key.id] = key }
        return key
    }

    private func load(_ id: String) throws -> MasterKey {
        guard let bytes = try files.read(id + ".key") else { throw Fault.unknown(id) }
        if let key = MasterKey(id: id, text: bytes) { return key }
        // It may have been overwritten, to be destroyed, after we opened it.
        guard files.date(of: id + ".key") != nil else { throw Fault.unknown(id) }
        throw Fault.damaged(id)
    }
}
