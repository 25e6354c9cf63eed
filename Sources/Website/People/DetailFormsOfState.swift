import Ledger
import Sharing
import Vault

extension DetailForm {
    private static let states: [RegisteredPerson.State] = [.active, .closed, .moved, .locationUnknown, .deceased]

    /// Whether they live, and where they are (002 App C).
    static let state = DetailForm(
        heading: "State",
        intro:
            "<p>Who has died stays protected: what they told you stays confidential, and access stays as it is. <span class=\"clause\">002 App C</span></p>",
        button: "Save the state",
        filled: { person, content in
            var typed = Typed(["state": person.state.rawValue, "words": content.stateWords])
            typed.setDay("died", person.died ?? "")
            return typed
        },
        fields: { typed, errors, _ in
            """
            \(typed.radios(
                "state", "What is the state of the person?",
                states.map { .init(value: $0.rawValue, words: PersonWords.state($0)) }, errors))\
            \(typed.dayField("died", "When did they die? (optional)", hint: "Only for somebody who has died", errors))\
            \(typed.area("words", "What is known of it? (optional)", hint: "Such as where they moved, and who told you", rows: 3, errors))
            """
        },
        check: { mistakes, site in
            let chosen = RegisteredPerson.State(rawValue: mistakes.typed["state"])
            if chosen.map({ states.contains($0) }) != true { mistakes.say("state", "Choose the state of the person") }
            let isDead = chosen == .deceased
            let died = mistakes.day(
                "died", "The day of death", required: isDead ? "Enter the day on which they died" : nil, notAfter: site.today)
            if !died.isEmpty, !isDead { mistakes.say("died", "Take out the day of death, or choose that they have died") }
            mistakes.limit(lines: [], texts: [("words", "What is known")])
        },
        change: { mistakes, person, content, site in
            var mistakes = mistakes
            guard !person.isMerged, let state = RegisteredPerson.State(rawValue: mistakes.typed["state"]) else { return }
            person.state = state
            let died = mistakes.day("died", "The day of death")
            person.died = state == .deceased ? died : nil
            content.stateWords = mistakes.typed["words"]
        }, changesPerson: true)

    /// A standing in law or care: one more, or the one at a place (002 App C table; 000 §15.1; 004 §6.6.5).
    static func standing(_ place: Int?) -> DetailForm {
        DetailForm(
            heading: place == nil ? "Add a standing in law or care" : "Change a standing in law or care",
            button: "Save this standing",
            filled: { _, content in
                guard let place, content.standings.indices.contains(place) else { return Typed() }
                let kept = content.standings[place]
                var typed = Typed(["kind": kept.kind, "source": kept.source])
                typed.setDay("from", kept.from)
                typed.setDay("until", kept.until)
                return typed
            },
            fields: { typed, errors, site in
                """
                \(typed.radios(
                    "kind", "Which standing?",
                    site.lists[.standings].entries.map { .init(value: $0.id, words: $0.words, hint: $0.hint) }, errors))\
                \(typed.dayField("from", "Since when?", errors))\
                \(typed.dayField("until", "Until when? (optional)", hint: "Leave it empty while it is still so", errors))\
                \(typed.input("source", "Who says so?", hint: "A document, or a person with their agency", errors))
                """
            },
            check: { mistakes, site in
                if site.lists[.standings][mistakes.typed["kind"]] == nil { mistakes.say("kind", "Choose a standing") }
                let from = mistakes.day("from", "The first day", required: "Enter since when it is so", notAfter: site.today)
                let until = mistakes.day("until", "The last day")
                if !until.isEmpty, !from.isEmpty, until < from {
                    mistakes.say("until", "The last day must not be before the first. Look at both again")
                }
                mistakes.require("source", "Enter who says so")
                mistakes.limit(lines: [("source", "The source")])
            },
            change: { mistakes, _, content, _ in
                var mistakes = mistakes
                let standing = Particulars.Standing(
                    kind: mistakes.typed["kind"], from: mistakes.day("from", ""), until: mistakes.day("until", ""),
                    source: mistakes.typed["source"])
                if let place, content.standings.indices.contains(place) {
                    content.standings[place] = standing
                } else {
                    content.standings.append(standing)
                }
            }, isThere: { content in place.map { content.standings.indices.contains($0) } ?? true })
    }

    /// What holds for every way to reach them (001 §11 Telephones; 004 §6.5).
    static let safeContact = DetailForm(
        heading: "How to reach them safely",
        intro:
            "<p>Ask the person. A call, a letter or a text that somebody else sees can put them in danger. <span class=\"clause\">001 §11; 004 §6.5</span></p>",
        button: "Save how to reach them",
        filled: { _, content in
            let kept = content.safeContact
            return Typed([
                "message": kept?.mayLeaveMessage.map { $0 ? "yes" : "no" } ?? (kept == nil ? "" : "not-known"),
                "others": kept?.whoElseMightSee ?? "", "words": kept?.words ?? "",
            ])
        },
        fields: { typed, errors, _ in
            """
            \(typed.radios(
                "message", "May a message be left for them?",
                [.init(value: "yes", words: "Yes"), .init(value: "no", words: "No")],
                apart: .init(value: "not-known", words: "I do not know"), errors))\
            \(typed.input("others", "Who else might see or hear it? (optional)", errors))\
            \(typed.area("words", "What else must be known before anybody contacts them? (optional)", rows: 3, errors))
            """
        },
        check: { mistakes, _ in
            if !["yes", "no", "not-known"].contains(mistakes.typed["message"]) {
                mistakes.say("message", "Choose whether a message may be left")
            }
            mistakes.limit(lines: [("others", "Who else might see it")], texts: [("words", "What must be known")])
        },
        change: { mistakes, _, content, _ in
            let typed = mistakes.typed
            var kept = content.safeContact ?? .init()
            kept.mayLeaveMessage = ["yes": true, "no": false][typed["message"]]
            kept.whoElseMightSee = typed["others"]
            kept.words = typed["words"]
            content.safeContact = kept
        },
        further: { person, content, site in
            let id = person.id.text
            return """
                <h2>Ways to reach them</h2>\(DetailsViews.ways(content.safeContact ?? .init(), id, site))\
                <p>\(Parts.buttonLink("Add a way to reach them", Addresses.newWay(id), secondary: true))</p>
                """
        })

    /// One way to reach them: one more, or the one at a place.
    static func way(_ place: Int?) -> DetailForm {
        DetailForm(
            heading: place == nil ? "Add a way to reach them" : "Change a way to reach them", button: "Save this way",
            filled: { _, content in
                guard let place, let ways = content.safeContact?.ways, ways.indices.contains(place) else { return Typed() }
                return Typed([
                    "way": ways[place].way, "detail": ways[place].detail, "safety": ways[place].safety.rawValue,
                    "times": ways[place].times,
                ])
            },
            fields: { typed, errors, site in
                """
                \(typed.radios(
                    "way", "Which way?", site.lists[.ways].entries.map { .init(value: $0.id, words: $0.words) }, errors))\
                \(typed.input("detail", "Number or address (optional)", hint: "Leave it empty when it is so for every number or address", errors))\
                \(typed.radios(
                    "safety", "Is it safe?",
                    [.init(value: "safe", words: "Safe"), .init(value: "unsafe", words: "Not safe")],
                    apart: .init(value: "not-known", words: "I do not know"), errors))\
                \(typed.input("times", "When is it safe? (optional)", hint: "Such as school days between 10 and 2", errors))
                """
            },
            check: { mistakes, site in
                if site.lists[.ways][mistakes.typed["way"]] == nil { mistakes.say("way", "Choose a way to reach them") }
                if Particulars.Way.Safety(rawValue: mistakes.typed["safety"]) == nil {
                    mistakes.say("safety", "Choose whether it is safe")
                }
                mistakes.limit(lines: [("detail", "The number or address"), ("times", "The times")])
            },
            change: { mistakes, _, content, _ in
                let typed = mistakes.typed
                var kept = content.safeContact ?? .init()
                let way = Particulars.Way(
                    way: typed["way"], detail: typed["detail"], safety: .init(rawValue: typed["safety"]) ?? .notKnown,
                    times: typed["times"])
                if let place, kept.ways.indices.contains(place) { kept.ways[place] = way } else { kept.ways.append(way) }
                content.safeContact = kept
            }, isThere: { content in place.map { content.safeContact?.ways.indices.contains($0) ?? false } ?? true })
    }
}
