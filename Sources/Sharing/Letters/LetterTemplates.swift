public import Foundation
public import Policy

/// What is said to people in letters, notices and forms, as it stands in `Content/letters/<name>/<language>.txt`.
///
/// Plain text: `# ` and `## ` begin headings, `- ` an entry of a list, an empty line ends a paragraph, `{{name}}` stands for
/// a value. A value of several lines on a line of its own becomes so many paragraphs, or entries of the list it stands in.
/// Lines that begin with `%` are remarks: `% edition: 1`, `% fields: name, date` for the values that the letter asks for, and
/// the clauses it rests on.
public struct LetterTemplates: Sendable {
    private let letters: [String: [String: LetterTemplate]]

    /// - Throws: `Faults` when a file cannot be read, has no heading, or lacks a language that is promised.
    public init(folder: URL) throws(Faults) {
        var letters: [String: [String: LetterTemplate]] = [:]
        var faults: [Fault] = []
        let root = folder.appending(path: "letters")
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []).filter { !$0.contains(".") }
        for name in names.sorted() {
            let files = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: name).path)) ?? []
            for file in files.sorted() where file.hasSuffix(".txt") {
                let place = "letters/\(name)/\(file)"
                do {
                    let template = LetterTemplate(name: name, try PolicyLibrary.contents(place, in: folder))
                    faults += template.faults(in: place)
                    letters[name, default: [:]][String(file.dropLast(4))] = template
                } catch {
                    faults += error.all
                }
            }
        }
        for (name, languages) in letters.sorted(by: { $0.key < $1.key }) {
            guard let fields = languages["en"]?.fields.sorted() else {
                faults.append(
                    Fault(
                        file: "letters/\(name)", line: 1, column: 1, words: name, message: "the letter is not there in English",
                        help: "write `letters/\(name)/en.txt`"))
                continue
            }
            for (language, template) in languages.sorted(by: { $0.key < $1.key }) where template.fields.sorted() != fields {
                faults.append(
                    Fault(
                        file: "letters/\(name)/\(language).txt", line: 1, column: 1,
                        words: template.fields.joined(separator: ", "),
                        message: "it asks for other values than the letter in English",
                        help: "use `\(fields.joined(separator: "`, `"))`"))
            }
        }
        if !faults.isEmpty { throw Faults(faults) }
        self.letters = letters
    }

    public var names: [String] { letters.keys.sorted() }

    /// The languages in which a letter is kept.
    public func languages(of name: String) -> [String] { (letters[name] ?? [:]).keys.sorted() }

    /// The letter in a language; in English where it is not kept in that, and nil where there is no such letter.
    public func template(_ name: String, language: String = "en") -> LetterTemplate? {
        letters[name]?[language] ?? letters[name]?["en"]
    }
}

/// A letter before it is filled in.
public struct LetterTemplate: Sendable {
    public let name: String
    /// The first heading.
    public let title: String
    /// `1` where a remark says `% edition: 1`.
    public let edition: String
    /// The values that a remark says it asks for; nil where no remark does.
    public let declared: [String]?
    private let lines: [String]

    public init(name: String, _ text: String) {
        self.name = name
        let all = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let remarks = all.filter { $0.hasPrefix("%") }
        func remark(_ key: String) -> String? {
            remarks.first { $0.hasPrefix("% \(key):") }?.dropFirst(key.count + 3).trimmingCharacters(in: .whitespaces)
        }
        edition = remark("edition") ?? ""
        declared = remark("fields").map { words in
            words.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        lines = all.filter { !$0.hasPrefix("%") }
        title = lines.first { $0.hasPrefix("# ") }.map { String($0.dropFirst(2)) } ?? ""
    }

    /// The names of the values that it needs.
    public var fields: [String] {
        var found: [String] = []
        for line in lines {
            for part in line.components(separatedBy: "{{").dropFirst() {
                if let end = part.range(of: "}}") {
                    let name = part[..<end.lowerBound].trimmingCharacters(in: .whitespaces)
                    if !found.contains(name) { found.append(name) }
                }
            }
        }
        return found
    }

    /// What is wrong with it: no heading, a brace that is not closed, or other values than its remark says.
    func faults(in place: String) -> [Fault] {
        var faults: [Fault] = []
        func fault(_ words: String, _ message: String, _ help: String) {
            faults.append(Fault(file: place, line: 1, column: 1, words: words, message: message, help: help))
        }
        if title.isEmpty { fault("", "the letter has no heading", "begin with a line such as `# What we record about you`") }
        for line in lines where line.components(separatedBy: "{{").count != line.components(separatedBy: "}}").count {
            fault(line, "a value is begun and not ended", "write `{{name}}`")
        }
        if let declared, declared.sorted() != fields.sorted() {
            fault(
                declared.joined(separator: ", "), "the remark names other values than the letter asks for",
                "write `% fields: \(fields.joined(separator: ", "))`")
        }
        return faults
    }

    /// The letter with its values. A value that is missing is left as a line to fill in by hand.
    public func filled(_ values: [String: String]) -> Letter {
        var blocks: [Letter.Block] = []
        var paragraph: [String] = []
        var entries: [String] = []
        func close() {
            if !paragraph.isEmpty { blocks.append(.paragraph(paragraph.joined(separator: " "))) }
            if !entries.isEmpty { blocks.append(.list(entries)) }
            paragraph = []
            entries = []
        }
        for line in lines {
            let text = line.trimmingCharacters(in: .whitespaces)
            if text.isEmpty {
                close()
            } else if text.hasPrefix("## ") {
                close()
                blocks.append(.heading(Self.fill(String(text.dropFirst(3)), values).replacing("\n", with: " ")))
            } else if text.hasPrefix("# ") {
                close()
                blocks.append(.title(Self.fill(String(text.dropFirst(2)), values).replacing("\n", with: " ")))
            } else if text.hasPrefix("- ") {
                if !paragraph.isEmpty { close() }
                let filled = Self.fill(String(text.dropFirst(2)), values)
                entries += filled.components(separatedBy: "\n").filter { !$0.trimmingCharacters(in: .whitespaces).isEmpty }
            } else {
                if !entries.isEmpty { close() }
                let filled = Self.fill(text, values)
                let parts = filled.components(separatedBy: "\n").filter { !$0.trimmingCharacters(in: .whitespaces).isEmpty }
                if parts.count > 1 {
                    close()
                    blocks += parts.map { .paragraph($0) }
                } else {
                    paragraph.append(filled)
                }
            }
        }
        close()
        return Letter(name: name, edition: edition, blocks: blocks)
    }

    private static func fill(_ text: String, _ values: [String: String]) -> String {
        var filled = ""
        var rest = text[...]
        while let start = rest.range(of: "{{"), let end = rest[start.upperBound...].range(of: "}}") {
            filled += rest[..<start.lowerBound]
            let name = rest[start.upperBound..<end.lowerBound].trimmingCharacters(in: .whitespaces)
            let value = (values[name] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
            filled += value.isEmpty ? "……………………" : value.replacing("\r\n", with: "\n")
            rest = rest[end.upperBound...]
        }
        return filled + rest
    }
}

/// A letter, ready to be read, printed or sent.
public struct Letter: Hashable, Sendable {
    public enum Block: Hashable, Sendable {
        case title(String)
        case heading(String)
        case paragraph(String)
        case list([String])
    }

    public let name: String
    public let edition: String
    public var blocks: [Block]

    public init(name: String, edition: String, blocks: [Block]) {
        self.name = name
        self.edition = edition
        self.blocks = blocks
    }

    public var title: String {
        for case .title(let text) in blocks { return text }
        return name
    }

    /// The letter with whatever may not leave masked, wherever it stands (004 §6.5; 002 Q25).
    public func masked(by safe: SealedFactGuard) -> Letter {
        var letter = self
        letter.blocks = blocks.map { block in
            switch block {
            case .title(let text): .title(safe.without(text))
            case .heading(let text): .heading(safe.without(text))
            case .paragraph(let text): .paragraph(safe.without(text))
            case .list(let entries): .list(entries.map { safe.without($0) })
            }
        }
        return letter
    }

    /// What stands on everything that leaves (000 §19.3, §19.4; 002 Q21).
    public static let marking = "Private and confidential – addressee only"

    /// The letter as plain text, marked.
    public var plainText: String {
        let parts = blocks.map { block -> String in
            switch block {
            case .title(let text): text.uppercased()
            case .heading(let text): text
            case .paragraph(let text): text
            case .list(let entries): entries.map { "- " + $0 }.joined(separator: "\n")
            }
        }
        return ([Self.marking] + parts).joined(separator: "\n\n") + "\n"
    }
}

extension SealedFactGuard {
    /// What stands where something may not leave.
    public static let gap = "[left out]"

    /// The text with every sealed fact masked; nothing of it where masking leaves one to be read.
    func without(_ text: String) -> String {
        if hits(in: text).isEmpty { return text }
        let masked = masked(text).text
        return hits(in: masked).isEmpty ? masked : Self.gap
    }
}
