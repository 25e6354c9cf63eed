import Ledger
import Sharing
import Vault

extension Site {
    /// What a decision about somebody on the register ends, and what now waits for somebody: a requester who gets nothing, or
    /// less than they asked for, is told why; where nothing is shared, it is looked at again (001 §6 Record; 004 §6.5).
    func follow(_ decision: Decision, on request: SharingRequest, _ records: inout Transaction) throws {
        guard let person = request.person else { return }
        let about = "decision/" + decision.id.text
        try records.discharge("request", about: "sharing_request/" + request.id.text, because: "A decision is recorded")
        try records.discharge("call-back", about: "sharing_request/" + request.id.text, because: "A decision is recorded")
        if let earlier = decision.reconsiders {
            try records.discharge("refusal-review", about: "decision/" + earlier.text, because: "Decided again")
        }
        if decision.verdict == .doNotShare {
            try records.owe(
                "refusal-review", about: about, person: person,
                words: "Look again: nothing about \(request.subject) was shared with \(request.recipient)", by: decision.reviewOn,
                deadlines)
        }
        guard request.askedBy != nil, [.doNotShare, .shareInPart].contains(decision.verdict) else { return }
        var content = Informing.Content()
        content.name = request.recipient
        content.words =
            decision.verdict == .doNotShare
            ? "Why nothing is shared, without what is withheld" : "Why only part is shared, without what is withheld"
        let informing = Informing(of: .requester, about: about, person: person, content, by: records.context, at: records.now)
        try records.keep(informing, as: .recorded)
        // On its page they are told, and it is recorded what was said.
        try records.owe(
            "requester-told", about: "informing/" + informing.id.text, person: person,
            isUrgent: request.asking?.urgency.isUrgent ?? false,
            words: "Tell \(request.recipient) why", deadlines)
    }
}
