/// The bytes that content is encrypted as: salt, and each column that has a value, by name, with lengths before the bytes.
enum ContentForm {
    /// The bytes of salt before the columns.
    static let saltCount = 16

    /// The bytes of a row's columns that have values.
    /// - Parameter salt: 16 bytes.
    /// - Throws: `SealFault.cannotBeSealed` when a column is named twice, or has no name.
    static func plaintext(of row: Row, salt: ArraySlice<UInt8>) throws -> [UInt8] {
        let order = try order(of: row.columns)
        let all = row.columns.indices.reduce(salt.count) { $0 + room(row.columns[$1], row.cells[$1]) }
        return [UInt8](unsafeUninitializedCapacity: all) { buffer, filled in
            var bytes = ByteWriter(buffer: UnsafeMutableRawBufferPointer(buffer))
            bytes.write(salt)
            for place in order {
                switch row.cells[place] {
                case .null: break
                case .integer(let number): write(row.columns[place], "i", String(number).utf8, to: &bytes)
                case .text(let text): write(row.columns[place], "t", text.utf8, to: &bytes)
                case .bytes(let raw): write(row.columns[place], "b", raw, to: &bytes)
                }
            }
            filled = bytes.count
        }
    }

    /// The columns of a plaintext. Takes only what `plaintext` could have given.
    /// - Throws: `SealFault.doesNotOpen`.
    static func row(_ plaintext: UnsafeRawBufferPointer) throws -> Row {
        var rest = ByteReader(bytes: plaintext)
        _ = try rest.next(saltCount)
        var columns: [String] = []
        var cells: [SQLValue] = []
        columns.reserveCapacity(8)
        cells.reserveCapacity(8)
        var last = UnsafeRawBufferPointer(start: plaintext.baseAddress, count: 0)
        while !rest.isAtEnd {
            let name = try rest.next(try rest.number())
            guard precedes(last, name) else { throw SealFault.doesNotOpen }
            last = name
            columns.append(try text(name))
            let kind = try rest.byte()
            let value = try rest.next(try rest.number())
            switch kind {
            case UInt8(ascii: "t"): cells.append(.text(try text(value)))
            case UInt8(ascii: "b"): cells.append(.bytes(Array(value)))
            case UInt8(ascii: "i"):
                let decimal = try text(value)
                guard let number = Int64(decimal), String(number) == decimal else { throw SealFault.doesNotOpen }
                cells.append(.integer(number))
            default: throw SealFault.doesNotOpen
            }
        }
        return Row(columns: columns, cells: cells)
    }

    private static func write(_ name: String, _ kind: Unicode.Scalar, _ value: some Collection<UInt8>, to bytes: inout ByteWriter)
    {
        bytes.write(name.utf8.count)
        bytes.write(name.utf8)
        bytes.write(UInt8(ascii: kind))
        bytes.write(value.count)
        bytes.write(value)
    }

    /// At least the bytes a column takes: a number has at most 20, and so have the two counts together with their colons
    /// and the kind.
    private static func room(_ name: String, _ value: SQLValue) -> Int {
        switch value {
        case .null: 0
        case .integer: name.utf8.count + 64
        case .text(let text): name.utf8.count + text.utf8.count + 44
        case .bytes(let raw): name.utf8.count + raw.count + 44
        }
    }

    /// The places of the columns, in the order of their names' bytes.
    private static func order(of columns: [String]) throws -> [Int] {
        var order = Array(columns.indices)
        if !isAscending(columns, in: order) {
            order.sort { columns[$0].utf8.lexicographicallyPrecedes(columns[$1].utf8) }
            guard isAscending(columns, in: order) else { throw SealFault.cannotBeSealed }
        }
        return order
    }

    private static func isAscending(_ columns: [String], in order: [Int]) -> Bool {
        guard order.first.map({ !columns[$0].isEmpty }) ?? true else { return false }
        return zip(order, order.dropFirst()).allSatisfy { a, b in
            columns[a].utf8.withContiguousStorageIfAvailable { a in
                columns[b].utf8.withContiguousStorageIfAvailable { b in
                    precedes(UnsafeRawBufferPointer(a), UnsafeRawBufferPointer(b))
                }
            } == .some(.some(true))
        }
    }

    private static func precedes(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
        for place in 0..<min(a.count, b.count) where a[place] != b[place] { return a[place] < b[place] }
        return a.count < b.count
    }

    private static func text(_ bytes: UnsafeRawBufferPointer) throws -> String {
        guard let text = String(validating: bytes.bindMemory(to: UInt8.self), as: UTF8.self) else {
            throw SealFault.doesNotOpen
        }
        return text
    }
}
