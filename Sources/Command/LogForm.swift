import ArgumentParser
import Foundation
import Ledger
import Logging

/// How the log is written.
enum LogForm: String, ExpressibleByArgument, CaseIterable {
    case text, json

    /// Sets the program's log up. Once, before anything is logged.
    func begin() {
        switch self {
        case .text: LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        case .json: LoggingSystem.bootstrap { JSONLog(label: $0) }
        }
    }
}

/// One JSON object a line, on standard error.
struct JSONLog: LogHandler {
    let label: String
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields: [String: String] = [
            "at": presentTime().description, "level": event.level.rawValue, "message": "\(event.message)", "log": label,
        ]
        for (name, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) { fields[name] = "\(value)" }
        guard let line = try? json(fields) else { return }
        complain(line)
    }
}
