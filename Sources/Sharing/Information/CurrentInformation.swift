import Ledger
public import Vault

/// Which items stand today and which were corrected, with how one came from the other (000 §11.2; 002 App C).
public struct CurrentInformation: Sendable {
    /// In the order in which they were given.
    public let current: [InformationItem]
    public let superseded: [InformationItem]
    private let byID: [RecordID<InformationItem>: InformationItem]
    private let corrections: [RecordID<InformationItem>: [InformationItem]]

    public init(_ items: [InformationItem]) {
        byID = Dictionary(items.map { ($0.id, $0) }) { first, _ in first }
        var corrections: [RecordID<InformationItem>: [InformationItem]] = [:]
        for item in items { if let old = item.corrects { corrections[old, default: []].append(item) } }
        self.corrections = corrections.mapValues { $0.sorted { ($0.at, $0.id.text) < ($1.at, $1.id.text) } }
        current = items.filter { corrections[$0.id] == nil }
        superseded = items.filter { corrections[$0.id] != nil }
    }

    public func isSuperseded(_ id: RecordID<InformationItem>) -> Bool { corrections[id] != nil }

    /// What corrected an item, the latest last.
    public func corrections(of id: RecordID<InformationItem>) -> [InformationItem] { corrections[id] ?? [] }

    /// Everything from which an item came, the oldest first, and the item itself last.
    public func history(of id: RecordID<InformationItem>) -> [InformationItem] {
        var history: [InformationItem] = []
        var next: RecordID<InformationItem>? = id
        while let place = next, let item = byID[place], !history.contains(where: { $0.id == item.id }) {
            history.insert(item, at: 0)
            next = item.corrects
        }
        return history
    }

    /// The whole chain that an item belongs to, the oldest first.
    public func chain(of id: RecordID<InformationItem>) -> [InformationItem] {
        guard let first = history(of: id).first else { return [] }
        var chain = [first]
        var place = 0
        while place < chain.count {
            chain += corrections(of: chain[place].id).filter { later in !chain.contains { $0.id == later.id } }
            place += 1
        }
        return chain.sorted { ($0.at, $0.id.text) < ($1.at, $1.id.text) }
    }
}

extension FrozenPackage {
    /// The packages in which an item went, or another of the same chain before it.
    public static func having(_ items: [InformationItem], among packages: [FrozenPackage]) -> [FrozenPackage] {
        let numbers = Set(items.map(\.id.text))
        return packages.filter { $0.content.sent.contains { numbers.contains($0.item) } }
    }
}

extension Transaction {
    /// Somebody whose file may be opened: by those who work with them, and those who oversee the work. For everybody else
    /// they are not there.
    /// - Throws: `NothingToSee`; `StorageFault`.
    public mutating func personInHand(_ id: RecordID<RegisteredPerson>) throws -> RegisteredPerson {
        let person = try find(id)
        // A refusal is noted at the file, not at the name.
        _ = try findIfAny(RecordID<Particulars>(id.text))
        let works = try worksWith(id.text)
        guard context.oversees || (context.doesCasework && works) else { throw NothingToSee() }
        return person
    }

    /// The items about a person that are not kept from the one who asks.
    /// - Throws: `StorageFault`.
    public mutating func information(about person: RecordID<RegisteredPerson>) throws -> [InformationItem] {
        let reader = context.practitioner
        let sees = context.oversees
        return try list(
            InformationItem.about(person).sifted { items in
                items.filter { sees || $0.author == reader || !$0.content.colleagues.contains(reader) }
            })
    }

    /// One item about a person, unless it is kept from the one who asks.
    /// - Throws: `NothingToSee`; `StorageFault`.
    public mutating func item(_ id: String, about person: RecordID<RegisteredPerson>) throws -> InformationItem {
        guard let item = try information(about: person).first(where: { $0.id.text == id }) else { throw NothingToSee() }
        return item
    }
}

extension Transaction {
    /// Keeps an item that corrects another. Whoever received what it corrects, in this form or an earlier one, is to be told:
    /// each of them waits as something to tell and as a duty (000 §5.1.5, §11.2; 001 §6 Accurate).
    /// - Throws: as `keep`.
    public mutating func correct(with item: InformationItem, _ deadlines: Deadlines) throws {
        let known = CurrentInformation(try list(InformationItem.about(item.person)))
        let earlier = item.corrects.map { known.history(of: $0) } ?? []
        let packages = FrozenPackage.having(earlier, among: try list(FrozenPackage.about(item.person)))
        try keep(item, as: .corrected)
        var told: Set<String> = []
        for package in packages where told.insert(package.contact.text).inserted {
            let contact = try findIfAny(package.contact)
            var content = Informing.Content()
            content.name = contact.map { "\($0.name), \($0.agency)" } ?? "A recipient"
            content.words = "What we sent was corrected: \(item.content.correctionWhy)"
            let informing = Informing(of: .recipient, about: item.reference, person: item.person, content, by: context, at: now)
            try keep(informing, as: .recorded)
            try owe(
                "correction-told", about: "informing/\(informing.id.text)", person: item.person,
                words: "Tell \(content.name) that what they received was corrected", deadlines)
        }
    }
}
