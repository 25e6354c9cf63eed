import CLibPQ
import Foundation

/// One connection of libpq, spoken to from one thread at a time. Every call may wait for the server.
///
/// Nothing that libpq says of an error is ever passed on, only the SQLSTATE: a message can hold a value or a password.
final class PostgreSQLLine {
    /// How long a server may stay silent. It gives up a statement by itself after 60 seconds, so a longer silence is not
    /// one of a busy server.
    static let patience: Int32 = 70_000

    private let handle: OpaquePointer
    /// Set by what the server says beside its answers.
    private let warned: UnsafeMutablePointer<Bool>
    private var isOpen = true
    /// Nothing can be said any more.
    private(set) var isBroken = false

    /// Tries the hosts one after another.
    /// - Throws: `StorageFault`; `.notDurable` when the server does not keep what it acknowledges.
    init(to address: PostgreSQLAddress) throws {
        handle = try PostgreSQLDoor.open(address)
        warned = .allocate(capacity: 1)
        warned.initialize(to: false)
        // By default libpq prints what it is told.
        PQsetNoticeReceiver(handle, { place, notice in PostgreSQLLine.heard(notice, place) }, warned)
        try settle()
        guard PQenterPipelineMode(handle) == 1 else { throw StorageFault.broken }
    }

    deinit {
        close()
        warned.deallocate()
    }

    /// Ends the connection.
    func close() {
        guard isOpen else { return }
        (isOpen, isBroken) = (false, true)
        PQfinish(handle)
    }

    /// How to ask the server, from elsewhere, to stop what this line waits for.
    func interruption() -> PostgreSQLInterruption? {
        isOpen ? PQgetCancel(handle).map(PostgreSQLInterruption.init) : nil
    }

    /// What every session wants, in one round trip. `synchronous_commit` is set to what it is: a change of the server's
    /// settings must not change what this session was found to keep.
    private func settle() throws {
        let answer = try ask(
            """
            SELECT current_setting('fsync'), set_config('synchronous_commit', current_setting('synchronous_commit'), false),
            current_setting('server_encoding'), set_config('lock_timeout', '5s', false),
            set_config('statement_timeout', '60s', false), set_config('idle_in_transaction_session_timeout', '60s', false),
            set_config('standard_conforming_strings', 'on', false), set_config('TimeZone', 'UTC', false)
            """)
        guard let answer, answer.columnCount == 8, answer.rowCount == 1 else { throw StorageFault.broken }
        guard answer.word(0) != "off", answer.word(1) != "off" else { throw StorageFault.notDurable }
        // In another encoding some texts could not be kept, or would be kept unchecked.
        guard answer.word(2) == "UTF8" else { throw StorageFault.failed(code: StorageFault.code(sqlState: "22P05")) }
    }

    /// Runs statements by the simple protocol, which takes several at once, and gives the last answer.
    private func ask(_ sql: String) throws -> PostgreSQLAnswer? {
        try sent(PQsendQuery(handle, sql))
        var last: PostgreSQLAnswer?
        var fault: StorageFault?
        while let answer = try answer() {
            fault = fault ?? answer.fault
            last = answer
        }
        if let fault { throw fault }
        return last
    }

    /// Runs statements by the simple protocol. Everything sent before must have been answered.
    func runScript(_ sql: String) throws {
        guard PQexitPipelineMode(handle) == 1 else { throw give(.broken) }
        defer { if PQenterPipelineMode(handle) != 1 { isBroken = true } }
        _ = try ask(sql)
    }

    func prepare(_ name: String, _ sql: String, types: [Oid]) throws {
        try sent(PQsendPrepare(handle, name, sql, Int32(types.count), types))
    }

    func execute(_ name: String, _ values: PostgreSQLParameters) throws {
        try sent(
            values.lend { addresses, lengths, formats in
                PQsendQueryPrepared(handle, name, Int32(values.types.count), addresses, lengths, formats, 1)
            })
    }

    /// Runs a statement that is not kept prepared.
    func executeOnce(_ sql: String, _ values: PostgreSQLParameters) throws {
        try sent(
            values.lend { addresses, lengths, formats in
                PQsendQueryParams(handle, sql, Int32(values.types.count), values.types, addresses, lengths, formats, 1)
            })
    }

    /// Sends everything on its way, and asks for the answers.
    func sync() throws {
        warned.pointee = false
        try sent(PQpipelineSync(handle))
    }

    /// Since the last sync the server has warned of something.
    var isWarned: Bool { warned.pointee }

    /// The next part of an answer; nil at the end of each statement's.
    func answer(within patience: Int32 = PostgreSQLLine.patience) throws -> PostgreSQLAnswer? {
        guard isOpen else { throw StorageFault.ended }
        while PQisBusy(handle) == 1 {
            guard Self.wait(PQsocket(handle), POLLIN, patience), PQconsumeInput(handle) == 1 else { throw give(.broken) }
        }
        guard let result = PQgetResult(handle) else {
            if PQstatus(handle) == CONNECTION_BAD { throw give(.broken) }
            return nil
        }
        let answer = PostgreSQLAnswer(result)
        if PQstatus(handle) == CONNECTION_BAD { throw give(answer.fault ?? .broken) }
        return answer
    }

    /// The end of all answers to what was sent before the sync. Without it nothing that was answered is certain: a server
    /// that is shut down answers with an error and hangs up, whatever became of a commit.
    func finish(within patience: Int32) throws {
        guard let last = try answer(within: patience), last.isSync else { throw give(.broken) }
    }

    /// False when nothing came in time, or the socket is gone.
    static func wait(_ socket: Int32, _ event: Int32, _ milliseconds: Int32) -> Bool {
        guard socket >= 0 else { return false }
        var watched = pollfd(fd: socket, events: Int16(event), revents: 0)
        var found: Int32
        repeat { found = poll(&watched, 1, milliseconds) } while found < 0 && errno == EINTR
        return found > 0
    }

    private func sent(_ success: Int32) throws {
        guard isOpen else { throw StorageFault.ended }
        // Whatever could not be said, what the server has heard is not known any more.
        guard success == 1 else { throw give(.broken) }
    }

    private func give(_ fault: StorageFault) -> StorageFault {
        isBroken = true
        return fault
    }

    private static func heard(_ notice: OpaquePointer?, _ place: UnsafeMutableRawPointer?) {
        guard let severity = PQresultErrorField(notice, PostgreSQLAnswer.severity), String(cString: severity) == "WARNING" else {
            return
        }
        place?.assumingMemoryBound(to: Bool.self).pointee = true
    }
}

/// Asks a server to stop what another connection waits for.
///
/// `@unchecked Sendable` because libpq lets any thread use what it points to, which never changes.
final class PostgreSQLInterruption: @unchecked Sendable {  // because what it points to is never changed
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQfreeCancel(handle) }

    /// Waits until the server has heard it, which may be late for the statement.
    func send() {
        var words = [CChar](repeating: 0, count: 256)
        _ = PQcancel(handle, &words, Int32(words.count))
    }
}
