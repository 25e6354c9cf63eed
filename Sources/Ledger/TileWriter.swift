/// Makes the tiles of a ledger from its entries, in order (C2SP tlog-tiles).
///
/// It holds the one unfinished tile of each level and the unfinished bundle, so that a ledger of any length is written in
/// the memory of a short one. A finished tile is handed out once and never again.
public struct TileWriter: Sendable {
    /// How many entries it has taken.
    public private(set) var size: UInt64
    /// The hashes of the unfinished tile of each level.
    private var open: [[Digest]]
    /// The entries of the unfinished bundle, with their lengths.
    private var bundle: [UInt8]

    /// Begins with no entries.
    public init() {
        size = 0
        open = []
        bundle = []
    }

    /// Goes on where tiles of so many entries end.
    /// - Parameter bytes: gives the content of a place; it is asked for the unfinished tiles alone.
    /// - Throws: `Tile.Fault`; what `bytes` throws.
    public init(continuing size: UInt64, bytes: (TilePlace) throws -> [UInt8]) throws {
        self.init()
        self.size = size
        var leaves: [Digest] = []
        for place in TilePlace.partial(inTreeOf: size) {
            let tile = Tile(place: place, bytes: try bytes(place))
            switch place.kind {
            case .entries:
                leaves = try tile.entries().map { MerkleTree.hash(leaf: Array($0)) }
                bundle = tile.bytes
            case .hashes(let level):
                while open.count < level { open.append([]) }
                open.append(try tile.hashes())
                // The root speaks of the hashes alone: that the entries are theirs must be seen here.
                if level == 0, open[0] != leaves { throw Tile.Fault.entriesOfOthers(place) }
            }
        }
    }

    /// Takes the bytes of the next entry.
    /// - Returns: what it finishes: mostly nothing, otherwise a bundle, its tile, and the tiles above that are full then.
    /// - Throws: `Tile.Fault.entryTooLong`; then nothing was taken.
    public mutating func take(_ entry: [UInt8]) throws -> [Tile] {
        guard let length = UInt16(exactly: entry.count) else { throw Tile.Fault.entryTooLong(size) }
        bundle.append(UInt8(length >> 8))
        bundle.append(UInt8(length & 0xff))
        bundle.append(contentsOf: entry)
        let index = size / UInt64(TilePlace.fullWidth)
        size += 1
        var finished: [Tile] = []
        if size % UInt64(TilePlace.fullWidth) == 0 {
            finished.append(Tile(place: TilePlace(kind: .entries, index: index), bytes: bundle))
            bundle.removeAll(keepingCapacity: true)
        }
        add(MerkleTree.hash(leaf: entry), at: 0, &finished)
        return finished
    }

    private mutating func add(_ hash: Digest, at level: Int, _ finished: inout [Tile]) {
        if open.count == level { open.append([]) }
        open[level].append(hash)
        guard open[level].count == TilePlace.fullWidth else { return }
        let hashes = open[level]
        open[level].removeAll(keepingCapacity: true)
        let index = (size - 1) >> UInt64(8 * (level + 1))
        finished.append(Self.tile(hashes, TilePlace(kind: .hashes(level: level), index: index)))
        add(Self.top(hashes[...]), at: level + 1, &finished)
    }

    /// The unfinished tiles as they stand: those that a checkpoint of this size needs beside the full ones.
    public var partial: [Tile] {
        TilePlace.partial(inTreeOf: size).map { place in
            switch place.kind {
            case .entries: Tile(place: place, bytes: bundle)
            case .hashes(let level): Self.tile(open[level], place)
            }
        }
    }

    /// The root over the entries taken so far (RFC 6962 §2.1).
    public var root: Digest {
        var root: Digest?
        // From the lowest level to the highest, and within each from right to left: as the tree is folded.
        for hashes in open {
            var end = hashes.count
            while end > 0 {
                let width = 1 << end.trailingZeroBitCount
                let subtree = Self.top(hashes[end - width..<end])
                root = root.map { MerkleTree.hash(subtree, $0) } ?? subtree
                end -= width
            }
        }
        return root ?? MerkleTree.emptyRoot
    }

    private static func tile(_ hashes: [Digest], _ place: TilePlace) -> Tile {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hashes.count * 32)
        for hash in hashes { bytes.append(contentsOf: hash.bytes) }
        return Tile(place: place, bytes: bytes)
    }

    /// The hash above a power of two of hashes.
    private static func top(_ hashes: ArraySlice<Digest>) -> Digest {
        var row = Array(hashes)
        while row.count > 1 {
            row = stride(from: 0, to: row.count, by: 2).map { MerkleTree.hash(row[$0], row[$0 + 1]) }
        }
        return row[0]
    }
}
