public import Foundation
public import Policy
import Yams

/// A list of codes with their words, as it stands in `Content/lists`.
public struct CodeList: Sendable {
    /// The lists there must be: the site does not start without one.
    public enum Name: String, Sendable, CaseIterable {
        case advisers, agencies, bases, channels, chronology, duties, formats, information, languages, patterns
        case purposes, relations, requesters
        case standings, ways
        case allegedFlags = "alleged-flags"
        case communicationNeeds = "communication-needs"
        case confidenceBases = "confidence-bases"
        case consentEvidence = "consent-evidence"
        case consentGivers = "consent-givers"
        case consentManner = "consent-manner"
        case consentNotSought = "consent-not-sought"
        case consentPoints = "consent-points"
        case deferralGrounds = "deferral-grounds"
        case explanationPoints = "explanation-points"
        case loneReasons = "lone-reasons"
        case misdirectionSteps = "misdirection-steps"
        case plainWords = "plain-words"
        case recipientUnderstanding = "recipient-understanding"
        case refusalReasons = "refusal-reasons"
        case sealedFacts = "sealed-facts"
        case signOff = "sign-off"
        case specialCategories = "special-categories"
        case tellingPoints = "telling-points"
        case withholdingConditions = "withholding-conditions"
        case checklists
    }

    public struct Entry: Hashable, Sendable {
        public let id: String
        public let words: String
        public let hint: String
        public let group: String
        /// The clauses it rests on.
        public let because: [String]
        /// What else is said of it, such as `within: 2 working days`.
        public let more: [String: String]
    }

    public let name: Name
    public let entries: [Entry]

    public subscript(_ id: String) -> Entry? { entries.first { $0.id == id } }
    /// The words of a code; the code itself where the list no longer has it.
    public func words(_ id: String) -> String { self[id]?.words ?? id }
    public var ids: [String] { entries.map(\.id) }
}

/// Every list of codes of a Content folder.
public struct CodeLists: Sendable {
    private let lists: [CodeList.Name: CodeList]

    public subscript(_ name: CodeList.Name) -> CodeList { lists[name] ?? CodeList(name: name, entries: []) }

    private struct File: Decodable {
        struct Entry: Decodable {
            let id: String
            let words: String
            let hint: String?
            let group: String?
            let because: [String]?
            let more: [String: String]?
        }
        let entries: [Entry]
    }

    /// - Throws: `Faults` with every list that is missing, unreadable, empty, or has a code twice.
    public init(folder: URL) throws(Faults) {
        var lists: [CodeList.Name: CodeList] = [:]
        var faults: [Fault] = []
        for name in CodeList.Name.allCases {
            let file = "lists/\(name.rawValue).yaml"
            do {
                let text = try PolicyLibrary.contents(file, in: folder)
                let read = try YAMLDecoder().decode(File.self, from: text)
                let entries = read.entries.map {
                    CodeList.Entry(
                        id: $0.id, words: $0.words, hint: $0.hint ?? "", group: $0.group ?? "", because: $0.because ?? [],
                        more: $0.more ?? [:])
                }
                let twice = Dictionary(grouping: entries, by: \.id).first { $0.value.count > 1 }
                if entries.isEmpty || twice != nil {
                    faults.append(
                        Fault(
                            file: file, line: 1, column: 1, words: twice?.key ?? "",
                            message: twice == nil ? "the list is empty" : "there are two entries of this name",
                            help: twice == nil ? "add entries" : "give one another name"))
                }
                lists[name] = CodeList(name: name, entries: entries)
            } catch let found as Faults {
                faults += found.all
            } catch {
                faults.append(
                    Fault(
                        file: file, line: 1, column: 1, words: "", message: "it is not a list of entries with `id` and `words`",
                        help: "compare it with the file of the same name that came with the program"))
            }
        }
        if !faults.isEmpty { throw Faults(faults) }
        self.lists = lists
    }
}
