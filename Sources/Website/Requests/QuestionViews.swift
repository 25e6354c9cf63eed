import HTTPTypes
import Policy
import Sharing
import Vault

enum QuestionViews {
    static func page(
        _ fact: Fact, _ request: SharingRequest, _ interview: Interview, token: String, checking: Bool, errors: [FormError]
    ) -> Page {
        let id = request.id.text
        let consulted = QuestionPages.consulted(request, interview)
        let address = Addresses.question(id, fact.id.rawValue, under: consulted)
        let under: HTML = consulted == nil ? "" : " – under \(interview.edition.title)"
        let number = (interview.asked.firstIndex { $0.fact.id == fact.id } ?? interview.asked.count) + 1
        let fields: HTML = """
            \(Fields.radios(
                "answer", legend: "<h1>\(fact.ask)</h1>", hint: fact.hint,
                choices: fact.choices.map { .init(value: $0.name, words: $0.words) },
                apart: .init(value: "not-known", words: "I do not know"), chosen: request.answers[fact.id.rawValue],
                error: errors["answer"]))\(Fields.button("Continue"))
            """
        return Page(
            heading: fact.ask,
            content: """
                <p class="caption">About \(request.subject) – question \(number)\(under)</p>\
                \(SourceViews.beside(fact, request))\
                \(Fields.form(address + (checking ? Addresses.fromCheck : ""), token, fields))\(SourceViews.unsure(request))\(why(fact, interview.edition))\(help(fact))\(possible(interview))\
                <p>\(Parts.link("Save and come back later", Addresses.request(id)))</p>
                """,
            errors: errors, back: checking ? Addresses.check(id) : back(fact, interview, id, consulted), ownHeading: true,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// The question before this one, or the request.
    private static func back(_ fact: Fact, _ interview: Interview, _ id: String, _ consulted: String?) -> String {
        let place = interview.asked.firstIndex { $0.fact.id == fact.id } ?? interview.asked.count
        return place == 0
            ? consulted.map { Addresses.consult(id, $0) } ?? Addresses.request(id)
            : Addresses.question(id, interview.asked[place - 1].fact.id.rawValue, under: consulted)
    }

    private static func why(_ fact: Fact, _ edition: PolicyEdition) -> HTML {
        let own = Set(edition.policy.sources.map(\.id))
        let cited = fact.because.filter { own.contains($0.source) }
        let clauses = (cited.isEmpty ? fact.because : cited).map(\.description).joined(separator: "; ")
        return Parts.details("Why this is asked", "<p>\(fact.why)</p><p class=\"clause\">Rests on \(clauses)</p>")
    }

    private static func help(_ fact: Fact) -> HTML {
        if fact.help.isEmpty { return "" }
        let items: [HTML] = fact.help.map { question in
            "\(question.ask) <span class=\"hint\">If so, it points to: \(fact.words(for: Answer(question.pointsTo)))</span>"
        }
        return Parts.details("Help me answer", "<p>These plainer questions may settle it.</p>\(Parts.list(items))")
    }

    /// What the answers so far leave open.
    static func possible(_ interview: Interview) -> HTML {
        let outcomes = interview.advice.possible.map { id -> HTML in "\(interview.edition.outcome(id)?.words ?? id.rawValue)" }
        let words: HTML =
            outcomes.count == 1
            ? "<p>The advice is already certain: <strong>\(outcomes[0])</strong>. The questions that remain are about what you must do.</p>"
            : "<p>Still possible:</p>\(Parts.list(outcomes))"
        return Parts.details("What is possible so far", words)
    }

    static func changed(_ fact: Fact, _ fellAway: [Fact], _ request: SharingRequest, goOn: String) -> Page {
        Page(
            heading: "Your answer is changed",
            content: """
                <p>You changed your answer to: \(fact.ask)</p>\
                <p>Because of that, \(fellAway.count == 1 ? "this answer no longer counts" : "these answers no longer count"):</p>\
                \(Parts.list(fellAway.map { "\($0.ask)" }))\
                <p>\(fellAway.count == 1 ? "It is" : "They are") kept, and will count again if needed. All other answers stay.</p>\
                <p>\(Parts.buttonLink("Continue", goOn))</p>
                """,
            back: Addresses.request(request.id.text))
    }

    static func urgent(_ request: SharingRequest, goOn: String) -> Page {
        Page(
            heading: "Act now",
            content: """
                \(Parts.warning("You said that it is a matter of life and death, or of immediate safety."))\
                <p>Protect the person first. You do not need to finish these questions to do so.</p>\
                <p>\(Parts.buttonLink("See whom to call", Addresses.urgent)) \
                \(Parts.buttonLink("Go on with the questions", goOn, secondary: true))</p>
                """,
            back: Addresses.request(request.id.text))
    }
}
