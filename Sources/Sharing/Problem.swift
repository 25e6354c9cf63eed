import Policy
import Vault

/// Something that went wrong, for two readers: the practitioner reads what happened, whether their work is safe and
/// what to do; the operator reads which kind and where. Neither reads the other's text, and nothing about a person
/// stands in the operator's.
public struct Problem: Sendable {
    public enum Level: String, Sendable {
        /// Counted.
        case expected
        /// Looked at today.
        case fault
        /// Wakes somebody.
        case alarm
    }

    public let kind: String
    public let level: Level
    /// Of HTTP.
    public let status: Int
    public let title: String
    public let explanation: String
    public let whatNext: String
    /// For the operator: codes and numbers only.
    public let notes: [String: String]

    public init(_ error: any Error) {
        switch error {
        case is NothingToSee: self = .nothingToSee
        case let fault as StorageFault: self = Self.storage(fault)
        case let broken as LedgerBroken:
            self = Problem(
                kind: "ledger.broken", level: .alarm, status: 503, title: "You can read records but not add to them",
                explanation: "The evidence of past records does not fit together and is being checked. Nothing was recorded.",
                whatNext: "To protect somebody, use your local procedure now. Write down what you do and record it here later.",
                notes: ["entry": "\(broken.at)", "what": broken.what, "why": broken.why])
        case let fault as Row.Fault:
            self = Problem(
                kind: "record.unreadable", level: .fault, status: 500, title: "This record cannot be read",
                explanation: "What is stored is not what should be stored. Nothing was changed.",
                whatNext: "Tell the help desk the reference below. Until then, use your local procedure.",
                notes: ["column": fault.column])
        case is MasterKeys.Fault:
            self = Problem(
                kind: "key.missing", level: .alarm, status: 503, title: "Records cannot be opened",
                explanation: "The key that opens records is not at hand. Nothing was recorded and nothing is lost.",
                whatNext: "Tell the help desk at once. To protect somebody, use your local procedure now.",
                notes: ["fault": "\(error)"])
        case is FileDestroyed:
            self = Problem(
                kind: "file.destroyed", level: .expected, status: 409, title: "This file has been destroyed",
                explanation: "What it said was destroyed, and nothing more can be kept in it. Nothing was recorded.",
                whatNext: "Begin a new record if there is something new to record.", notes: [:])
        case let refusal as ProposalRefusal: self = Self.proposal(refusal)
        case is Faults:
            self = Problem(
                kind: "policy.fault", level: .fault, status: 503, title: "Advice is not available",
                explanation: "The policy has a fault, so it may not advise. Nothing you entered is lost.",
                whatNext: "Use your local procedure, and record here later what you did.", notes: [:])
        default:
            self = Problem(
                kind: "mistake", level: .fault, status: 500, title: "Something went wrong that you cannot put right",
                explanation: "It is our mistake, not yours. Nothing was recorded.",
                whatNext: "Tell the help desk the reference below. If it is urgent, use your local procedure now.",
                notes: ["type": "\(type(of: error))"])
        }
    }

    /// The same words for what is absent and for what may not be seen.
    public static let nothingToSee = Problem(
        kind: "record.absent-or-refused", level: .expected, status: 404, title: "There is nothing here that you can see",
        explanation: "There is no page or record at this address that you can see.",
        whatNext: "Check the address. If you expected a record, ask the person who gave you its number.", notes: [:])

    private init(
        kind: String, level: Level, status: Int, title: String, explanation: String, whatNext: String, notes: [String: String]
    ) {
        self.kind = kind
        self.level = level
        self.status = status
        self.title = title
        self.explanation = explanation
        self.whatNext = whatNext
        self.notes = notes
    }

    private static func storage(_ fault: StorageFault) -> Problem {
        func couldNotSave(_ kind: String, _ explanation: String, _ whatNext: String, _ notes: [String: String]) -> Problem {
            Problem(
                kind: kind, level: .fault, status: 503, title: "We could not save this", explanation: explanation,
                whatNext: whatNext, notes: notes)
        }
        let local = " If it is urgent, use your local procedure now and record it here later."
        return switch fault {
        case .busy(let code):
            couldNotSave(
                "storage.busy", "The system is very busy. Nothing was recorded and nothing was changed.",
                "Go back, where your words still are, and try again in a minute." + local, ["code": "\(code)"])
        case .full(let code):
            couldNotSave(
                "storage.full", "There is no room left to store records. Nothing was recorded and nothing was changed.",
                "Go back and keep a copy of your words. Tell the help desk." + local, ["code": "\(code)"])
        case .constraint(let code):
            couldNotSave(
                "storage.constraint", "What you sent does not fit what is already recorded. Nothing was recorded.",
                "Go back, look at the record as it is now, and try again." + local, ["code": "\(code)"])
        case .failed(let code):
            couldNotSave(
                "storage.failed", "The store cannot be reached. Nothing was recorded and nothing was changed.",
                "Go back, where your words still are, and try again in a minute." + local, ["code": "\(code)"])
        case .schemaChanged(let step):
            couldNotSave(
                "storage.schema", "The store does not belong to this version. Nothing was recorded.",
                "Tell the help desk." + local, ["step": step])
        case .lost:
            couldNotSave(
                "storage.lost",
                "The line to the store broke while your words were on their way. They may have been recorded, or not.",
                "Go back and send them again: nothing is recorded twice." + local, [:])
        case .readOnly:
            couldNotSave(
                "storage.read-only", "It is our mistake, not yours. Nothing was recorded.",
                "Tell the help desk the reference below." + local, [:])
        case .notDurable:
            couldNotSave(
                "storage.not-durable", "The store cannot promise to keep records. Nothing was recorded.",
                "Tell the help desk." + local, [:])
        }
    }

    private static func proposal(_ refusal: ProposalRefusal) -> Problem {
        func not(_ kind: String, _ status: Int, _ title: String, _ explanation: String, _ whatNext: String) -> Problem {
            Problem(
                kind: "proposal." + kind, level: .expected, status: status, title: title,
                explanation: explanation + " Nothing was recorded.", whatNext: whatNext, notes: [:])
        }
        return switch refusal {
        case .own:
            not(
                "own", 403, "Somebody else must approve what you proposed",
                "Every edition is seen by two people, so nobody can approve or return a proposal of their own.",
                "Ask your governance lead or a manager to read it. Until they have answered you may withdraw it.")
        case .state(let state):
            not(
                "state", 409, "This proposal cannot be changed in this way now", state.said,
                "Go back to the proposal and look at it as it is now.")
        case .overtaken:
            not(
                "overtaken", 409, "This proposal has changed since you read it", "It is another now than the one on your page.",
                "Go back to the proposal, read it again, and answer then.")
        case .notReady(let count):
            not(
                "not-ready", 422, "This proposal cannot be published as it is",
                "It was checked again, and \(count == 1 ? "one thing stands" : "\(count) things stand") in its way.",
                "Go back to the proposal: everything that stands in its way is said there.")
        case .tooLong(let count):
            not(
                "too-long", 422, "This text is too long", "It has \(count) bytes and may have \(ProposedEdition.textLimit).",
                "Go back, where your text still is, and shorten it.")
        case .noWords:
            not(
                "no-words", 422, "Say what should be different",
                "A proposal is returned with words, so that its author can act on them.",
                "Go back, write a sentence or two, and return it then.")
        }
    }
}

extension ProposedEdition.State {
    fileprivate var said: String {
        switch self {
        case .draft: "It is still a draft."
        case .proposed: "It waits for an answer."
        case .returned: "It was returned to its author."
        case .withdrawn: "Its author withdrew it."
        case .approved: "It was approved and is published."
        }
    }
}
