import HTTPTypes
import Ledger
import Sharing
import Vault

enum ConsentRegisterViews {
    static func said(_ consent: Consent) -> String {
        switch (consent.kind, consent.answer) {
        case (.viewsSought, .given): "Their views"
        case (.agreementToService, .given): "Agreed to a service"
        case (.agreementToService, .limited): "Agreed to part of a service"
        case (.agreementToService, .refused): "Said no to a service"
        case (_, .given): "Agreed"
        case (_, .limited): "Agreed in part"
        case (_, .refused): "Said no"
        case (_, .notSought): "Not asked"
        case (_, .notObtained): "No answer could be had"
        }
    }

    static func standing(_ entry: ConsentRegister.Entry, on day: String) -> HTML {
        switch entry.standing(on: day) {
        case .inForce: Parts.tag("In force", .good)
        case .reviewOverdue: Parts.tag("To be looked at again", .caution)
        case .withdrawn: Parts.tag("Taken back", .danger)
        case .invalid: Parts.tag("Not sound", .danger)
        case .ended: Parts.tag("Ended")
        }
    }

    static func mayWithdraw(_ entry: ConsentRegister.Entry, on day: String) -> Bool {
        let standing = entry.standing(on: day)
        return entry.isGiven && entry.consent.kind != .viewsSought && (standing == .inForce || standing == .reviewOverdue)
    }

    /// What may go to whom, and the history.
    static func register(_ file: ConsentFile, _ site: Site) -> Page {
        let day = site.now().day
        var content = ExplanationViews.about(file)
        content += "<h2>What may go to whom</h2>\(glance(file, site))"
        content += "<p>\(Parts.buttonLink("Record a conversation", Addresses.newConsent(file.id)))</p>"
        content += "<p>\(Parts.link("A blank form to print", Addresses.blankConsentForm(file.id)))</p>"
        let worries = file.explanations.anxieties
        if !worries.isEmpty {
            content += Parts.inset("<p>What worries them about sharing:</p>\(worries.map { HTML.paragraphs($0) })")
        }
        if file.register.refusals > 1 {
            content += Parts.inset("<p>They have said no \(file.register.refusals) times.</p>")
        }
        let others = otherConsenters(file, site)
        if !others.isEmpty {
            content += "<h2>Others who may have to agree</h2>\(Parts.list(others.map { "\($0)" }))"
        }
        content += "<h2>Every conversation</h2>"
        let rows: [[HTML]] = file.register.entries.enumerated().map { place, entry in
            let consent = entry.consent
            return [
                Parts.link("\(said(consent)), \(consent.at.inWords)", Addresses.consent(file.id, consent.id.text)),
                "\(site.lists[.consentGivers].words(consent.content.capacity).isEmpty ? "Not said" : site.lists[.consentGivers].words(consent.content.capacity))",
                standing(entry, on: day), "\(entry.reviewOn.map { ConsentWords.day($0) } ?? "No day")",
            ]
        }
        content +=
            rows.isEmpty
            ? "<p>No conversation is recorded yet.</p>"
            : Parts.table(
                "Conversations, the latest first", heads: ["What", "Who answered", "Now", "Looked at again"], rows: rows,
                captionHidden: true)
        content += Parts.details(
            "When you need not ask again, and when you must",
            """
            <p>Where consent was fully informed, it may be taken to cover what support needs, but for what they left out \
            (000 §6.1, §10.2). Ask again:</p>\(Parts.list([
                "for an agency that is not listed, or for another purpose", "for anything that they left out, said no to or took back",
                "when the day has come to look at it again, or the purpose has ended",
                "where a professional code asks for it, as for what is medically confidential (002 Q9)",
            ]))
            """)
        return Page(heading: "What they agreed to", content: content, back: Addresses.person(file.id))
    }

    static func glance(_ file: ConsentFile, _ site: Site) -> HTML {
        let all = file.register.atAGlance(
            site.lists, file.contacts, relations: file.circumstances.relations, on: site.now().day)
        if all.isEmpty { return "<p>Nothing is agreed, and nothing was refused. Ask before anything is shared.</p>" }
        let yes = all.filter(\.isYes)
        let no = all.filter { !$0.isYes }
        var content: HTML = yes.isEmpty ? "<p>Nothing may go on consent.</p>" : Parts.list(yes.map { "\($0.words)" })
        if !no.isEmpty { content += "<h3>What may not</h3>\(Parts.list(no.map { "\($0.words)" }))" }
        return content
    }

    /// Whose consent is there besides the person’s own (002 Q11).
    private static func otherConsenters(_ file: ConsentFile, _ site: Site) -> [String] {
        let parents = file.family.filter { $0.content.parentalResponsibility == .yes }
        let age = ConsentStanding.years(from: file.person.born, on: site.now().day)
        guard let age, age < 16 else { return [] }
        return parents.filter { parent in
            !file.register.entries.contains { $0.consent.content.relation == parent.id.text }
        }.map { "\($0.name), who has parental responsibility and was not asked" }
    }

    /// One conversation, with what became of it.
    static func one(
        _ file: ConsentFile, _ entry: ConsentRegister.Entry, _ trail: ConsentTrail, _ site: Site, _ fields: Form.Fields,
        token: String,
        errors: [FormError] = []
    ) -> Page {
        let consent = entry.consent
        let id = consent.id.text
        let day = site.now().day
        var content = ExplanationViews.about(file)
        content += "<p>\(standing(entry, on: day)) Recorded \(consent.at.inWords)</p>"
        content += Parts.summaryList(ConsentOneViews.rows(file, consent, site))
        if consent.answer == .refused || consent.answer == .limited {
            content += """
                <h2>What to do about a no</h2>\(Parts.list([
                    Parts.link("Support somebody who says no", Addresses.startProcedure("refusal-support-plan", file.id)),
                    Parts.link("Talk it over before anything is shared all the same", Addresses.startProcedure("persuasion-conversation", file.id)),
                ]))
                """
        }
        if !entry.changes.isEmpty {
            content += "<h2>What became of it</h2>"
            content += Parts.list(entry.changes.map { ConsentOneViews.change($0, site) })
        }
        if entry.isGiven, consent.kind == .consent {
            content += "<h2>What went out under it</h2>"
            content +=
                trail.gone.isEmpty
                ? "<p>Nothing went out under it.</p>"
                : Parts.list(trail.gone.map { Parts.link($0.words, Addresses.disclosure($0.disclosure.id.text)) })
            content += "<p>\(Parts.link("The form, to print", Addresses.consent(file.id, id, "form")))</p>"
        }
        if entry.withdrawnAt != nil {
            content += "<p>\(Parts.link("What had gone, and what is stopped", Addresses.consent(file.id, id, "withdrawn")))</p>"
        }
        let changes = ConsentChangeViews.Change.allCases.filter { $0.fits(entry, on: day) }
        if !changes.isEmpty {
            content +=
                "<h2>Change it</h2>\(Parts.list(changes.map { Parts.link($0.words, Addresses.consent(file.id, id, $0.rawValue)) }))"
        }
        if mayWithdraw(entry, on: day) {
            let ways = site.lists[.ways].choices() + [.init(value: "in-person", words: "In person")]
            let fields: HTML = """
                \(Fields.hidden("once", RecordID<ConsentChange>.random().text))\
                \(Fields.input("by", label: "Who takes it back?", value: fields["by"] ?? "", error: errors["by"]))\
                \(Fields.radios("channel", legend: "How did they say it?", choices: ways, chosen: fields["channel"], error: errors["channel"]))\
                \(Fields.textArea("words", label: "In their own words (optional)", value: fields["words"] ?? "", error: errors["words"], rows: 3))\
                \(Fields.textArea("explained", label: "What did you explain of what cannot be fetched back? (optional)", value: fields["explained"] ?? "", error: errors["explained"], rows: 3))\
                \(Fields.checkboxes("holders", legend: "Those who have it already (optional)", choices: [.init(value: "yes", words: "Ask them to stop using it")], chosen: fields["holders.yes"] == "yes" ? ["yes"] : []))\
                \(Fields.button("Take it back now", .warning))
                """
            content += """
                <h2>They take it back</h2><p>Anybody may take back what they agreed to, at any time and in any way. From then on \
                nothing goes under it (000 §10.14.5; 002 Q17).</p>\
                \(Fields.form(Addresses.consent(file.id, id, "withdraw"), token, fields))
                """
        }
        return Page(
            heading: "\(said(consent)): what was recorded", content: content, errors: errors, back: Addresses.consent(file.id),
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// After it was taken back.
    static func withdrawn(_ file: ConsentFile, _ entry: ConsentRegister.Entry, _ trail: ConsentTrail, _ site: Site) -> Page {
        let id = entry.consent.id.text
        func list(_ steps: [ConsentTrail.Step], none: HTML) -> HTML {
            steps.isEmpty ? none : Parts.list(steps.map { Parts.link($0.words, Addresses.disclosure($0.disclosure.id.text)) })
        }
        return Page(
            heading: "It is taken back",
            content: """
                \(ExplanationViews.about(file))\(Parts.inset("<p>Since \(entry.withdrawnAt?.inWords ?? "") nothing may go under it.</p>"))\
                <h2>What had already gone</h2>\(list(trail.gone, none: "<p>Nothing had gone under it.</p>"))\
                <p>What has gone may not come back: say so honestly (000 §10.14.5).</p>\
                <h2>What was under way</h2>\(list(trail.pending, none: "<p>Nothing was under way.</p>"))\
                <p>Whatever was under way has gone back to its author, who must look at it again.</p>\
                <h2>What happens next</h2>\(Parts.list([
                    Parts.link("A letter that confirms it", Addresses.consent(file.id, id, "letter")),
                    Parts.link("Support somebody who says no", Addresses.startProcedure("refusal-support-plan", file.id)),
                    Parts.link("What they agreed to now", Addresses.consent(file.id)),
                ]))
                """,
            back: Addresses.consent(file.id, id))
    }
}
