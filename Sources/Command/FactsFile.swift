import Foundation
import Policy

/// One object of facts, or one a line.
struct FactsFile {
    /// A situation as a decision kept it.
    struct Record {
        let id: String?
        let situation: Situation
        let outcome: String?
    }

    private struct Object {
        let line: Int?
        let facts: [String: String]
        let id: String?
        let outcome: String?
    }

    private let objects: [Object]

    init(reading data: Data, name: String) throws {
        if let whole = try? JSONSerialization.jsonObject(with: data) {
            objects = [try Self.object(whole, nil, name)]
            return
        }
        let lines = String(decoding: data, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var found: [Object] = []
        for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
            let place = "\(name):\(index + 1)"
            guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) else {
                throw BadInput(message: "\(place): this is not JSON")
            }
            found.append(try Self.object(object, index + 1, place))
        }
        if found.isEmpty { throw BadInput(message: "\(name): there is no JSON in it") }
        objects = found
    }

    private static func object(_ object: Any, _ line: Int?, _ place: String) throws -> Object {
        guard let object = object as? [String: Any], let facts = object["facts"] as? [String: Any] else {
            throw BadInput(message: "\(place): expected {\"facts\": {…}}")
        }
        var found: [String: String] = [:]
        for (name, value) in facts {
            guard let text = value as? String else {
                throw BadInput(
                    message: "\(place): the answer to `\(name)` must be a text, such as \"yes\", \"no\" or \"not-known\"")
            }
            found[name] = text
        }
        return Object(line: line, facts: found, id: object["id"] as? String, outcome: object["outcome"] as? String)
    }

    func situations(_ vocabulary: Vocabulary) throws -> [Situation] { try records(vocabulary).map(\.situation) }

    func records(_ vocabulary: Vocabulary) throws -> [Record] {
        try objects.map { object in
            do throws(UnknownAnswers) {
                return Record(id: object.id, situation: try vocabulary.situation(object.facts), outcome: object.outcome)
            } catch {
                throw BadInput(message: (object.line.map { "line \($0): " } ?? "") + error.description)
            }
        }
    }
}
