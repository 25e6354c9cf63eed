import Foundation
import Testing

@testable import Vault

/// The folder of keys: what is in it, what is damaged, and what several do with it at once.
@Suite final class MasterKeysTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "keys-" + UUID().uuidString)
    private var master: URL { folder.appending(path: "master") }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func file(_ id: String) -> URL { master.appending(path: id + ".key") }

    private func mode(_ url: URL) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
    }

    @Test func `the first key is made once, for nobody but its owner`() throws {
        let keys = MasterKeys(folder: folder)
        #expect(throws: MasterKeys.Fault.missing) { try keys.current() }
        #expect(throws: MasterKeys.Fault.missing) { try keys.renew() }
        try keys.prepare()
        let first = try keys.current()
        try keys.prepare()
        try MasterKeys(folder: folder).prepare()
        #expect(try keys.current().text == first.text)
        #expect(try Set(FileManager.default.contentsOfDirectory(atPath: master.path)) == ["current", "\(first.id).key"])
        #expect(try mode(folder) == 0o700 && mode(master) == 0o700)
        #expect(try mode(file(first.id)) == 0o600 && mode(master.appending(path: "current")) == 0o600)
        let words = try String(contentsOf: file(first.id), encoding: .utf8).split(separator: " ")
        #expect(words.count == 4 && words[0] == "discretion-master-key-1" && words[1] == first.id)
    }

    @Test func `a renewed key is seen by others, and the old one still opens until it is destroyed`() throws {
        let (ours, theirs) = (MasterKeys(folder: folder), MasterKeys(folder: folder))
        try ours.prepare()
        let (old, key) = (try theirs.current(), FileKey())
        let wrapped = try old.wrap(key, of: "a")
        let new = try ours.renew()
        #expect(try theirs.current().id == new.id && new.id != old.id)
        #expect(try theirs.named(old.id).unwrap(wrapped, of: "a").bytes == key.bytes)
        #expect(try theirs.all().map(\.id) == [old.id, new.id])
        #expect(try theirs.all().map(\.isCurrent) == [false, true])
        #expect(throws: MasterKeys.Fault.inUse(new.id)) { try ours.destroy(new.id) }
        try ours.destroy(old.id)
        for keys in [ours, theirs, MasterKeys(folder: folder)] {
            #expect(throws: MasterKeys.Fault.unknown(old.id)) { try keys.named(old.id) }
            #expect(throws: MasterKeys.Fault.unknown(old.id)) { try keys.destroy(old.id) }
            #expect(try keys.current().id == new.id)
        }
        #expect(try Set(FileManager.default.contentsOfDirectory(atPath: master.path)) == ["current", "\(new.id).key"])
    }

    @Test(arguments: ["", "short", "../../xx", "ABCDEFGH", "abcdefg\u{E9}", "abcdefgh/"]) func `what is no id is unknown`(
        id: String
    ) throws {
        let keys = MasterKeys(folder: folder)
        try keys.prepare()
        #expect(throws: MasterKeys.Fault.unknown(id)) { try keys.named(id) }
        #expect(throws: MasterKeys.Fault.unknown(id)) { try keys.destroy(id) }
    }

    @Test func `every change of a key's file is noticed`() throws {
        let keys = MasterKeys(folder: folder)
        try keys.prepare()
        let key = try keys.current()
        let whole = try Data(contentsOf: file(key.id))
        for place in whole.indices {
            for damaged in [whole.prefix(place), whole[..<place] + [whole[place] ^ 1] + whole[(place + 1)...]] {
                try damaged.write(to: file(key.id))
                #expect(throws: MasterKeys.Fault.damaged(key.id)) { try MasterKeys(folder: folder).named(key.id) }
            }
        }
        try (whole + whole).write(to: file(key.id))
        #expect(throws: MasterKeys.Fault.damaged(key.id)) { try MasterKeys(folder: folder).prepare() }
        // One key's file under another's name.
        try whole.write(to: file("aaaaaaaa"))
        #expect(throws: MasterKeys.Fault.damaged("aaaaaaaa")) { try MasterKeys(folder: folder).named("aaaaaaaa") }
    }

    @Test(arguments: ["", "\n", "aaaaaaaa", "../../x\n", "two\nlines\n"]) func `a damaged current is noticed`(text: String) throws
    {
        let keys = MasterKeys(folder: folder)
        try keys.prepare()
        let before = try keys.all().count
        try Data(text.utf8).write(to: master.appending(path: "current"))
        #expect(throws: MasterKeys.Fault.damaged("current")) { try keys.current() }
        #expect(throws: MasterKeys.Fault.damaged("current")) { try keys.prepare() }
        #expect(try FileManager.default.contentsOfDirectory(atPath: master.path).count == before + 1)
    }

    @Test func `what was cut short is finished`() throws {
        let keys = MasterKeys(folder: folder)
        try keys.prepare()
        let old = try keys.current()
        let new = try keys.renew()
        // Stopped while it erased the old key, and while it wrote another.
        try FileManager.default.moveItem(at: file(old.id), to: master.appending(path: "\(old.id).key.gone"))
        try Data("discretion".utf8).write(to: master.appending(path: "bbbbbbbb.key.new"))
        try MasterKeys(folder: folder).prepare()
        #expect(try Set(FileManager.default.contentsOfDirectory(atPath: master.path)) == ["current", "\(new.id).key"])
        // Stopped before the first key was named.
        try FileManager.default.removeItem(at: master.appending(path: "current"))
        try MasterKeys(folder: folder).prepare()
        #expect(try keys.current().id == new.id)
    }

    @Test func `readers always find a whole state while others renew and destroy`() async throws {
        let folder = folder
        try MasterKeys(folder: folder).prepare()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    let keys = MasterKeys(folder: folder)
                    for _ in 0..<40 {
                        let old = try keys.current().id
                        _ = try keys.renew()
                        // The other may have destroyed it, or not yet seen the new one.
                        do { try keys.destroy(old) } catch MasterKeys.Fault.unknown(_) {}
                    }
                }
            }
            for _ in 0..<2 {
                group.addTask {
                    for _ in 0..<400 {
                        let keys = MasterKeys(folder: folder)
                        let (key, file) = (try keys.current(), FileKey())
                        #expect(try key.unwrap(key.wrap(file, of: "a"), of: "a").bytes == file.bytes)
                        _ = try keys.all()
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `several that prepare at once make one key`() async throws {
        let folder = folder
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let keys = MasterKeys(folder: folder)
                    try keys.prepare()
                    return try keys.current().id
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try MasterKeys(folder: folder).all().count == 1)
    }
}
