public import Vault

extension SharingRequest {
    /// Where an answer comes from that the records gave, and what they said: an answer that somebody gave instead stays.
    public struct Source: Codable, Hashable, Sendable {
        public let answer: String
        public let words: String
        public let record: String
    }

    /// What the records said of a fact when they were last taken up.
    public func source(of fact: String) -> Source? {
        guard let words = sources[fact], let answer = sources[fact + Self.answered] else { return nil }
        return Source(answer: answer, words: words, record: sources[fact + Self.standsIn] ?? "")
    }

    private static let answered = ".answer"
    private static let standsIn = ".record"

    /// Takes up what the records know. An answer that somebody gave is never overwritten: the difference is kept, to be shown.
    /// - Returns: the facts on which the records and the answers differ.
    @discardableResult
    public mutating func takeUp(_ known: KnownFacts) -> [String] {
        let before = answers
        // An answer that came from a record alone falls with it.
        for fact in sources.keys where !fact.contains(".") && known[fact] == nil {
            if let source = source(of: fact), before[fact] == source.answer { answers[fact] = nil }
            sources[fact] = nil
            sources[fact + Self.answered] = nil
            sources[fact + Self.standsIn] = nil
        }
        var differing: [String] = []
        for one in known.all {
            let isOwn = before[one.fact].map { $0 != source(of: one.fact)?.answer } ?? false
            if isOwn, before[one.fact] != one.answer { differing.append(one.fact) } else { answers[one.fact] = one.answer }
            sources[one.fact] = one.words
            sources[one.fact + Self.answered] = one.answer
            sources[one.fact + Self.standsIn] = one.record
        }
        return differing
    }

    /// The facts that somebody answered otherwise than the records.
    public var differing: [String] {
        sources.keys.filter { fact in source(of: fact).map { $0.answer != answers[fact] } ?? false }.sorted()
    }
}

extension Transaction {
    /// Everything that is looked at to answer a policy's questions about a request. Each look is noted.
    /// - Throws: `NothingToSee`; `StorageFault`.
    public mutating func known(
        for request: SharingRequest, requesters: CodeList, agencies: CodeList, points: CodeList
    ) throws -> KnownFacts.Records? {
        guard let id = request.person else { return nil }
        var known = KnownFacts.Records(person: try find(id), request: request)
        known.particulars = try findIfAny(RecordID<Particulars>(id.text))
        known.relations = try list(Relation.of(id))
        known.sealed = try list(SealedFact.of(id))
        known.consents = try consents(of: id)
        known.runs = try list(ProcedureRun.about(id))
        if !request.chosen.isEmpty {
            known.chosen = try list(InformationItem.about(id)).filter { request.chosen.contains($0.id.text) }
        }
        if let contact = request.asking?.contact { known.contact = try findIfAny(RecordID<Contact>(contact)) }
        known.points = points.ids
        known.recipient = Self.recipient(request, known.contact, requesters, agencies)
        return known
    }

    /// The directory says better than the caller what they are.
    private static func recipient(
        _ request: SharingRequest, _ contact: Contact?, _ requesters: CodeList, _ agencies: CodeList
    ) -> (answer: String, words: String)? {
        if let contact {
            let fitting = requesters.entries.first { entry in
                (entry.more["agencies"] ?? "").split(separator: " ").map(String.init).contains(contact.kind)
            }
            if let answer = fitting?.more["recipient"] {
                return (answer, "From the directory: \(agencies.words(contact.kind))")
            }
        }
        guard request.askedBy != nil, let entry = request.asking.flatMap({ requesters[$0.kind] }),
            let answer = entry.more["recipient"]
        else { return nil }
        return (answer, "From who asks: \(entry.words)")
    }
}
