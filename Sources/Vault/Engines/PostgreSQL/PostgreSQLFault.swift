extension StorageFault {
    /// The code of a fault is its SQLSTATE read as a number of base 36, so that `String(code, radix: 36)` gives it back
    /// (without leading zeros): `23505` is 3505685, and `40P01` 6750865.
    static func code(sqlState: String) -> Int { Int(sqlState, radix: 36) ?? 0 }

    /// What an SQLSTATE means to the store.
    init(sqlState: String) {
        let code = Self.code(sqlState: sqlState)
        switch sqlState {
        // Too many connections, cancelled or too slow, a lock not had in time, serialization, deadlock, starting up.
        case "53300", "57014", "55P03", "40001", "40P01", "57P03": self = .busy(code: code)
        case "53100": self = .full(code: code)
        // A text that its encoding cannot hold.
        case "22021": self = .constraint(code: code)
        case "25006": self = .readOnly
        case let state where state.hasPrefix("23"): self = .constraint(code: code)
        default: self = .failed(code: code)
        }
    }

    /// No server could be reached, or none that takes writes.
    static var unreachable: StorageFault { StorageFault(sqlState: "08001") }
    /// The connection broke before anything was recorded.
    static var broken: StorageFault { StorageFault(sqlState: "08006") }
    /// Something was asked after everything was let go of.
    static var ended: StorageFault { StorageFault(sqlState: "08003") }
}
