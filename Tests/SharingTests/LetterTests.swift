import Ledger
import Sharing
import Testing

@testable import Vault

@Suite struct LetterTests {
    private func letter(_ text: String, _ values: [String: String]) -> [Letter.Block] {
        LetterTemplate(name: "trial", text).filled(values).blocks
    }

    @Test func `a value that is missing leaves a line to be written on`() {
        #expect(letter("# To {{name}}", [:]) == [.title("To ……………………")])
        #expect(letter("# To {{name}}", ["name": "  "]) == [.title("To ……………………")])
    }

    @Test func `a value of several lines becomes paragraphs, or entries of its list`() {
        #expect(letter("# A\n\n{{words}}", ["words": "One\n\nTwo"]) == [.title("A"), .paragraph("One"), .paragraph("Two")])
        #expect(letter("# A\n\n- {{words}}\n- last", ["words": "One\nTwo"]) == [.title("A"), .list(["One", "Two", "last"])])
    }

    @Test func `what stands in a value is text, whatever it looks like`() {
        let blocks = letter("# A\n\n{{words}}", ["words": "# not a heading {{name}} <b>", "name": "x"])
        #expect(blocks == [.title("A"), .paragraph("# not a heading {{name}} <b>")])
        #expect(letter("# {{words}}", ["words": "One\nTwo"]) == [.title("One Two")])
    }

    @Test func `remarks are not printed, and say the edition and the values`() {
        let template = LetterTemplate(name: "trial", "% edition: 3\n% fields: name, day\n# A\n\n{{name}} on {{ day }}")
        #expect(template.edition == "3")
        #expect(template.declared == ["name", "day"])
        #expect(template.fields == ["name", "day"])
        #expect(!template.filled([:]).plainText.contains("%"))
    }

    @Test func `plain text is marked`() {
        #expect(LetterTemplate(name: "trial", "# A").filled([:]).plainText == Letter.marking + "\n\nA\n")
    }

    private let now = Instant(milliseconds: 1_795_000_000_000)
    private let mo = AccessContext(practitioner: "mo", organisation: "office", role: .manager, purpose: .oversight)

    @Test func `a letter holds no sealed fact, wherever it stands`() {
        var content = SealedFact.Content()
        content.forms = ["Larkspur Row"]
        let fact = SealedFact(about: .random(), kind: "address", content, by: mo, at: now)
        let text = "# Larkspur Row\n\n## Larkspur Row\n\nAt larkspur row.\n\n- Larkspur Row"
        let letter = LetterTemplate(name: "trial", text).filled([:]).masked(by: SealedFactGuard([fact], recipient: nil))
        #expect(!letter.plainText.lowercased().contains("larkspur"))
    }

    @Test func `a way is safe only where it is known to be`() {
        var safe = Particulars.SafeContact()
        safe.ways = [
            .init(way: "letter", detail: "7 Larkspur Row", safety: .unsafe, times: ""),
            .init(way: "call", detail: "01632 960111", safety: .safe, times: "before 3"),
        ]
        safe.mayLeaveMessage = false
        #expect(InformingWay("call", detail: "01632960111", safe) == .safe(times: "before 3"))
        #expect(InformingWay("email", detail: "", safe) == .notKnown)
        #expect(InformingWay("email", detail: "", nil) == .notKnown)
        #expect(InformingWay("meeting", detail: "", nil) == .safe(times: ""))
        for way in ["letter", "message"] {
            guard case .unsafe = InformingWay(way, detail: "", safe) else {
                Issue.record("\(way) is not refused")
                continue
            }
        }
    }

    @Test func `pages that are missing or cannot be read are a question still open`() {
        var arrival = Arrival()
        #expect(arrival.state == .queried)
        arrival.isComplete = true
        #expect(arrival.state == .queried)
        arrival.isLegible = true
        #expect(arrival.state == .acknowledged)
    }

    @Test func `nothing is heard of what never left`() {
        for state in [Disclosure.State.draft, .awaitingSignOff, .ready, .abandoned] {
            #expect(state.news.isEmpty && !state.hasLeft)
        }
    }

    @Test func `each of those to be told has a duty of their own kind`() {
        #expect(Set(Informing.Whom.allCases.map(\.duty)).count == 5)
        #expect(Informing.Whom.referrer.duty == "feedback")
    }
}
