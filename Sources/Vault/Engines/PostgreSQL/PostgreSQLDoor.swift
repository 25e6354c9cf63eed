import CLibPQ
import Foundation

/// Connecting, step by step: so that an error tells its SQLSTATE, and no host takes longer than it may.
enum PostgreSQLDoor {
    /// The first host that lets us in.
    /// - Throws: `StorageFault`: what one of them said, or that none could be reached.
    static func open(_ address: PostgreSQLAddress) throws -> OpaquePointer {
        var said: StorageFault?
        for settings in address.attempts {
            switch open(settings, seconds: address.seconds) {
            case .success(let handle): return handle
            case .failure(let fault): if fault != .unreachable { said = said ?? fault }
            }
        }
        throw said ?? .unreachable
    }

    private static func open(_ settings: [String: String], seconds: Int) -> Result<OpaquePointer, StorageFault> {
        var names = settings.keys.map { strdup($0) } + [nil]
        var values = settings.keys.map { strdup(settings[$0] ?? "") } + [nil]
        defer { for text in names + values { free(text) } }
        let handle = names.withUnsafeMutableBufferPointer { names in
            values.withUnsafeMutableBufferPointer { values in
                UnsafeRawPointer(names.baseAddress).flatMap { names in
                    UnsafeRawPointer(values.baseAddress).flatMap { values in
                        PQconnectStartParams(
                            names.assumingMemoryBound(to: UnsafePointer<CChar>?.self),
                            values.assumingMemoryBound(to: UnsafePointer<CChar>?.self), 0)
                    }
                }
            }
        }
        guard let handle else { return .failure(.unreachable) }
        _ = PQsetErrorVerbosity(handle, PQERRORS_SQLSTATE)
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        guard enter(handle, seconds: seconds) else {
            let fault = fault(of: handle)
            PQfinish(handle)
            return .failure(fault)
        }
        return .success(handle)
    }

    private static func enter(_ handle: OpaquePointer, seconds: Int) -> Bool {
        guard PQstatus(handle) != CONNECTION_BAD else { return false }
        let end = DispatchTime.now() + .seconds(seconds)
        var waitsFor = POLLOUT
        while true {
            let now = DispatchTime.now()
            guard now < end else { return false }
            let left = Int32((end.uptimeNanoseconds - now.uptimeNanoseconds) / 1_000_000) + 1
            guard PostgreSQLLine.wait(PQsocket(handle), Int32(waitsFor), left) else { return false }
            switch PQconnectPoll(handle) {
            case PGRES_POLLING_OK: return true
            case PGRES_POLLING_READING: waitsFor = POLLIN
            case PGRES_POLLING_WRITING: waitsFor = POLLOUT
            default: return false
            }
        }
    }

    /// Before there is a connection libpq has no field for the SQLSTATE, but with this verbosity its words end in it,
    /// as in `FATAL:  57P03`.
    private static func fault(of handle: OpaquePointer) -> StorageFault {
        let words = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
        guard let found = words.trimming(while: \.isWhitespace).firstMatch(of: /:  ([0-9A-Z]{5})$/) else { return .unreachable }
        return StorageFault(sqlState: String(found.1))
    }
}

extension String {
    fileprivate func trimming(while predicate: (Character) -> Bool) -> Substring {
        var rest = self[...]
        while let last = rest.last, predicate(last) { rest.removeLast() }
        return rest
    }
}
