import Policy
import Sharing
import Vault

/// Where an answer comes from that the records gave. It stays open to correction.
enum SourceViews {
    /// Above a question: what the record says, with the way to it.
    static func beside(_ fact: Fact, _ request: SharingRequest) -> HTML {
        guard let source = request.source(of: fact.id.rawValue) else { return "" }
        let given = request.answers[fact.id.rawValue]
        let differs: HTML =
            given == nil || given == source.answer
            ? "<p>Change it below if it is not so.</p>"
            : "<p>You answered otherwise: <strong>\(given.map { fact.words(for: Answer($0)) } ?? "")</strong>. Your answer counts.</p>"
        return Parts.inset(
            "<p>From the record: <strong>\(fact.words(for: Answer(source.answer)))</strong>. \(link(source, request))</p>\(differs)"
        )
    }

    /// Under an answer in a list of answers.
    static func line(_ fact: Fact, _ request: SharingRequest) -> HTML {
        guard let source = request.source(of: fact.id.rawValue) else { return "" }
        if request.answers[fact.id.rawValue] == source.answer { return "<div class=\"hint\">\(link(source, request))</div>" }
        return """
            <div class="hint">You answered otherwise than the record, which says: \(fact.words(for: Answer(source.answer))). \
            \(link(source, request))</div>
            """
    }

    private static func link(_ source: SharingRequest.Source, _ request: SharingRequest) -> HTML {
        guard let person = request.person, let address = Addresses.source(source.record, about: person.text) else {
            return "\(source.words)"
        }
        return Parts.link(source.words, address)
    }

    /// Not to be sure is an answer too, and leads to advice (000 §5.1.4; 001 §7; 002 Q8; 003 M2 p4).
    static func unsure(_ request: SharingRequest) -> HTML {
        guard request.person != nil else { return "" }
        return "<p>\(Parts.link("I am unsure: ask for advice", Addresses.unsure(request.id.text)))</p>"
    }
}
