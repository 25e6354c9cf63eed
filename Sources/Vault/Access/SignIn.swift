import Crypto
import Foundation
public import Ledger

/// An account to be opened: whose, with which address and password.
public struct Account: Sendable {
    public let email: String
    public let practitioner: String
    public let organisation: String
    public let role: Role
    public let password: String

    /// Addresses are the same in capitals and small letters.
    public init(email: String, practitioner: String, organisation: String, role: Role, password: String) {
        self.email = email.lowercased()
        self.practitioner = practitioner
        self.organisation = organisation
        self.role = role
        self.password = password
    }
}

/// Somebody who has just signed in.
public struct SignedIn: Sendable {
    /// The secret that the browser keeps: 256 random bits, in hexadecimal.
    public let token: String
    public let context: AccessContext
}

/// The address and the password are not those of an account. Which of the two is wrong is not told.
public struct NotSignedIn: Error, Sendable { public init() {} }

extension Store {
    /// How long a session lasts without use, and at most.
    public struct SessionLimits: Sendable {
        public var idleMinutes: Int64 = 60
        public var totalHours: Int64 = 12
        public init() {}
    }

    /// Signs somebody in.
    /// - Throws: `NotSignedIn`; `StorageFault`.
    public func signIn(email: String, password: String, at now: Instant) async throws -> SignedIn {
        let row = try await credential(of: email.trimmingCharacters(in: .whitespacesAndNewlines))
        // For an unknown address a password is computed all the same, so that the time tells nothing.
        let kept =
            try row.map { row in
                Password(cost: try row.text("cost"), salt: try row.bytes("password_salt"), digest: try row.bytes("password"))
            } ?? Password(cost: Password.cost, salt: RowDigest.salt(), digest: [UInt8](repeating: 0, count: 32))
        guard try await kept.fits(password), let row else { throw NotSignedIn() }
        let context = try Self.context(row)
        var generator = SystemRandomNumberGenerator()
        let token = (0..<4).map { _ in Self.hex(generator.next()) }.joined()
        let forgotten = now.adding(hours: -sessionLimits.totalHours)
        try await database.write(.besideOthers) { connection in
            try connection.run("DELETE FROM session WHERE begun < ?", [.text(forgotten.description)])
            try connection.run(
                "INSERT INTO session (token, credential, purpose, begun, last_used) VALUES (?, ?, ?, ?, ?)",
                [
                    .bytes(Self.kept(token)), .text(try row.text("id")), .text(context.purpose.rawValue),
                    .text(now.description), .text(now.description),
                ])
        }
        return SignedIn(token: token, context: context)
    }

    /// Who is behind a session's token; nil when there is no such session or it has ended.
    /// - Throws: `StorageFault`.
    public func context(ofSession token: String, at now: Instant) async throws -> AccessContext? {
        let key = SQLValue.bytes(Self.kept(token))
        let limits = sessionLimits
        let row = try await database.read { connection in
            try connection.query(
                "SELECT c.*, s.begun, s.last_used FROM session s JOIN credential c ON c.id = s.credential WHERE s.token = ?",
                [key]
            ).first
        }
        guard let row, let begun = Instant(try row.text("begun")), let used = Instant(try row.text("last_used")),
            // One that begins later than now was begun by a clock that was wrong, and would last too long.
            begun < now.adding(minutes: 5), used < now.adding(minutes: 5), now < used.adding(minutes: limits.idleMinutes),
            now < begun.adding(hours: limits.totalHours)
        else { return nil }
        if now > used.adding(minutes: 1) {
            try await database.write(.besideOthers) { connection in
                try connection.run("UPDATE session SET last_used = ? WHERE token = ?", [.text(now.description), key])
            }
        }
        return try Self.context(row)
    }

    /// Ends a session. - Throws: `StorageFault`.
    public func signOut(_ token: String) async throws {
        try await database.write(.besideOthers) { connection in
            try connection.run("DELETE FROM session WHERE token = ?", [.bytes(Self.kept(token))])
        }
    }

    /// Someone who works the machine itself, and has its files in their hands anyway: opens accounts, publishes
    /// policies. They see no casework. Only the command line imports this; `Scripts/check-words` sees to it.
    @_spi(Operator) public func operatorContext() -> AccessContext { .operator }

    /// Whose account an address opens; nil when none. - Throws: `StorageFault`.
    @_spi(Operator) public func practitioner(ofAccount email: String) async throws -> String? {
        try await credential(of: email).map { try $0.text("practitioner") }
    }

    /// The row of the account that an address opens. The address itself is sealed.
    private func credential(of email: String) async throws -> Row? {
        let token = try addressToken(email)
        return try await database.read { connection in
            try connection.query("SELECT * FROM credential WHERE address = ?", [.integer(token)]).first
        }
    }

    private func addressToken(_ email: String) throws -> Int64 {
        guard let keyring else { throw MasterKeys.Fault.missing }
        return keyring.index.token(ofLetters: email.lowercased(), in: "credential.email")
    }

    /// Opens an account, or gives an existing one a new password and role.
    /// - Throws: `NothingToSee` when the context may not; `StorageFault`.
    public func open(_ account: Account, as context: AccessContext, at now: Instant) async throws {
        guard context.role == .administrator else { throw NothingToSee() }
        let password = try await Password.keep(account.password)
        let address = try addressToken(account.email)
        try await database.write(.besideOthers) { connection in
            // A new password, or a new role, ends what was open under the old.
            try connection.run("DELETE FROM session WHERE credential = ?", [.text(account.practitioner)])
        }
        try await act(as: context, at: now) { records in
            let row = Row([
                "address": .integer(address), "email": .text(account.email), "practitioner": .text(account.practitioner),
                "organisation": .text(account.organisation), "role": .text(account.role.rawValue),
                "cost": .text(password.cost), "password_salt": .bytes(password.salt), "password": .bytes(password.digest),
            ])
            try records.put(
                row, in: "credential", id: account.practitioner, final: false, sealing: Sealing([.text("email")]),
                file: Sealing.file(ofOrganisation: account.organisation), as: .signedUp)
        }
    }

    private static func context(_ row: Row) throws -> AccessContext {
        guard let role = Role(rawValue: try row.text("role")) else { throw Row.Fault(column: "role") }
        return AccessContext(
            practitioner: try row.text("practitioner"), organisation: try row.text("organisation"), role: role,
            purpose: Purpose(of: role))
    }

    private static func kept(_ token: String) -> [UInt8] { Digest(of: Array(("session " + token).utf8)).bytes }

    private static func hex(_ number: UInt64) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
