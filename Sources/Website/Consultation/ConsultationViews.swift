import HTTPTypes
import Ledger
import Sharing
import Vault

enum ConsultationViews {
    static func tag(_ one: Consultation) -> HTML {
        let state: HTML =
            switch one.state {
            case .asked: Parts.tag("Waiting for an answer", .caution)
            case .answered: Parts.tag("Answered, what came of it is open", .caution)
            case .closed: one.content.isFollowed == true ? "Followed" : "Not followed"
            }
        return one.isUrgent && one.state == .asked ? "\(Parts.tag("Urgent", .danger)) \(state)" : state
    }

    static func list(
        _ all: [Consultation], _ talks: [Duty], _ names: [String: String], _ site: Site, _ context: SignedInContext,
        _ now: Instant
    ) -> Page {
        let me = context.access.practitioner
        func row(_ one: Consultation) -> [HTML] {
            [
                Parts.link(String(one.content.question.prefix(80)), Addresses.consultation(one.id.text)),
                "\(names[one.author] ?? one.author)", "\(one.content.adviserName)", "\(one.at.inWords)", tag(one),
            ]
        }
        func section(_ title: String, _ list: [Consultation], _ empty: String) -> HTML {
            list.isEmpty
                ? "<h2>\(title)</h2><p>\(empty)</p>"
                : "<h2>\(title)</h2>\(Parts.table(title, heads: ["Question", "Asked by", "Asked of", "When", "State"], rows: list.map(row), captionHidden: true))"
        }
        let open: HTML =
            talks.isEmpty
            ? ""
            : """
            <h2>Not sure it is a concern</h2><p>These are not settled. You see that something is open, and not who it is.</p>\
            \(Parts.table("Not sure it is a concern", heads: ["What", "Whose", "By when", "State"], rows: talks.map { duty in [Parts.link(DutyViews.words(duty), Addresses.duty(duty.id.text)), "\(names[duty.owner] ?? duty.owner)", "by \(duty.due.inWords)", DutyViews.tag(duty, now)] }, captionHidden: true))
            """
        return Page(
            heading: "Advice without a name",
            content: """
                <p>Ask somebody who can advise, without saying whom it is about.</p>\
                <p>\(Parts.buttonLink("Ask for advice", Addresses.newConsultation(of: "none")))</p>\
                <p>\(Parts.link("I am not sure that it is a concern", Addresses.newConsultation(of: "none") + "&unsure=yes"))</p>\
                \(section("Asked of you", all.filter { $0.adviser == me }, "Nobody has asked you."))\
                \(section("Asked by you", all.filter { $0.author == me }, "You have asked nobody."))\(open)
                """,
            back: Addresses.work, wide: true)
    }

    static func page(
        _ asked: ConsultationAnswerPages.Asked, _ names: [String: String], _ site: Site, _ context: SignedInContext,
        _ form: Form?,
        _ errors: [FormError]
    ) -> Page {
        let one = asked.consultation
        let content = one.content
        var rows: [Parts.Row] = [
            .init(key: "Asked by", value: "\(names[one.author] ?? one.author), \(one.at.inWords)"),
            .init(
                key: "Asked of",
                value:
                    "\(content.adviserName), \(site.lists[.advisers].words(content.adviserKind))\(one.adviser == nil ? ", outside the organisation" : "")"
            ),
            .init(key: "State", value: tag(one)),
        ]
        if content.isUnsure {
            rows.append(
                .init(
                    key: "Not sure that it is a concern",
                    value: "To be talked about by \(Instant(content.talkBy + "T12:00:00.000Z")?.dayInWords ?? content.talkBy)"))
        }
        if asked.isAuthor, !content.identifiersWhy.isEmpty {
            rows.append(.init(key: "Why it names somebody", value: HTML.paragraphs(content.identifiersWhy)))
        }
        if !content.answer.isEmpty {
            let by = names[content.answeredBy] ?? content.answeredBy
            rows.append(
                .init(
                    key: "Advice",
                    value:
                        "\(HTML.paragraphs(content.answer))<div class=\"hint\">\(by), \(Instant(content.answeredOn + "T12:00:00.000Z")?.dayInWords ?? "")</div>"
                ))
        }
        if let followed = content.isFollowed {
            rows.append(
                .init(
                    key: "What came of it",
                    value: "\(followed ? "Followed." : "Not followed.")\(HTML.paragraphs(content.followedWhy))"))
        }
        return Page(
            heading: content.isUnsure ? "Something that may be a concern" : "Advice that was asked",
            content: """
                \(Parts.summaryList(rows))<h2>The question, exactly as it was sent</h2>\(Parts.inset(HTML.paragraphs(content.question)))\
                \(asked.mayAnswer ? answering(one, context, form, errors) : "")\(asked.isAuthor ? closing(one, context, form, errors) : "")\
                \(identity(asked))
                """,
            errors: errors, back: Addresses.consultations, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static func answering(_ one: Consultation, _ context: SignedInContext, _ form: Form?, _ errors: [FormError]) -> HTML {
        let outside: HTML =
            one.adviser == nil
            ? """
            \(Fields.input("by", label: "Who answered?", value: form?["by"] ?? one.content.adviserName, error: errors["by"]))\
            \(Fields.date("day", legend: "On which day?", hint: "For example, 27 3 2026", day: form?["day-day"] ?? "", month: form?["day-month"] ?? "", year: form?["day-year"] ?? "", error: errors["day"]))
            """ : ""
        let fields: HTML = """
            \(Fields.textArea("answer", label: one.adviser == nil ? "What did they advise?" : "Your advice", value: form?["answer"] ?? "", error: errors["answer"], rows: 8))\
            \(outside)\(Fields.button("Record the advice"))
            """
        let words: HTML =
            one.adviser == nil
            ? "<p>Write down what they said as soon as they have.</p>"
            : "<p>You see the question and nothing else. If you need to know who it is, say so: whoever asked decides that.</p>"
        return "<h2>The answer</h2>\(words)\(Fields.form(Addresses.consultation(one.id.text), context.person.formToken, fields))"
    }

    private static func closing(_ one: Consultation, _ context: SignedInContext, _ form: Form?, _ errors: [FormError]) -> HTML {
        guard one.state == .answered else { return "" }
        let fields: HTML = """
            \(Fields.radios("followed", legend: "Did you follow the advice?", choices: [.init(value: "yes", words: "Yes"), .init(value: "no", words: "No")], chosen: form?["followed"], error: errors["followed"]))\
            \(Fields.textArea("why", label: "What came of it, and why", value: form?["why"] ?? "", error: errors["why"], rows: 5))\
            \(Fields.button("Record what came of it"))
            """
        return
            "<h2>What came of it</h2>\(Fields.form(Addresses.consultationOutcome(one.id.text), context.person.formToken, fields))"
    }

    /// Which case it was: nobody sees it before whoever asked shows it.
    private static func identity(_ asked: ConsultationAnswerPages.Asked) -> HTML {
        let one = asked.consultation
        guard one.caseDigest != nil else { return "" }
        if let request = one.request {
            let decisions: [HTML] = asked.decisions.map { Parts.link($0.id.text, Addresses.decision($0.id.text)) }
            return """
                <h2>Which case it was</h2><p>Case \(Parts.link(request.text, Addresses.request(request.text))), shown by whoever asked.</p>\
                \(decisions.isEmpty ? "<p>Nothing that you may see is decided on it yet.</p>" : "<p>Decisions on it:</p>\(Parts.list(decisions))" as HTML)\
                <p>\(Parts.link("How anybody can check that", Addresses.consultationProof(one.id.text)))</p>
                """
        }
        guard asked.isAuthor else {
            return "<h2>Which case it was</h2><p>It is about a case, and whoever asked has not shown which.</p>"
        }
        return """
            <h2>Which case it was</h2><p>Nobody else can tell. If the adviser needs to know who it is, or you want to show later that \
            this advice was about this case, show it.</p><p>\(Parts.link("Show that it was this case", Addresses.consultationIdentity(one.id.text)))</p>
            """
    }

    static func unanswered(_ one: Consultation) -> Page {
        Page(
            heading: "Nobody has answered yet",
            content: """
                <p>What came of the advice can be recorded once there is some. Nothing was recorded.</p>\
                <p>If you cannot wait, \(Parts.link("ask somebody else", Addresses.newConsultation(of: "none"))), or \
                \(Parts.link("act at once", Addresses.urgent)) where somebody is in danger.</p>
                """,
            back: Addresses.consultation(one.id.text), status: .forbidden)
    }
}
