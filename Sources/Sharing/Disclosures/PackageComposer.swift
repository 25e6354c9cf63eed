import Ledger
import Vault

/// Makes exactly what a recipient will see out of what was chosen for them: marked, each item labelled with what it is and
/// whose, names of others and sealed facts masked, the conditions below (000 §5.1.5, §19.3; 001 §6; 002 §2.9, Q6, Q20, Q21;
/// 004 §6.2, §6.5). It changes nothing and asks nothing.
public struct PackageComposer: Sendable {
    /// Who sends it, as the recipient reads it.
    public struct Sender: Sendable {
        public let name, post, organisation, telephone: String
        public init(name: String, post: String, organisation: String, telephone: String) {
            self.name = name
            self.post = post
            self.organisation = organisation
            self.telephone = telephone
        }
    }

    public struct Package: Sendable {
        public let letter: Letter
        /// The whole of it in plain text, byte for byte what is kept.
        public let text: String
        public let sent: [FrozenPackage.Sent]
        /// What was masked, and why.
        public let masked: [String]
        /// How somebody could be recognised all the same, where it is to identify nobody.
        public let recognised: [String]
        /// Names nobody: it stands in logs, histories and folders of downloads.
        public let fileName: String
        /// SHA-256 of the text, in hexadecimal digits.
        public let digest: String
        /// Sealed facts that stand in it in spite of everything: such a package does not leave.
        public let leaks: [SealedFactGuard.Hit]
    }

    let lists: CodeLists
    let cover: LetterTemplate
    let sender: Sender

    public init(_ lists: CodeLists, cover: LetterTemplate, from sender: Sender) {
        self.lists = lists
        self.cover = cover
        self.sender = sender
    }

    /// Where the items go in the letter: a paragraph that no text of anybody's can be.
    private static let place = "\u{E000}"

    public func package(_ about: DisclosureCase, on day: String) -> Package {
        let content = about.disclosure.content
        let hidesAll = about.isAnonymised
        let names = NameMask(
            about.masks, keeping: about.keptNames + [sender.name, sender.organisation],
            givenNames: hidesAll ? [] : about.ownNames)
        let guarding = SealedFactGuard(about.facts, recipient: about.contact?.id)
        var masked: [String] = []
        var kinds: [String: Int] = [:]
        func safe(_ text: String) -> String {
            let without = names.masked(text)
            let sealed = guarding.masked(without.text)
            for hit in sealed.hits { kinds[hit.kind, default: 0] += 1 }
            return sealed.text
        }
        var blocks: [Letter.Block] = []
        var sent: [FrozenPackage.Sent] = []
        for (place, item) in about.chosenItems.enumerated() {
            let parts = itemBlocks(item, number: place + 1, hidesAll: hidesAll).map { $0.mapped(safe) }
            blocks += parts
            sent.append(.init(item: item.id.text, text: Letter(name: "", edition: "", blocks: parts).body))
        }
        if content.threat == "goes", !hidesAll {
            blocks.append(.heading("Assessed as a continuing threat to others"))
            for relation in about.threats {
                let words = relation.content.continuingThreat
                blocks.append(.paragraph(safe(words.isEmpty ? relation.name : "\(relation.name): \(words)")))
            }
        }
        let filled = cover.filled(values(about, on: day)).blocks.map { $0.mapped(safe) }
        var whole: [Letter.Block] = []
        for block in filled { if block == .paragraph(Self.place) { whole += blocks } else { whole.append(block) } }
        let letter = Letter(name: cover.name, edition: cover.edition, blocks: whole)
        for name in about.thirdParties where name.keptWhy == nil {
            masked.append("\(name.name), \(name.relation): another person, not needed for the purpose")
        }
        for (kind, count) in kinds.sorted(by: { $0.key < $1.key }) {
            masked.append("\(lists[.sealedFacts].words(kind)): sealed, in \(count) place\(count == 1 ? "" : "s")")
        }
        if hidesAll { masked.append("Who the person is: what goes identifies nobody") }
        let text = letter.plainText
        return Package(
            letter: letter, text: text, sent: sent, masked: masked,
            recognised: hidesAll ? Recognition.ways(in: sent.map(\.text), about) : [],
            fileName: "disclosure-\(about.disclosure.id.text).txt", digest: Self.digest(of: text),
            leaks: guarding.hits(in: text))
    }

    public static func digest(of text: String) -> String {
        Digest(of: Array(text.utf8)).bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private func values(_ about: DisclosureCase, on day: String) -> [String: String] {
        let content = about.disclosure.content
        let contact = about.contact
        let post = [contact?.content.jobTitle, contact?.content.department].compactMap { $0 }.filter { !$0.isEmpty }
        let basis = lists[.bases].words(content.basis)
        let born = about.person.born.map { ", born \(Day.words($0))" } ?? ""
        return [
            "recipient": contact?.name ?? "", "post": post.isEmpty ? "Not recorded" : post.joined(separator: ", "),
            "agency": contact?.agency ?? "",
            "person": about.isAnonymised ? "Somebody who is not named" : about.person.name + born,
            "purpose": [lists[.purposes].words(content.purpose), content.purposeWords].filter { !$0.isEmpty }
                .joined(separator: ": "),
            "basis": [basis, content.basisWords].filter { !$0.isEmpty }.joined(separator: ": "),
            "conditions": content.conditions, "items": Self.place, "reference": about.disclosure.id.text,
            "date": Day.words(day), "sender": sender.name, "sender-post": sender.post, "organisation": sender.organisation,
            "telephone": sender.telephone.isEmpty ? "Not recorded" : sender.telephone,
        ]
    }

    private func itemBlocks(_ item: InformationItem, number: Int, hidesAll: Bool) -> [Letter.Block] {
        let content = item.content
        let kind =
            switch item.nature {
            case .fact: "Fact"
            case .opinion: "Opinion, not fact"
            case .reported: "Reported by somebody else, not seen by us"
            }
        var blocks: [Letter.Block] = [.heading("\(number). \(kind): \(lists[.information].words(item.category).lowercasedFirst)")]
        var said: [String] = []
        // An opinion always says whose it is (001 §5; 002 Q20).
        let whose = content.whose.isEmpty ? (item.nature == .opinion ? "whoever recorded it" : "") : content.whose
        if !whose.isEmpty, !hidesAll {
            said.append(item.nature == .opinion ? "Opinion of: \(whose)" : "Reported or seen by: \(whose)")
        }
        if !content.basis.isEmpty { said.append("It rests on: \(content.basis)") }
        if !content.from.isEmpty, !hidesAll { said.append("Supplied by: \(content.from)") }
        said.append(
            "When: \(item.happened.isEmpty ? "not known" : hidesAll ? String(item.happened.prefix(4)) : Day.words(item.happened))"
        )
        if !hidesAll {
            said.append(
                content.verifiedOn.isEmpty
                    ? "Last checked: not since it was recorded" : "Last checked: \(Day.words(content.verifiedOn))")
        }
        if !content.historical.isEmpty { said.append("From the past; why it still matters: \(content.historical)") }
        blocks.append(.list(said))
        for part in content.text.split(separator: "\n") where !part.allSatisfy(\.isWhitespace) {
            blocks.append(.paragraph(String(part)))
        }
        return blocks
    }
}

extension Letter {
    /// Without the marking: a part of a letter.
    var body: String { String(plainText.dropFirst(Self.marking.count)).trimmingEnds }
}

extension Letter.Block {
    func mapped(_ change: (String) -> String) -> Letter.Block {
        switch self {
        case .title(let text): .title(change(text))
        case .heading(let text): .heading(change(text))
        case .paragraph(let text): .paragraph(change(text))
        case .list(let entries): .list(entries.map(change))
        }
    }

    /// As it is kept with what left.
    public var kept: [String] {
        switch self {
        case .title(let text): ["title", text]
        case .heading(let text): ["heading", text]
        case .paragraph(let text): ["paragraph", text]
        case .list(let entries): ["list"] + entries
        }
    }

    public init?(kept: [String]) {
        guard let kind = kept.first else { return nil }
        switch kind {
        case "title": self = .title(kept.dropFirst().joined())
        case "heading": self = .heading(kept.dropFirst().joined())
        case "paragraph": self = .paragraph(kept.dropFirst().joined())
        case "list": self = .list(Array(kept.dropFirst()))
        default: return nil
        }
    }
}

extension String {
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
    fileprivate var trimmingEnds: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}

/// Days as people read them.
enum Day {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]

    /// `27 March 2026` for `2026-03-27`, `27 March 2026 at 14:30` with a time; the text itself where it is not a day.
    static func words(_ text: String) -> String {
        let parts = text.split(separator: "T", maxSplits: 1).map(String.init)
        let numbers = (parts.first ?? "").split(separator: "-").compactMap { Int($0) }
        guard numbers.count == 3, (1...12).contains(numbers[1]) else { return text }
        let day = "\(numbers[2]) \(months[numbers[1] - 1]) \(numbers[0])"
        return parts.count > 1 ? "\(day) at \(parts[1].prefix(5))" : day
    }
}
