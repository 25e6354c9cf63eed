import Crypto
import Foundation
import Testing

@testable import Vault

/// Content and file keys, sealed and opened.
@Suite struct SealingTests {
    private static let full = Row([
        "advice": .text("Share with the school. Été, 中文, \u{1F9D2}"), "born": .integer(-20_100_304), "least": .integer(.min),
        "most": .integer(.max), "zero": .integer(0), "raw": .bytes([0, 1, 255]), "empty": .text(""), "none": .bytes([]),
        "gone": .null, "a:1": .text("3:xyzt5:"),
    ])

    @Test(arguments: [
        full, Row(), Row(["gone": .null]), Row(["a": .text(String(repeating: "long ", count: 400))]),
        Row(["b": .bytes([UInt8](repeating: 10, count: 2_000))]), Row(["a": .text("NUL \0 within")]),
        Row(columns: ["z", "a", "m"], cells: [.integer(1), .text("two"), .bytes([3])]),
    ])
    func `what is sealed opens as it was, without nulls`(row: Row) throws {
        let key = FileKey()
        let sealed = try key.seal(row, of: "note/1")
        let opened = try key.open(sealed, of: "note/1")
        let kept = row.columns.filter { row[$0] != .null }
        #expect(opened.columns == kept.sorted())
        for column in kept { #expect(opened[column] == row[column]) }
        let again = try key.openWithSalt(sealed, of: "note/1")
        #expect(again.row == opened && again.salt.count == 16)
    }

    @Test func `the form is the documented one`() throws {
        let salt = [UInt8](0..<16)
        let row = Row(columns: ["words", "born", "gone", "raw"], cells: [.text("é"), .integer(-7), .null, .bytes([9])])
        let plaintext = try ContentForm.plaintext(of: row, salt: salt[...])
        #expect(plaintext == salt + Array("4:borni2:-73:rawb1:\u{9}5:wordst2:é".utf8))
        let digest = SHA256.hash(data: Array("discretion sealed content 1\n".utf8) + plaintext)
        #expect(FileKey.commitment(of: plaintext) == Array(digest))
    }

    @Test func `equal content is sealed otherwise each time`() throws {
        let key = FileKey()
        let all = try (0..<100).map { _ in try key.seal(Self.full, of: "note/1") }
        #expect(Set(all.map(\.box)).count == 100 && Set(all.map(\.commitment)).count == 100)
        #expect(Set(all.map { Array($0.box.prefix(12)) }).count == 100)
    }

    @Test func `every change of a box or its commitment is refused`() throws {
        let key = FileKey()
        let sealed = try key.seal(Self.full, of: "note/1")
        func isRefused(_ box: [UInt8], _ commitment: [UInt8]) -> Bool {
            (try? key.open(Sealed(box: box, commitment: commitment), of: "note/1")) == nil
        }
        for place in sealed.box.indices {
            for bit in 0..<8 {
                var box = sealed.box
                box[place] ^= 1 << bit
                #expect(isRefused(box, sealed.commitment))
            }
            #expect(isRefused(Array(sealed.box[..<place]), sealed.commitment))
        }
        for place in sealed.commitment.indices {
            var commitment = sealed.commitment
            commitment[place] ^= 1
            #expect(isRefused(sealed.box, commitment))
        }
        #expect(isRefused(sealed.box + [0], sealed.commitment))
        #expect(isRefused(sealed.box, []))
    }

    @Test(arguments: ["note/2", "nota/1", "note/1 ", "note/", ""]) func `another record does not open`(record: String) throws {
        let key = FileKey()
        let sealed = try key.seal(Self.full, of: "note/1")
        #expect(throws: SealFault.doesNotOpen) { try key.open(sealed, of: record) }
        #expect(throws: SealFault.doesNotOpen) { try FileKey().open(sealed, of: "note/1") }
    }

    @Test func `one commitment does not do for another content`() throws {
        let key = FileKey()
        let (one, other) = (try key.seal(Self.full, of: "note/1"), try key.seal(Self.full, of: "note/1"))
        #expect(throws: SealFault.doesNotOpen) {
            try key.open(Sealed(box: one.box, commitment: other.commitment), of: "note/1")
        }
    }

    @Test(arguments: [
        "1:ai1:1 ", "1:ai2:01", "1:ai2:+1", "1:ai2:-0", "1:ai0:", "1:ai20:99999999999999999999", "01:ai1:1", "1:ai01:1", ":",
        "1:at3:ab", "1:ax1:1", "0:i1:1", "1:bi1:11:ai1:2", "1:ai1:11:ai1:1", "a", "1", "1:", "1:a", "1:at", "1:at1", "1:at1:",
        "99999999999:a", "-1:a", "1:at9999999999:b",
    ])
    func `a form that is not the one is refused`(columns: String) {
        let plaintext = [UInt8](repeating: 1, count: 16) + Array(columns.utf8)
        #expect(throws: SealFault.doesNotOpen) { try plaintext.withUnsafeBytes { try ContentForm.row($0) } }
    }

    @Test func `what is not UTF-8 is no text, and less than the salt no content`() {
        let salt = [UInt8](repeating: 1, count: 16)
        for plaintext in [salt + Array("1:at1:".utf8) + [0xFF], salt + Array("1:".utf8) + [0xFF], Array(salt.dropLast()), []] {
            #expect(throws: SealFault.doesNotOpen) { try plaintext.withUnsafeBytes { try ContentForm.row($0) } }
        }
    }

    @Test func `a row that names a column twice or not at all is not sealed`() {
        for columns in [["a", "b", "a"], ["a", "a"], [""], ["b", ""]] {
            let row = Row(columns: columns, cells: columns.map { .text($0) })
            #expect(throws: SealFault.cannotBeSealed) { try FileKey().seal(row, of: "note/1") }
        }
    }

    @Test func `a wrapped key opens under its master key for its file, unchanged, and not otherwise`() throws {
        let (master, key) = (MasterKey(), FileKey())
        let wrapped = try master.wrap(key, of: "person-1")
        #expect(wrapped.count == 60)
        #expect(try master.unwrap(wrapped, of: "person-1").bytes == key.bytes)
        #expect(throws: SealFault.doesNotOpen) { try master.unwrap(wrapped, of: "person-2") }
        #expect(throws: SealFault.doesNotOpen) { try MasterKey().unwrap(wrapped, of: "person-1") }
        for place in wrapped.indices {
            for bit in 0..<8 {
                var changed = wrapped
                changed[place] ^= 1 << bit
                #expect(throws: SealFault.doesNotOpen) { try master.unwrap(changed, of: "person-1") }
            }
            #expect(throws: SealFault.doesNotOpen) { try master.unwrap(Array(wrapped[..<place]), of: "person-1") }
        }
    }

    @Test func `keys do not show when they are printed`() {
        let (master, key) = (MasterKey(), FileKey())
        let index = BlindIndex(key: key.bytes)
        var shown = "\(master) \(key) \(index) \(String(reflecting: master)) \(String(reflecting: [key])) \([index])"
        dump(master, to: &shown)
        dump([key], to: &shown)
        dump(index, to: &shown)
        dump(Optional(master), to: &shown)
        #expect(shown.contains(master.id))
        for secret in [Data(key.bytes), Data(master.text)] {
            #expect(!shown.contains(secret.base64EncodedString()))
            #expect(!shown.contains(secret.prefix(4).map(String.init).joined(separator: ", ")))
        }
        #expect(!shown.contains("SymmetricKey") && !shown.contains("HMAC"))
    }
}
