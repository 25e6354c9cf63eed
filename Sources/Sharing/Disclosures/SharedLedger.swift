import Ledger
public import Vault

/// "Where my information went": what of somebody went to whom, in words for themself (002 §2.12; 000 §12.2).
///
/// It is put together from codes and names of agencies alone: nothing that anybody typed freely stands in it, so that nobody
/// else is spoken of and no sealed fact slips in. What the person may not know of yet is left out of their copy without a
/// trace, and only staff see that it is.
public struct SharedLedger: Sendable {
    public struct Entry: Hashable, Sendable {
        public let disclosure: RecordID<Disclosure>
        /// `2026-03-27`
        public let day: String
        public let recipient: String
        public let kinds: [String]
        public let purpose: String
        public let hasAgreed: Bool
        public let wentAstray: Bool
        /// Why it is left out of the person's copy; nil when it stands there.
        public let withheld: String?
    }

    /// What is known of one disclosure.
    public struct Source: Sendable {
        public let disclosure: Disclosure
        public let packages: [FrozenPackage]
        public let contact: Contact?
        /// Codes of `Content/lists/information.yaml`, of what was sent.
        public let categories: [String]
        public let telling: Telling?
        public let informings: [Informing]

        public init(
            _ disclosure: Disclosure, packages: [FrozenPackage], contact: Contact?, categories: [String], telling: Telling?,
            informings: [Informing]
        ) {
            self.disclosure = disclosure
            self.packages = packages
            self.contact = contact
            self.categories = categories
            self.telling = telling
            self.informings = informings.filter { $0.whom == .person }
        }
    }

    /// The latest first, those that are left out of the person's copy included.
    public let entries: [Entry]

    /// - Parameters:
    ///   - plainWords: what the codes of kinds of information and of purposes are called to the person.
    ///   - relations: people the person knows themself. Of these alone the name is given; of others the agency.
    ///   - facts: the person's sealed facts.
    public init(
        _ sources: [Source], relations: [Relation], facts: [SealedFact], plainWords: CodeList, agencies: CodeList
    ) {
        let safe = SealedFactGuard(facts, recipient: nil)
        let known = Set(relations.filter { !$0.isEnded && $0.kind != "alleged" }.compactMap(\.content.contact))
        entries = sources.filter { $0.disclosure.state.hasLeft }.map { source in
            Entry(
                disclosure: source.disclosure.id, day: Self.day(source),
                recipient: Self.recipient(source, known: known, safe, agencies),
                kinds: Self.kinds(source, plainWords),
                purpose: plainWords["purposes." + source.disclosure.content.purpose]?.words ?? "",
                hasAgreed: source.disclosure.content.basis == "consent",
                wentAstray: source.disclosure.state == .misdirected, withheld: Self.withheld(source))
        }.sorted { ($0.day, $0.disclosure.text) > ($1.day, $1.disclosure.text) }
    }

    /// What the person is given.
    public var forThePerson: [Entry] { entries.filter { $0.withheld == nil } }

    /// What only staff see.
    public var leftOut: [Entry] { entries.filter { $0.withheld != nil } }

    /// Whether the person may not know of it yet. Where they are not to be told for now, or never, it is left out, until
    /// they have been told after all.
    static func withheld(_ source: Source) -> String? {
        let open = source.informings
        if open.contains(where: { $0.state == .deferred }) { return "Telling them is deferred" }
        if open.contains(where: { $0.state == .told }) { return nil }
        if open.contains(where: { $0.state == .closed }) { return "It was decided not to tell them" }
        return source.telling == .notYet ? "They are not told yet" : nil
    }

    private static func day(_ source: Source) -> String {
        if !source.disclosure.content.sentOn.isEmpty { return String(source.disclosure.content.sentOn.prefix(10)) }
        return source.packages.last?.at.day ?? source.disclosure.changed.day
    }

    private static func recipient(_ source: Source, known: Set<String>, _ safe: SealedFactGuard, _ agencies: CodeList) -> String {
        let contact = source.contact
        let agency = contact?.agency ?? source.disclosure.content.recipientAgency
        let kind = contact.flatMap { agencies[$0.kind]?.words } ?? ""
        var words = agency.isEmpty ? kind : agency
        if let contact, known.contains(contact.id.text), !contact.name.isEmpty { words = "\(contact.name), \(words)" }
        // The name of a school can itself be what nobody may learn: then only what kind of place it is.
        if !safe.hits(in: words).isEmpty { words = kind }
        return words.isEmpty || !safe.hits(in: words).isEmpty ? "Another service" : words
    }

    private static func kinds(_ source: Source, _ plainWords: CodeList) -> [String] {
        var found: [String] = []
        for code in source.categories {
            let words = plainWords["information." + code]?.words ?? ""
            if !words.isEmpty, !found.contains(words) { found.append(words) }
        }
        return found.sorted()
    }
}

extension SharedLedger.Entry {
    /// The entry as the person reads it.
    /// - Parameter date: the day in words.
    public func sentences(_ date: String) -> String {
        var parts = ["On \(date) we told \(recipient)."]
        if !kinds.isEmpty { parts.append("We told them about \(kinds.joined(separator: "; ")).") }
        if !purpose.isEmpty { parts.append("We did this \(purpose).") }
        parts.append(
            hasAgreed
                ? "You, or somebody who decides for you, said yes to this."
                : "We did not need your yes for this. You can ask us why.")
        if wentAstray { parts.append("This went to the wrong place. We are putting that right.") }
        parts.append("You can ask us to show you what we sent.")
        return parts.joined(separator: " ")
    }
}
