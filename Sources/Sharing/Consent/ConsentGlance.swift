public import Vault

extension ConsentRegister {
    /// One sentence of what may go to whom, or may not.
    public struct Glance: Hashable, Sendable {
        public let consent: RecordID<Consent>
        public let isYes: Bool
        public let words: String
    }

    /// What may go to whom, for what and until when, and what may not, in words (002 Q20; 003 F-Share). What a later
    /// conversation took away is not said to be agreed.
    public func atAGlance(
        _ lists: CodeLists, _ contacts: [Contact], relations: [Relation] = [], on day: String
    ) -> [Glance] {
        let words = ConsentWords(lists, contacts, relations)
        func now(_ line: Consent.Line) -> Coverage {
            coverage(category: line.category, agencies: [line.agency], purpose: line.purpose, on: day)
        }
        var yes: [Glance] = []
        var no: [Glance] = []
        for entry in entries where entry.consent.kind == .consent && entry.standing(on: day) != .invalid {
            let id = entry.consent.id
            let content = entry.consent.content
            for line in content.scope {
                let what = words.what(line)
                switch now(line) {
                case .covered(id) where entry.isGiven:
                    let until = entry.reviewOn.map { " Looked at again by \(ConsentWords.day($0))." } ?? ""
                    let ends = content.endsWith.isEmpty ? "" : " Until: \(content.endsWith)."
                    let general = content.isGeneral ? " Under a general consent." : ""
                    yes.append(
                        .init(consent: id, isYes: true, words: "\(what.subject) may go to \(what.rest).\(general)\(ends)\(until)")
                    )
                case .refused(id):
                    no.append(
                        .init(consent: id, isYes: false, words: "\(what.subject) may not go to \(what.rest): they said no."))
                case .withdrawn(id):
                    no.append(
                        .init(consent: id, isYes: false, words: "\(what.subject) may not go to \(what.rest): they took it back."))
                case .notAsked where entry.isGiven:
                    let why =
                        entry.standing(on: day) == .ended
                        ? "the agreement has ended" : "the agreement was due to be looked at again"
                    no.append(
                        .init(consent: id, isYes: false, words: "\(what.subject) to \(what.rest): ask again, because \(why)."))
                default: continue
                }
            }
            for line in content.exclusions where now(line) == .excluded(id) {
                let what = words.what(line)
                no.append(
                    .init(consent: id, isYes: false, words: "\(what.subject) may not go to \(what.rest): they left it out."))
            }
        }
        var said: Set<String> = []
        return (yes + no).filter { said.insert($0.words).inserted }
    }
}

/// Lines of a consent in words.
public struct ConsentWords: Sendable {
    private let lists: CodeLists
    private let names: [String: String]

    public init(_ lists: CodeLists, _ contacts: [Contact], _ relations: [Relation]) {
        self.lists = lists
        var names: [String: String] = [:]
        for contact in contacts { names["contact:" + contact.id.text] = "\(contact.name), \(contact.agency)" }
        for relation in relations { names["relation:" + relation.id.text] = relation.name }
        self.names = names
    }

    public func category(_ code: String) -> String {
        code == "any" ? "All information" : lists[.information].words(code)
    }

    public func agency(_ key: String) -> String {
        if key == "any" { return "any agency" }
        if let name = names[key] { return name }
        if key.hasPrefix("kind:") { return lists[.agencies].words(String(key.dropFirst(5))) }
        return "somebody who is no longer listed"
    }

    public func purpose(_ code: String) -> String {
        code == "any" ? "for any purpose" : Self.lower(lists[.purposes].words(code))
    }

    func what(_ line: Consent.Line) -> (subject: String, rest: String) {
        (category(line.category), "\(agency(line.agency)), \(purpose(line.purpose))")
    }

    /// Such as "Physical health to General practice, to give care".
    public func line(_ line: Consent.Line) -> String {
        let what = what(line)
        return "\(what.subject) to \(what.rest)"
    }

    private static func lower(_ text: String) -> String { text.prefix(1).lowercased() + text.dropFirst() }

    /// `2026-03-27` as `27 March 2026`; anything else as it is.
    public static func day(_ text: String) -> String {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
            "December",
        ]
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1...12).contains(parts[1]) else { return text }
        return "\(parts[2]) \(months[parts[1] - 1]) \(parts[0])"
    }
}
