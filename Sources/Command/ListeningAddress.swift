import ArgumentParser
import Foundation

/// Where to listen: `127.0.0.1:8080`, `[::1]:8080`, or `:8080` for this machine alone.
struct ListeningAddress: ExpressibleByArgument, CustomStringConvertible {
    let host: String
    let port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    init?(argument text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (0...65535).contains(port)
        else { return nil }
        let host = text[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        self.host = host.isEmpty ? "127.0.0.1" : host
        self.port = port
    }

    var description: String { "\(host):\(port)" }
    var defaultValueDescription: String { description }
}
