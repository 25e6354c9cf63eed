/// Writes bytes one after another into a place that is large enough.
struct ByteWriter {
    private let buffer: UnsafeMutableRawBufferPointer
    /// How many have been written.
    private(set) var count = 0

    /// - Parameter buffer: room for all that will be written.
    init(buffer: UnsafeMutableRawBufferPointer) { self.buffer = buffer }

    /// One byte.
    mutating func write(_ byte: UInt8) {
        buffer[count] = byte
        count += 1
    }

    /// All of them, at once where they lie together.
    mutating func write(_ bytes: some Collection<UInt8>) {
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
        let whole: Void? = bytes.withContiguousStorageIfAvailable {
            precondition($0.count <= room.count)
            room.copyMemory(from: UnsafeRawBufferPointer($0))
            count += $0.count
        }
        if whole == nil { for byte in bytes { write(byte) } }
    }

    /// In decimal digits, and a colon.
    mutating func write(_ number: Int) {
        var scale = 1
        while number / scale > 9 { scale *= 10 }
        while scale > 0 {
            write(UInt8(48 + number / scale % 10))
            scale /= 10
        }
        write(UInt8(ascii: ":"))
    }
}

/// Reads what `ByteWriter` wrote. Takes nothing else.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private var place = 0

    /// - Parameter bytes: what stays where it is as long as this reads.
    init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Whether all has been read.
    var isAtEnd: Bool { place == bytes.count }

    /// The next byte.
    /// - Throws: `SealFault.doesNotOpen` at the end.
    mutating func byte() throws -> UInt8 {
        guard place < bytes.count else { throw SealFault.doesNotOpen }
        defer { place += 1 }
        return bytes[place]
    }

    /// The next so many bytes, where they are.
    /// - Throws: `SealFault.doesNotOpen` when there are fewer.
    mutating func next(_ count: Int) throws -> UnsafeRawBufferPointer {
        guard count <= bytes.count - place else { throw SealFault.doesNotOpen }
        defer { place += count }
        return UnsafeRawBufferPointer(rebasing: bytes[place..<place + count])
    }

    /// A decimal number without zeros before it, and its colon.
    /// - Throws: `SealFault.doesNotOpen`.
    mutating func number() throws -> Int {
        var number = 0
        var digits = 0
        while true {
            let byte = try byte()
            if byte == UInt8(ascii: ":"), digits > 0 { return number }
            guard (48...57).contains(byte), digits < 10, digits == 0 || number > 0 else { throw SealFault.doesNotOpen }
            number = number * 10 + Int(byte - 48)
            digits += 1
        }
    }
}
