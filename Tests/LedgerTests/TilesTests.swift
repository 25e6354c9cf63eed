import Ledger
import Testing

@Suite struct TilesTests {
    static func leaf(_ index: Int) -> [UInt8] { Array("entry \(index) ".utf8) + [UInt8](repeating: 7, count: index % 300) }

    /// What an export of the first entries would leave behind, with its unfinished tiles, by path.
    static func tiles(
        _ count: Int, continuing old: [String: [UInt8]] = [:], from first: Int = 0
    ) throws -> (
        files: [String: [UInt8]], root: Digest
    ) {
        var files = old
        var writer = try TileWriter(continuing: UInt64(first)) { try #require(old[$0.path]) }
        for index in first..<count {
            for tile in try writer.take(leaf(index)) {
                #expect(old[tile.place.path] == nil, "a full tile is never written again")
                files[tile.place.path] = tile.bytes
            }
        }
        for tile in writer.partial { files[tile.place.path] = tile.bytes }
        return (files, writer.root)
    }

    @Test(arguments: [
        (TilePlace(kind: .hashes(level: 0), index: 0), "tile/0/000"),
        (TilePlace(kind: .hashes(level: 3), index: 999, width: 255), "tile/3/999.p/255"),
        (TilePlace(kind: .entries, index: 1000), "tile/entries/x001/000"),
        (TilePlace(kind: .entries, index: 1_234_067, width: 1), "tile/entries/x001/x234/067.p/1"),
        (TilePlace(kind: .hashes(level: 0), index: 1_000_000), "tile/0/x001/x000/000"),
    ])
    func `a place is written as the standard writes it`(place: TilePlace, path: String) {
        #expect(place.path == path)
    }

    @Test func `a tree of 70,000 has the tiles that the standard counts in it`() throws {
        var full: [TilePlace.Kind: Int] = [:]
        var writer = TileWriter()
        for _ in 0..<70_000 {
            for tile in try writer.take([]) { full[tile.place.kind, default: 0] += 1 }
        }
        #expect(full == [.entries: 273, .hashes(level: 0): 273, .hashes(level: 1): 1])
        #expect(
            writer.partial.map(\.place.path)
                == ["tile/entries/273.p/112", "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"])
    }

    @Test(arguments: [0, 1, 2, 3, 255, 256, 257, 511, 512, 700])
    func `the root is that of the tree, and its tiles hold the leaf hashes and the entries`(count: Int) throws {
        let (files, root) = try Self.tiles(count)
        let leaves = (0..<count).map(Self.leaf)
        #expect(root == (try MerkleTreeTests.tree(leaves).root()))
        var hashes: [Digest] = []
        var entries: [[UInt8]] = []
        for index in 0...UInt64(count / 256) {
            let width = min(256, count - Int(index) * 256)
            if width == 0 { continue }
            let tile = TilePlace(kind: .hashes(level: 0), index: index, width: width)
            let bundle = TilePlace(kind: .entries, index: index, width: width)
            hashes += try Tile(place: tile, bytes: #require(files[tile.path])).hashes()
            entries += try Tile(place: bundle, bytes: #require(files[bundle.path])).entries().map { Array($0) }
        }
        #expect(hashes == leaves.map { MerkleTree.hash(leaf: $0) })
        #expect(entries == leaves)
    }

    @Test(arguments: [0, 1, 255, 256, 257, 512, 650])
    func `an export that goes on comes to the same as one made at once`(first: Int) throws {
        let begun = try Self.tiles(first)
        let whole = try Self.tiles(700)
        let continued = try Self.tiles(700, continuing: begun.files, from: first)
        #expect(continued.root == whole.root)
        // What was unfinished then stands beside; everything else is the same.
        let unfinished = Set(TilePlace.partial(inTreeOf: UInt64(first)).map(\.path))
        #expect(continued.files.filter { !unfinished.contains($0.key) || whole.files[$0.key] != nil } == whole.files)
    }

    @Test func `a size of many levels is continued without its full tiles`() throws {
        // 256³ + 256 + 3 entries: nothing is open at level 1 or 2 but what is named here.
        let size: UInt64 = 16_777_216 + 256 + 3
        #expect(
            TilePlace.partial(inTreeOf: size).map(\.path)
                == [
                    "tile/entries/x065/537.p/3", "tile/0/x065/537.p/3", "tile/1/256.p/1", "tile/2/001.p/1", "tile/3/000.p/1",
                ].filter { $0 != "tile/2/001.p/1" })
        let hash = MerkleTree.hash(leaf: [])
        let writer = try TileWriter(continuing: size) { place in
            place.kind == .entries
                ? [UInt8](repeating: 0, count: 6) : [[UInt8]](repeating: hash.bytes, count: place.width).flatMap { $0 }
        }
        let small = MerkleTree.hash(MerkleTree.hash(hash, hash), hash)
        #expect(writer.root == MerkleTree.hash(hash, MerkleTree.hash(hash, small)))
        #expect(writer.partial.map(\.place.path).count == 4)
    }

    @Test func `a tile that is not what its place says is refused`() throws {
        let place = TilePlace(kind: .hashes(level: 0), index: 0, width: 2)
        for count in [0, 32, 63, 65, 96] {
            #expect(throws: Tile.Fault.notOfItsWidth(place)) {
                try Tile(place: place, bytes: [UInt8](repeating: 0, count: count)).hashes()
            }
        }
        let bundle = TilePlace(kind: .entries, index: 0, width: 2)
        for bytes: [UInt8] in [[], [0], [0, 1], [0, 1, 9], [0, 1, 9, 0, 2, 9], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]] {
            #expect(throws: Tile.Fault.notOfItsWidth(bundle)) { try Tile(place: bundle, bytes: bytes).entries() }
        }
        #expect(throws: Tile.Fault.notOfItsWidth(place)) { try TileWriter(continuing: 2) { _ in [0, 0, 0, 0] } }
    }

    @Test func `entries that are not those of the tile beside are not continued`() throws {
        var files = try Self.tiles(300).files
        let path = "tile/entries/001.p/44"
        files[path]?[9] ^= 1
        let changed = files
        #expect(throws: Tile.Fault.entriesOfOthers(TilePlace(kind: .hashes(level: 0), index: 1, width: 44))) {
            try TileWriter(continuing: 300) { try #require(changed[$0.path]) }
        }
    }

    @Test func `an entry that a bundle cannot hold is refused, and nothing is taken`() throws {
        var writer = TileWriter()
        #expect(try writer.take([UInt8](repeating: 1, count: 65_535)).isEmpty)
        let before = writer.root
        #expect(throws: Tile.Fault.entryTooLong(1)) { try writer.take([UInt8](repeating: 1, count: 65_536)) }
        #expect(writer.size == 1 && writer.root == before)
        #expect(writer.partial.first?.bytes.count == 65_537)
    }
}
