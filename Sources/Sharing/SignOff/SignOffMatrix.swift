import Foundation
public import Policy
public import Vault

/// Who must agree before something is shared, as `Content/lists/sign-off.yaml` says.
public struct SignOffMatrix: Sendable {
    /// Somebody must agree.
    public struct Need: Hashable, Sendable {
        /// A code of the list.
        public let situation: String
        public let words: String
        /// The post that may agree: `manager`, `governance`.
        public let level: String
        public let because: [String]
        /// What the document calls the post: "Head of Operations".
        public var post = ""
        /// Whoever decides and holds the post needs nobody else (000 §9.2: the Service Manager makes the decision).
        public var isMetByPost = false

        public init(
            situation: String, words: String, level: String, because: [String], post: String = "", isMetByPost: Bool = false
        ) {
            self.situation = situation
            self.words = words
            self.level = level
            self.because = because
            self.post = post
            self.isMetByPost = isMetByPost
        }
    }

    /// A line of the list, with its condition read.
    private struct Situation: Sendable {
        let need: Need
        let policies: [String]
        let verdicts: [String]
        let recipients: [String]
        let when: WrittenCondition?
        /// No test of a question that nobody put is met; one that was answered "not known" counts as if it were.
        let ignoresUnasked: Bool
        let isForWholeFile: Bool
        /// Asked for by its name alone, as for the release of a sealed fact.
        let isByName: Bool
    }

    private let situations: [Situation]
    private let vocabulary: Vocabulary

    /// - Throws: `Faults` when a condition cannot be read.
    public init(_ lists: CodeLists, _ vocabulary: Vocabulary) throws(Faults) {
        let file = "lists/\(CodeList.Name.signOff.rawValue).yaml"
        var faults: [Fault] = []
        var situations: [Situation] = []
        for entry in lists[.signOff].entries {
            let level = entry.more["level"] ?? ""
            guard Role.signOffLevels.contains(level) else {
                faults.append(
                    Fault(
                        file: file, line: 1, column: 1, words: entry.id, message: "`\(entry.id)` has no level",
                        help: "write `level: manager` or `level: governance`"))
                continue
            }
            var when: WrittenCondition?
            if let text = entry.more["when"] {
                do { when = try WrittenCondition(reading: text, vocabulary: vocabulary, file: file) } catch {
                    faults += error.all
                    continue
                }
            }
            func words(_ key: String) -> [String] { entry.more[key]?.split(separator: " ").map(String.init) ?? [] }
            situations.append(
                Situation(
                    need: Need(
                        situation: entry.id, words: entry.words, level: level, because: entry.because,
                        post: entry.more["post"] ?? "", isMetByPost: entry.more["met-by-post"] == "yes"),
                    policies: words("policies"), verdicts: words("verdicts"), recipients: words("recipients"), when: when,
                    ignoresUnasked: entry.more["unasked"] == "does-not-hold", isForWholeFile: entry.more["whole-file"] == "yes",
                    isByName: entry.more["by-name"] == "yes"))
        }
        if !faults.isEmpty { throw Faults(faults) }
        self.situations = situations
        self.vocabulary = vocabulary
    }

    /// What must be agreed to for a decision. A condition that rests on what is not known counts as if it held.
    /// - Parameters:
    ///   - facts: as advice keeps them.
    ///   - basis: on what it rests: a code of `Content/lists/bases.yaml`, or "".
    ///   - recipient: what kind of recipient it is: a code of the fact `recipient`, of `requesters.yaml` or `agencies.yaml`.
    public func needed(
        policy: String, facts: [String: String], verdict: Verdict, basis: String, recipient: String, isWholeFile: Bool
    ) -> [Need] {
        let situation = Self.situation(facts, vocabulary)
        return situations.filter { one in
            guard !one.isByName, one.policies.isEmpty || one.policies.contains(policy) else { return false }
            guard one.verdicts.isEmpty ? verdict.discloses : one.verdicts.contains(verdict.rawValue) else { return false }
            if one.isForWholeFile, !isWholeFile, facts["whole-file"] != "yes" { return false }
            if !one.recipients.isEmpty {
                let named = [recipient, facts["recipient"] ?? ""]
                guard one.recipients.contains(where: { named.contains($0) }) else { return false }
            }
            guard let when = one.when else { return true }
            if let holds = when.condition.holds(in: situation) { return holds }
            // Consent on which it is said to rest, with no answer that says otherwise.
            if basis == "consent", when.condition.facts == [Fact.ID("consent")] { return false }
            return one.ignoresUnasked ? Self.mayHold(when.condition, in: situation) : true
        }.map(\.need)
    }

    /// Whether it holds or may, where what was answered "not known" may be anything, and no test of a question that nobody
    /// put is met.
    private static func mayHold(_ condition: Condition, in situation: Policy.Situation) -> Bool {
        func holds(_ condition: Condition) -> Bool? {
            switch condition {
            case .always: return true
            case .test(let fact, let values):
                switch situation[fact] {
                case nil: return false
                case .notKnown?: return nil
                case .choice(let value)?: return values.contains(value)
                }
            case .not(let inner): return holds(inner).map { !$0 }
            case .all(let parts):
                let held = parts.map(holds)
                return held.contains(false) ? false : held.contains(nil) ? nil : true
            case .any(let parts):
                let held = parts.map(holds)
                return held.contains(true) ? true : held.contains(nil) ? nil : false
            }
        }
        return holds(condition) ?? true
    }

    /// A situation that is asked for by its name alone, such as `sealed-release`.
    public func named(_ situation: String) -> Need? { situations.first { $0.need.situation == situation }?.need }

    /// Answers that the vocabulary no longer has count as not known.
    private static func situation(_ facts: [String: String], _ vocabulary: Vocabulary) -> Policy.Situation {
        var situation = Policy.Situation()
        for (name, value) in facts {
            let answer = Answer(value)
            guard let fact = vocabulary[Fact.ID(name)] else { continue }
            if case .choice(let choice) = answer, fact.index(of: choice) == nil { continue }
            situation[fact.id] = answer
        }
        return situation
    }
}

extension Role {
    /// The posts that a level can ask for, the lower first.
    static let signOffLevels = ["manager", "governance"]

    /// Whether somebody in this role may agree to what a level asks for: that post, or a higher one.
    public func mayAgree(to level: String) -> Bool {
        guard let asked = Self.signOffLevels.firstIndex(of: level), let own = Self.signOffLevels.firstIndex(of: rawValue)
        else { return false }
        return own >= asked
    }
}
