/// A tile of hashes, or a bundle of entries, and where it lies (C2SP tlog-tiles).
public struct TilePlace: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Hashes of perfect subtrees: at level 0 of single entries, at each further level of 256 times as many.
        case hashes(level: Int)
        /// The entries themselves, under a level 0 tile.
        case entries
    }

    /// How many hashes or entries a full one has.
    public static let fullWidth = 256

    public let kind: Kind
    /// Its place within its level, from 0.
    public let index: UInt64
    /// How many hashes or entries it has: 256, or fewer for the last of its level.
    public let width: Int

    public init(kind: Kind, index: UInt64, width: Int = TilePlace.fullWidth) {
        self.kind = kind
        self.index = index
        self.width = width
    }

    public var isFull: Bool { width == Self.fullWidth }

    /// The same place when all its hashes or entries are there.
    public var full: TilePlace { TilePlace(kind: kind, index: index) }

    /// Where it lies beneath the ledger's prefix: `tile/0/x001/x234/067`, and with `.p/112` behind it while it has only
    /// 112 of its hashes.
    public var path: String {
        var parts = [Self.threeDigits(index % 1000)]
        var rest = index / 1000
        while rest > 0 {
            parts.append("x" + Self.threeDigits(rest % 1000))
            rest /= 1000
        }
        let folder =
            switch kind {
            case .hashes(let level): "tile/\(level)/"
            case .entries: "tile/entries/"
            }
        return folder + parts.reversed().joined(separator: "/") + (isFull ? "" : ".p/\(width)")
    }

    private static func threeDigits(_ number: UInt64) -> String {
        let text = String(number)
        return String(repeating: "0", count: 3 - text.count) + text
    }

    /// The last tiles of a tree, which are not full yet: at most one of each level, and the last bundle.
    public static func partial(inTreeOf size: UInt64) -> [TilePlace] {
        var places: [TilePlace] = []
        var count = size
        var level = 0
        while count > 0 {
            let width = Int(count % UInt64(fullWidth))
            let index = count / UInt64(fullWidth)
            if width > 0 {
                if level == 0 { places.append(TilePlace(kind: .entries, index: index, width: width)) }
                places.append(TilePlace(kind: .hashes(level: level), index: index, width: width))
            }
            count = index
            level += 1
        }
        return places
    }
}

/// A tile or a bundle with its content.
public struct Tile: Hashable, Sendable {
    /// A tile that is not what its place says.
    public enum Fault: Error, Hashable, Sendable {
        /// Its bytes are too few, too many, or no entries.
        case notOfItsWidth(TilePlace)
        /// The entries beside a tile are not those that it has the hashes of.
        case entriesOfOthers(TilePlace)
        /// An entry of more than 65,535 bytes, which a bundle cannot hold.
        case entryTooLong(UInt64)
    }

    public let place: TilePlace
    public let bytes: [UInt8]

    public init(place: TilePlace, bytes: [UInt8]) {
        self.place = place
        self.bytes = bytes
    }

    /// The hashes of a tile, from left to right.
    /// - Throws: `Fault.notOfItsWidth`.
    public func hashes() throws -> [Digest] {
        guard bytes.count == place.width * 32 else { throw Fault.notOfItsWidth(place) }
        return try stride(from: 0, to: bytes.count, by: 32).map { start in
            guard let hash = Digest(bytes[start..<start + 32]) else { throw Fault.notOfItsWidth(place) }
            return hash
        }
    }

    /// The entries of a bundle: before each stands its length in two bytes, the greater first.
    /// - Throws: `Fault.notOfItsWidth`.
    public func entries() throws -> [ArraySlice<UInt8>] {
        var entries: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while entries.count < place.width, let high = rest.popFirst(), let low = rest.popFirst() {
            let length = Int(high) << 8 | Int(low)
            guard rest.count >= length else { throw Fault.notOfItsWidth(place) }
            entries.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        guard entries.count == place.width, rest.isEmpty else { throw Fault.notOfItsWidth(place) }
        return entries
    }
}
