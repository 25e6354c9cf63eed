import HTTPTypes
import Sharing
import Vault

/// The forms on which telling is recorded, put off or closed.
extension InformingViews {
    private static func page(
        _ heading: String, _ found: InformingFound, _ content: HTML, _ errors: [FormError], back: String? = nil,
        ownHeading: Bool = false
    ) -> Page {
        Page(
            heading: heading, content: content, errors: errors, back: back ?? Addresses.informing(found.informing.id.text),
            ownHeading: ownHeading, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static func choices(_ list: CodeList) -> [Fields.Choice] {
        list.entries.map { Fields.Choice(value: $0.id, words: $0.words, hint: $0.hint) }
    }

    static func way(
        _ found: InformingFound, _ typed: InformingTyped, _ errors: [FormError] = [], site: Site, _ context: SignedInContext
    ) -> Page {
        let known: HTML = found.informing.whom.isReachedAsThePerson ? ways(found, site) : ""
        return page(
            "How \(found.name) is told", found,
            """
            <p>Choose the way before you say anything. Face to face is best when something is hard to hear.</p>\(known)\
            \(Fields.form(Addresses.informingWay(found.informing.id.text), context.person.formToken, """
                \(Fields.radios("way", legend: "How will you reach them?", choices: choices(site.lists[.ways]), chosen: typed.way, error: errors["way"]))\
                \(Fields.input("detail", label: "Which number, address or place (optional)", value: typed.detail, error: errors["detail"]))\
                \(Fields.button("Continue"))
                """))
            """, errors)
    }

    /// The way is marked as unsafe: it is not taken (001 §11 Telephones; 004 §6.5).
    static func unsafe(_ found: InformingFound, _ why: String, site: Site) -> Page {
        let id = found.informing.id.text
        let safe = (found.safeContact?.ways ?? []).filter { $0.safety == .safe }
        let others: [HTML] = safe.map { way in
            let words = [site.lists[.ways].words(way.way), way.detail, way.times].filter { !$0.isEmpty }.joined(separator: ", ")
            return "\(words)"
        }
        let list: HTML =
            others.isEmpty
            ? "<p>No way is known to be safe. Speak with them face to face, somewhere they feel safe, or through somebody they trust.</p>"
            : "<p>These ways are safe:</p>\(Parts.list(others))"
        return Page(
            heading: "You must not reach them this way",
            content: """
                \(Parts.warning("\(why)"))<p>Somebody else could see or hear it, and that could put them at risk.</p>\(list)\
                <p>\(Parts.buttonLink("Choose another way", Addresses.informingWay(id)))</p>\
                <p>If they were reached this way already, tell your manager now. If that puts somebody in danger, \
                <a href="\(Addresses.urgent)">see whom to call</a>.</p>\
                <p>If there is no safe way today, <a href="\(Addresses.informingDefer(id))">put it off and say why</a>.</p>
                """,
            back: Addresses.informingWay(id), status: .conflict)
    }

    /// Nobody knows whether the way is safe: it can be taken with a reason that is kept.
    static func notKnown(
        _ found: InformingFound, _ typed: InformingTyped, isSent: Bool, site: Site, _ context: SignedInContext
    ) -> Page {
        let id = found.informing.id.text
        let errors =
            isSent ? [FormError(field: "way-why", message: "Say how you know that it is safe, or choose another way")] : []
        let heading = "How do you know that this way is safe?"
        let before: HTML = """
            <p>Nobody has recorded whether it is: \(site.lists[.ways].words(typed.way))\(typed.detail.isEmpty ? "" : ", \(typed.detail)" as HTML). \
            Ask them first, if you can, how they want to be reached. \
            <a href="\(Addresses.personDetails(found.person.id.text))">Record what is safe</a></p>
            """
        return page(
            heading, found,
            """
            \(Fields.form(Addresses.informingWay(id), context.person.formToken, """
                \(Fields.hidden("way", typed.way))\(Fields.hidden("detail", typed.detail))\(Fields.hidden("asked", "yes"))\
                \(Fields.textArea("way-why", label: heading, value: typed.wayWhy, error: errors["way-why"], alone: before))\
                \(Fields.button("Take this way"))
                """))
            """, errors, back: Addresses.informingWay(id), ownHeading: true)
    }

    static func told(
        _ found: InformingFound, _ typed: InformingTyped, _ errors: [FormError] = [], site: Site, _ context: SignedInContext
    ) -> Page {
        let informing = found.informing
        let taken = site.lists[.ways].words(informing.content.way)
        let detail = informing.content.detail.isEmpty ? "" : ", \(informing.content.detail)"
        var times: HTML = ""
        if case .safe(let when) = found.safety(of: informing.content.way, informing.content.detail), !when.isEmpty {
            times = "<p>It is safe: \(when).</p>"
        }
        let what: HTML =
            informing.whom == .person
            ? """
            \(Fields.checkboxes("points", legend: "What did you tell them?", choices: choices(site.lists[.tellingPoints]), chosen: Set(typed.points), error: errors["points"]))\
            \(Fields.textArea("points-why", label: "If not all of these, why not", value: typed.pointsWhy, error: errors["points-why"], rows: 3))
            """
            : Fields.textArea(
                "words", label: "What did you tell them?", hint: "No more about anybody than they need", value: typed.words,
                error: errors["words"])
        let trust: HTML =
            informing.whom.isReachedAsThePerson
            ? """
            \(Fields.textArea("trust", label: "What it may do to their trust in us (optional)", value: typed.trust, error: errors["trust"], rows: 3))\
            \(typed.date("follow-up", legend: "When will you talk again? (optional)", hint: "For example, 27 3 2027", error: errors["follow-up"]))
            """ : ""
        return page(
            "What \(found.name) was told", found,
            """
            \(Parts.inset("<p>\(taken)\(detail). <a href=\"\(Addresses.informingWay(informing.id.text))\">Change the way</a></p>\(times)"))\
            \(Fields.form(Addresses.informingTold(informing.id.text), context.person.formToken, """
                \(typed.date("on", legend: "When were they told?", hint: "For example, 27 3 2026", error: errors["on"]))\
                \(Fields.input("present", label: "Who was there?", hint: "Write “nobody else” where you were alone with them", value: typed.present, error: errors["present"]))\
                \(what)\(Fields.textArea("reaction", label: "What did they say? (optional)", value: typed.reaction, error: errors["reaction"], rows: 3))\
                \(trust)\(Fields.button("Record that they were told"))
                """))
            """, errors, back: Addresses.informingWay(informing.id.text))
    }

    static func putOff(
        _ found: InformingFound, _ typed: InformingTyped, _ errors: [FormError] = [], site: Site, _ context: SignedInContext
    ) -> Page {
        page(
            "\(found.name) is not told yet", found,
            """
            <p>It stays on your list, and is looked at again on the day you set. Until then it is left out of what they are \
            given about where their information went.</p>\
            \(Fields.form(Addresses.informingDefer(found.informing.id.text), context.person.formToken, """
                \(Fields.radios("ground", legend: "Why are they not told yet?", choices: choices(site.lists[.deferralGrounds]), chosen: typed.ground, error: errors["ground"]))\
                \(Fields.textArea("why", label: "The reason in this case", value: typed.why, error: errors["why"]))\
                \(Fields.input("approved-by", label: "Who agreed?", hint: "Name and post of somebody other than you", value: typed.approvedBy, error: errors["approved-by"]))\
                \(typed.date("review", legend: "When do you look at it again?", hint: "Within a year, for example 27 3 2027", error: errors["review"]))\
                \(Fields.button("Put it off"))
                """))
            """, errors)
    }

    static func review(
        _ found: InformingFound, _ typed: InformingTyped, _ errors: [FormError] = [], site: Site, _ context: SignedInContext
    ) -> Page {
        let content = found.informing.content
        return page(
            "Is it now safe and possible to tell \(found.name)?", found,
            """
            \(Parts.summaryList([
                .init(key: "Why not before", value: "\(site.lists[.deferralGrounds].words(content.ground))"),
                .init(key: "Reason", value: HTML.paragraphs(content.why)),
            ]))\
            \(Fields.form(Addresses.informingReview(found.informing.id.text), context.person.formToken, """
                \(Fields.radios("safe", legend: "Can they be told now?", choices: [
                    .init(value: "yes", words: "Yes, it is safe and possible"),
                    .init(value: "no", words: "No, not yet", hint: "You then set the next day"),
                ], chosen: typed.isSafe.map { $0 ? "yes" : "no" }, error: errors["safe"]))\
                \(Fields.textArea("why", label: "What did you look at, and what has changed?", value: typed.why, error: errors["why"]))\
                \(Fields.button("Continue"))
                """))
            """, errors)
    }

    static func close(
        _ found: InformingFound, _ typed: InformingTyped, _ errors: [FormError] = [], site: Site, _ context: SignedInContext
    ) -> Page {
        let id = found.informing.id.text
        let agreement: HTML =
            found.informing.whom.needsAgreement
            ? Fields.input(
                "approved-by", label: "Who agreed?", hint: "Name and post of somebody other than you", value: typed.approvedBy,
                error: errors["approved-by"]) : ""
        let heading = "Why is \(found.name) not told?"
        let before: HTML = """
            \(Parts.warning("They will not be told, and nobody is reminded again."))\
            <p>If it is only too early, <a href="\(Addresses.informingDefer(id))">put it off instead</a>.</p>
            """
        return page(
            found.informing.whom.needsAgreement ? "Close without telling \(found.name)" : heading, found,
            """
            \(found.informing.whom.needsAgreement ? before : "")\
            \(Fields.form(Addresses.informingClose(id), context.person.formToken, """
                \(Fields.textArea("why", label: found.informing.whom.needsAgreement ? "Why are they not told?" : heading, value: typed.why, error: errors["why"], alone: found.informing.whom.needsAgreement ? nil : before))\(agreement)\
                \(Fields.button("Close without telling", .warning))
                """))
            """, errors, ownHeading: !found.informing.whom.needsAgreement)
    }
}
