import Sharing
import Vault

enum LoneReasonViews {
    /// The reason stands alone: why that is refused, and what to do.
    static func page(_ entry: CodeList.Entry, _ request: SharingRequest) -> Page {
        let id = request.id.text
        let detail: HTML = """
            <p>You gave as the reason: <strong>\(entry.words)</strong>. \(entry.hint). That alone is never enough not to share \
            (\(entry.because.joined(separator: "; "))).</p>\
            <p>If there is more, say it: what harm sharing would do, to whom, and why it weighs more than silence. If there is not, \
            <a href="\(Addresses.verdict(id))">decide otherwise</a>.</p>
            """
        return RequestRefusalViews.page(
            .loneReason, way: ("Say what else there is", Addresses.reasons(id)), detail: detail, back: Addresses.reasons(id))
    }

    /// Only where it is decided not to share about somebody on the register.
    static func fields(_ request: SharingRequest, _ draft: DraftForm, _ list: CodeList) -> HTML {
        guard request.person != nil, draft.draft.verdict == .doNotShare else { return "" }
        return Fields.checkboxes(
            "lone", legend: "Reasons that may never stand alone (optional)",
            hint: "If one of these plays a part, tick it and say below what else there is",
            choices: list.entries.map { .init(value: $0.id, words: $0.words, hint: $0.hint) }, chosen: Set(draft.lone))
    }
}

extension DraftForm {
    /// The reasons that were ticked, of those that never stand alone.
    var lone: [String] { self["lone"].split(separator: " ").map(String.init) }

    /// The reason that stands alone for not sharing, if one does. Without a text at all the ordinary complaint comes first.
    func loneReason(_ request: SharingRequest, _ lists: CodeLists) -> CodeList.Entry? {
        guard request.person != nil, draft.verdict == .doNotShare, !draft.reasons.isEmpty else { return nil }
        return LoneReasons(lists[.loneReasons]).alone(draft.reasons, ticked: lone)
    }
}
