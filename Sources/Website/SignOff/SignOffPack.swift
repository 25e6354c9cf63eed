import Ledger
import Policy
import Sharing
import Vault

/// Everything that somebody needs who is asked to agree, in one place, word for word as it is then kept.
enum SignOffPack {
    static func text(
        _ casework: SignOffCase, needs: [SignOffMatrix.Need], question: String, bypass: String, asker: String,
        names: [String: String],
        at now: Instant
    ) -> String {
        let request = casework.request
        let interview = casework.interview
        var lines: [String] = []
        func add(_ title: String, _ text: String) { if !text.isEmpty { lines += [title + ": " + text] } }
        add("Asked by", "\(asker), \(now.inWords)")
        add("What is asked", question)
        add("Done without waiting, because", bypass)
        lines.append("")
        lines.append("Why somebody must agree:")
        lines += needs.map { "– \($0.words)\($0.post.isEmpty ? "" : ": \($0.post)") (\($0.because.joined(separator: ", ")))" }
        lines.append("")
        add("About", request.subject)
        add("Recipient", request.recipient)
        add("Asked for by", request.askedBy ?? "")
        add("Purpose", request.purpose)
        add("Policy", interview.edition.policy.title)
        lines.append("Information that would go:")
        lines += request.items.isEmpty ? ["– nothing is named yet"] : request.items.map { "– \($0)" }
        if !request.chosen.isEmpty { lines.append("– \(request.chosen.count) items of the record") }
        lines.append("")
        lines.append("Facts:")
        lines +=
            interview.asked.isEmpty
            ? ["– no question has been answered"] : interview.asked.map { "– \($0.fact.ask) \($0.fact.words(for: $0.answer))" }
        lines.append("")
        add("Advice", interview.advice.outcome.flatMap { casework.outcomeWords($0) } ?? "Still open")
        lines +=
            interview.advice.because.isEmpty
            ? [] : ["Rests on: " + interview.advice.because.map(\.description).joined(separator: ", ")]
        lines.append("")
        add("Decision", casework.verdict.words + (casework.decision == nil ? " (a draft)" : ""))
        add("The facts of this case", casework.decision?.factsOfTheCase ?? request.draft["facts"] ?? "")
        add("Opinion", casework.decision?.opinion ?? request.draft["opinion"] ?? "")
        add("Reasons", casework.decision?.reasons ?? request.draft["reasons"] ?? "")
        add("Why it departs from the advice", casework.decision?.departure ?? request.draft["departure"] ?? "")
        let before = casework.asked.filter { $0.state == .agreed || $0.state == .refused }
        if !before.isEmpty {
            lines.append("")
            lines.append("Asked before:")
            lines += before.map { one in
                let answer = one.state == .agreed ? "agreed" : "did not agree"
                return "– \(names[one.answeredBy ?? ""] ?? "Somebody") \(answer), \(one.answeredAt?.inWords ?? ""). "
                    + [one.content.words, one.content.conditions].filter { !$0.isEmpty }.joined(separator: " ")
            }
        }
        return lines.joined(separator: "\n")
    }
}

/// A request with what its agreement depends on.
struct SignOffCase: Sendable {
    let request: SharingRequest
    let interview: Interview
    let decision: Decision?
    let verdict: Verdict
    let needs: [SignOffMatrix.Need]
    let standing: SignOffStanding
    /// The latest first.
    let asked: [SignOff]
    let authors: Set<String>
    let relations: [Relation]
    let outcomeWords: @Sendable (Outcome.ID) -> String?

    init(_ id: RecordID<SharingRequest>, _ records: inout Transaction, _ site: Site) throws {
        request = try records.find(id)
        interview = site.interviews.interview(request.answers, under: try site.edition(of: request))
        decision = request.state == .decided ? try records.list(Decision.on(id)).first : nil
        let drafted = request.draft["verdict"].flatMap { Verdict(rawValue: $0) }
        // Before anything is decided, what would be needed if it were shared.
        verdict = decision?.verdict ?? drafted ?? .share
        needs = site.signOffs.needed(
            policy: request.policy, facts: request.answers.merging(interview.facts) { $1 }, verdict: verdict, basis: "",
            recipient: request.asking?.kind ?? "",
            isWholeFile: request.asking?.isWholeFile ?? false)
        let record = "sharing_request/\(id.text)"
        standing = try records.signOffStanding(needs: needs, for: record)
        asked = try records.list(SignOff.of(record))
        (authors, relations) = try records.signOffCircle(of: request)
        let vocabulary = site.library.vocabulary
        outcomeWords = { vocabulary[$0]?.words }
    }

    /// What is to be asked for now: what nobody was asked for, or everything once somebody did not agree.
    var missing: [SignOffMatrix.Need] {
        switch standing {
        case .missing(let needs): needs
        case .refused: needs
        case .notNeeded, .agreed, .waiting, .bypassed: []
        }
    }

    /// The highest post among those that are needed.
    func level(_ needs: [SignOffMatrix.Need]) -> String {
        needs.contains { $0.level == "governance" } ? "governance" : "manager"
    }
}
