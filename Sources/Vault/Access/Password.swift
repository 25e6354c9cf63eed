import Crypto
import CryptoExtras
import Dispatch
import Foundation

/// A password as it is kept: an scrypt digest (RFC 7914) and its cost.
struct Password: Sendable {
    /// 16 MiB and about a tenth of a second on a small machine, five times over: OWASP's second choice, which two
    /// people can use at once on the smallest one.
    static let cost = "scrypt 14 8 5"

    let cost: String
    let salt: [UInt8]
    let digest: [UInt8]

    /// One at a time: each takes a core, and the pages must go on.
    private static let queue = DispatchQueue(label: "discretion.password")

    static func keep(_ password: String) async throws -> Password {
        let salt = RowDigest.salt()
        return Password(cost: cost, salt: salt, digest: try await digest(password, salt: salt, cost: cost))
    }

    /// Whether it is the password, in a time that does not tell how much of it is right.
    func fits(_ password: String) async throws -> Bool {
        let other = try await Self.digest(password, salt: salt, cost: cost)
        guard other.count == digest.count else { return false }
        var difference: UInt8 = 0
        for (a, b) in zip(other, digest) { difference |= a ^ b }
        return difference == 0
    }

    private static func digest(_ password: String, salt: [UInt8], cost: String) async throws -> [UInt8] {
        let numbers = cost.split(separator: " ").dropFirst().compactMap { Int($0) }
        guard numbers.count == 3, (10...20).contains(numbers[0]) else { throw StorageFault.failed(code: 0) }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(
                    with: Result {
                        let key = try KDF.Scrypt.deriveKey(
                            from: Array(password.utf8), salt: salt, outputByteCount: 32, rounds: 1 << numbers[0],
                            blockSize: numbers[1], parallelism: numbers[2])
                        return key.withUnsafeBytes { Array($0) }
                    })
            }
        }
    }
}
