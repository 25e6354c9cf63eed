import CLibPQ
import Foundation

/// Where the servers are and how to speak to them: what the URL says, and what we want where it says nothing.
///
/// It holds the password, so it never shows what it holds.
struct PostgreSQLAddress: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// One set of settings for each host that the URL names, in its order.
    let attempts: [[String: String]]
    /// How long one host may take to answer.
    let seconds: Int

    var description: String { "PostgreSQL" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }

    /// A server that was cut off is noticed after ten seconds or so; the system alone would take hours.
    private static let wanted = [
        "application_name": "discretion", "connect_timeout": "5", "target_session_attrs": "read-write", "keepalives": "1",
        "keepalives_idle": "5", "keepalives_interval": "2", "keepalives_count": "3", "tcp_user_timeout": "10000",
    ]

    /// - Throws: `StorageFault.failed` when libpq cannot read the URL. What it says of it would quote the password.
    init(url: String) throws {
        var complaint: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &complaint) else {
            if let complaint { PQfreemem(complaint) }
            throw StorageFault.unreachable
        }
        defer { PQconninfoFree(options) }
        var settings = Self.wanted
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { settings[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        settings["client_encoding"] = "UTF8"
        seconds = max(2, settings["connect_timeout"].flatMap { Int($0) } ?? 5)
        attempts = Self.apart(settings)
    }

    /// libpq would try the hosts by itself, but only its waiting form keeps the time, and that tells no SQLSTATE.
    private static func apart(_ settings: [String: String]) -> [[String: String]] {
        func list(_ name: String) -> [String] {
            settings[name].map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) } ?? []
        }
        let count = max(list("host").count, list("hostaddr").count)
        guard count > 1 else { return [settings] }
        return (0..<count).map { place in
            var one = settings
            for name in ["host", "hostaddr", "port"] {
                let all = list(name)
                // One port stands for all hosts.
                one[name] = all.indices.contains(place) ? all[place] : all.first
            }
            return one
        }
    }
}
