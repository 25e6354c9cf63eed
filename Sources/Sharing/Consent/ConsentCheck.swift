public import Ledger
import Vault

/// Whether a conversation about consent can be recorded as it was written down: what stops it, and what must be read
/// first (000 §10; 002 Q10–Q19; 004 §6.5).
public struct ConsentCheck: Sendable {
    /// What is known of the person when it is recorded.
    public struct Circumstances: Sendable {
        public var person: RegisteredPerson
        public var particulars: Particulars?
        public var relations: [Relation]
        public var runs: [ProcedureRun]
        public var explanations: [Explanation]
        public var register: ConsentRegister
        /// Something was asked for in another language or format, and has not been delivered.
        public var awaitsMaterial: Bool

        public init(
            person: RegisteredPerson, particulars: Particulars?, relations: [Relation], runs: [ProcedureRun],
            explanations: [Explanation], register: ConsentRegister, awaitsMaterial: Bool
        ) {
            self.person = person
            self.particulars = particulars
            self.relations = relations
            self.runs = runs
            self.explanations = explanations
            self.register = register
            self.awaitsMaterial = awaitsMaterial
        }
    }

    /// What stops it.
    public enum Refusal: Hashable, Sendable {
        case notExplained
        case pointsUnmet([String])
        case noEvidence
        case evidenceWithoutWords(String)
        case impliedForSensitive([String])
        case generalWithoutReason
        case noStanding(String, ConsentStanding.Remedy)
        case noSupport
        case signalNotConfirmed
        case noInterpreterSession
        case materialAwaited
        case noAttempts
    }

    /// What must be read first, and answered.
    public enum Warning: String, Hashable, Sendable {
        /// They said otherwise not long ago (002 Q11).
        case contrary
        /// A diagnosis is the only reason (002 Q11; 003 M3 p2).
        case diagnosisAlone = "diagnosis-alone"
        /// Not everything that belongs to asking was there (000 §10.13).
        case mannerLacking = "manner-lacking"
    }

    public let circumstances: Circumstances
    private let lists: CodeLists
    private let now: Instant

    public init(_ circumstances: Circumstances, _ lists: CodeLists, on now: Instant) {
        self.circumstances = circumstances
        self.lists = lists
        self.now = now
    }

    /// The points of an explanation that make it whole.
    public var explanationPoints: [String] { lists[.explanationPoints].entries.filter { $0.group.isEmpty }.map(\.id) }

    public var explanationGate: ExplanationGate.Refusal? {
        ExplanationGate.refusal(circumstances.explanations, needing: explanationPoints)
    }

    /// On what the standing of whoever answers rests.
    public func standing(of content: Consent.Content) -> ConsentStanding {
        .of(
            needs: lists[.consentGivers][content.capacity]?.more["needs"] ?? "", giver: content.giver,
            evidence: content.capacityEvidence, person: circumstances.person,
            relation: circumstances.relations.first { $0.id.text == content.relation }, runs: circumstances.runs,
            standings: circumstances.particulars?.content.standings ?? [], on: now)
    }

    /// Everything that stops it, the weightiest first.
    public func refusals(_ kind: Consent.Kind, _ answer: Consent.Answer, _ content: Consent.Content) -> [Refusal] {
        var found: [Refusal] = []
        switch answer {
        case .notSought: return []
        case .notObtained:
            let needs = lists[.consentNotSought][content.notSought]?.more["attempts"] == "yes"
            return needs && content.attempts.isEmpty && !content.isUrgent ? [.noAttempts] : []
        case .given, .limited, .refused: break
        }
        if explanationGate != nil { found.append(.notExplained) }
        if case .lacks(let what, let remedy) = standing(of: content) { found.append(.noStanding(what, remedy)) }
        guard answer != .refused else { return found }
        found += communication(content)
        if kind == .consent { found += soundness(content) }
        return found
    }

    /// Consent that was not understood, or not understood rightly, is none (000 §10.5–10.7).
    private func communication(_ content: Consent.Content) -> [Refusal] {
        var found: [Refusal] = []
        let profile = circumstances.particulars?.content.communication
        let isThemselves = content.capacity.hasPrefix("self")
        if isThemselves, profile?.needsSupport == true, content.support.isEmpty { found.append(.noSupport) }
        let hasSignal = !content.signal.isEmpty || (isThemselves && profile?.signal.isEmpty == false)
        if hasSignal, content.signal.isEmpty || content.signalConfirmedBy.isEmpty || content.signalHow.isEmpty {
            found.append(.signalNotConfirmed)
        }
        let isInterpreted = !content.interpreter.isEmpty || (isThemselves && profile?.interpreter.isEmpty == false)
        let session = circumstances.runs.contains {
            $0.procedure == "interpreter-session" && $0.person == circumstances.person.id && $0.state == .closed
                && $0.changed.day >= content.offeredOn && $0.content.answers["briefed"] != "no"
                && $0.content.answers["explained"] != "no"
        }
        if isInterpreted, !session { found.append(.noInterpreterSession) }
        return found
    }

    private func soundness(_ content: Consent.Content) -> [Refusal] {
        var found: [Refusal] = []
        let unmet = lists[.consentPoints].ids.filter { !content.points.contains($0) }
        if !unmet.isEmpty { found.append(.pointsUnmet(unmet)) }
        if circumstances.awaitsMaterial { found.append(.materialAwaited) }
        let evidence = lists[.consentEvidence][content.evidence]
        if evidence == nil { found.append(.noEvidence) }
        if let words = evidence?.more["words"], content.evidenceWords.isEmpty { found.append(.evidenceWithoutWords(words)) }
        let never = (evidence?.more["not-for"] ?? "").split(separator: " ").map(String.init)
        let sensitive = content.scope.map(\.category).filter { never.contains($0) }
        if !sensitive.isEmpty { found.append(.impliedForSensitive(sensitive)) }
        // Whoever may be any agency was not thought of when the person agreed.
        let isGeneral = content.isGeneral || content.scope.contains { $0.agency == "any" }
        if isGeneral, content.generalWhy.isEmpty { found.append(.generalWithoutReason) }
        return found
    }

    /// What must be read before it is recorded.
    public func warnings(_ kind: Consent.Kind, _ answer: Consent.Answer, _ content: Consent.Content) -> [Warning] {
        var found: [Warning] = []
        if kind == .consent, [.given, .limited, .refused].contains(answer), saidOtherwise(answer, content) {
            found.append(.contrary)
        }
        if answer == .notObtained || answer == .notSought, restsOnDiagnosis(content) { found.append(.diagnosisAlone) }
        let manner = lists[.consentManner].ids
        if kind == .consent, answer == .given || answer == .limited, manner.contains(where: { !content.manner.contains($0) }) {
            found.append(.mannerLacking)
        }
        return found
    }

    /// How long ago somebody said otherwise and it still counts as not long ago: a setting of ours, the documents give none.
    public static let recentDays: Int64 = 180

    private func saidOtherwise(_ answer: Consent.Answer, _ content: Consent.Content) -> Bool {
        let since = now.adding(days: -Self.recentDays)
        func meet(_ a: [Consent.Line], _ b: [Consent.Line]) -> Bool {
            a.contains { x in
                b.contains { y in
                    [(x.category, y.category), (x.agency, y.agency), (x.purpose, y.purpose)].allSatisfy {
                        $0 == $1 || $0 == "any" || $1 == "any"
                    }
                }
            }
        }
        return circumstances.register.entries.contains { entry in
            guard entry.consent.kind == .consent, entry.standing(on: now.day) != .invalid else { return false }
            let earlier = entry.consent.content
            if answer == .refused { return entry.isGiven && entry.consent.at >= since && meet(earlier.scope, content.scope) }
            let tookBack = entry.isGiven && (entry.withdrawnAt.map { $0 >= since } ?? false)
            if tookBack, meet(earlier.scope, content.scope) { return true }
            guard entry.consent.at >= since else { return false }
            if entry.consent.answer == .refused, meet(earlier.scope, content.scope) { return true }
            return meet(earlier.exclusions, content.scope)
        }
    }

    private func restsOnDiagnosis(_ content: Consent.Content) -> Bool {
        let entry = lists[.consentNotSought]["capacity"]
        func names(_ key: String, in text: String) -> Bool {
            (entry?.more[key] ?? "").split(separator: " ").contains { text.contains($0) }
        }
        let text = (content.notSoughtWords + " " + content.attempts).lowercased()
        return names("diagnoses", in: text) && !names("decision", in: text)
    }
}
