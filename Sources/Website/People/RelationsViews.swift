import HTTPTypes
import Ledger
import Sharing
import Vault

enum RelationsViews {
    static let groups = [
        ("family", "Family and carers"), ("chosen", "Named and trusted by the person"), ("professional", "Professionals"),
        ("alleged", "Said to have caused harm or to pose a risk"),
    ]

    static func all(_ whole: WholePerson, site: Site, _ context: SignedInContext) -> Page {
        let id = whole.person.id.text
        let relations = whole.file?.relations ?? []
        let sections: [HTML] = groups.map { group, title in
            let kinds = Set(site.lists[.relations].entries.filter { $0.group == group }.map(\.id))
            let rows: [[HTML]] = relations.filter { !$0.isEnded && kinds.contains($0.kind) }.map { row($0, id, site) }
            let list: HTML =
                rows.isEmpty
                ? "<p>Nobody is recorded.</p>"
                : Parts.table(title, heads: ["Name", "Who they are", "What counts"], rows: rows, captionHidden: true)
            return "<h2>\(title)</h2>\(list)"
        }
        let naming: [HTML] = (whole.file?.naming ?? []).map { one in
            "\(Parts.link(one.of.shownName, Addresses.person(one.of.id.text))) has them as: \(site.lists[.relations].words(one.relation.kind))"
        }
        let ended: [HTML] = relations.filter(\.isEnded).map {
            "\(Parts.link($0.name, Addresses.relation(id, $0.id.text))), \(site.lists[.relations].words($0.kind)), until \(PersonWords.day($0.content.until))"
        }
        let add: HTML =
            context.access.doesCasework ? "<p>\(Parts.buttonLink("Add somebody", Addresses.newRelation(id)))</p>" : ""
        return Page(
            heading: "Around \(whole.person.shownName)",
            content: """
                \(add)\(sections)\
                \(naming.isEmpty ? "" : "<h2>In whose files they stand</h2><p>Files are linked, and stay apart.</p>\(Parts.list(naming))" as HTML)\
                \(ended.isEmpty ? "" : "<h2>No longer</h2>\(Parts.list(ended))" as HTML)
                """,
            back: Addresses.person(id))
    }

    private static func row(_ relation: Relation, _ id: String, _ site: Site) -> [HTML] {
        let content = relation.content
        var says: [HTML] = []
        if content.isLead || relation.kind == "lead" { says.append(Parts.tag("Lead practitioner", .good)) }
        if let known = content.parentalResponsibility {
            says.append("Parental responsibility: \(PersonWords.known(known).lowercased())")
        }
        if content.objects { says.append(Parts.tag("The person objects", .danger)) }
        if relation.isContinuingThreat { says.append(Parts.tag("Continuing threat", .danger)) }
        if let authority = Authority(relation), !authority.isInForce(on: site.today) {
            says.append(Parts.tag("No longer in force", .caution))
        }
        if !content.agency.isEmpty { says.append("\(content.agency)") }
        let words: [HTML] = says.enumerated().map { $0 == 0 ? $1 : "<br>\($1)" }
        return [
            Parts.link(relation.name, Addresses.relation(id, relation.id.text)),
            "\(site.lists[.relations].words(relation.kind))", says.isEmpty ? "Nothing more" : "\(words)",
        ]
    }

    static func kinds(_ person: RegisteredPerson, _ site: Site) -> Page {
        let id = person.id.text
        let sections: [HTML] = groups.map { group, title in
            let links: [HTML] = site.lists[.relations].entries.filter { $0.group == group }.map {
                Parts.link($0.words, Addresses.newRelation(id, $0.id))
            }
            return "<h2>\(title)</h2>\(Parts.list(links))"
        }
        return Page(
            heading: "Who are they to \(person.shownName)?", content: "\(sections)", back: Addresses.relations(id))
    }

    static func form(
        _ form: RelationForm, _ typed: Typed, _ errors: [FormError], _ person: RegisteredPerson, _ relation: Relation?,
        _ site: Site, _ context: SignedInContext
    ) -> Page {
        let id = person.id.text
        let address =
            relation.map { Addresses.changeRelation(id, $0.id.text) } ?? Addresses.newRelation(id, form.kind.id)
        let once: HTML = relation == nil ? Fields.hidden("once", typed["once"]) : ""
        return Page(
            heading: relation == nil ? "Add: \(form.kind.words.lowercasedFirst)" : "Change: \(form.kind.words.lowercasedFirst)",
            content: """
                <p class="caption">\(person.shownName)</p>\
                \(Fields.form(address, context.person.formToken, "\(once)\(form.fields(typed, errors, site.lists))\(Fields.button("Save \(form.kind.words.lowercasedFirst)"))"))
                """,
            errors: errors, back: relation.map { Addresses.relation(id, $0.id.text) } ?? Addresses.newRelation(id),
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func end(
        _ relation: Relation, of person: RegisteredPerson, _ typed: Typed, _ errors: [FormError], _ context: SignedInContext
    ) -> Page {
        let address = Addresses.endRelation(person.id.text, relation.id.text)
        let fields: HTML = """
            \(typed.dayField("until", "What was the last day?", errors))\
            \(typed.area("why", "What has changed?", rows: 3, errors))\(Fields.button("End it"))
            """
        return Page(
            heading: "End what \(relation.name) is to \(person.shownName)",
            content: "<p>What is recorded stays readable.</p>\(Fields.form(address, context.person.formToken, fields))",
            errors: errors, back: Addresses.relation(person.id.text, relation.id.text),
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    static func one(
        _ relation: Relation, _ other: RegisteredPerson?, of person: RegisteredPerson, site: Site, _ context: SignedInContext
    ) -> Page {
        let (id, number) = (person.id.text, relation.id.text)
        let refusal = Nomination.refusal(for: relation).map { Parts.warning("\($0) (000 §10.12)") } ?? ""
        let threat: HTML =
            relation.isContinuingThreat
            ? Parts.warning("Assessed as a continuing threat to others. You must consider who else has to be warned. (004 §6.2)")
            : ""
        let linked: HTML =
            other.map {
                "<p>On the register: \(Parts.link($0.shownName, Addresses.person($0.id.text))). The files are linked and stay apart.</p>"
            } ?? "<p>Not linked to anybody on the register.</p>"
        return Page(
            heading: relation.name,
            content: """
                <p class="caption">\(site.lists[.relations].words(relation.kind)) of \(person.shownName)</p>\
                \(refusal)\(threat)\(Parts.summaryList(rows(relation, site)))<h2>On the register</h2>\(linked)\
                \(context.access.doesCasework ? actions(relation, other, id, number, context) : "")
                """,
            back: Addresses.relations(id))
    }

    private static func actions(
        _ relation: Relation, _ other: RegisteredPerson?, _ id: String, _ number: String, _ context: SignedInContext
    ) -> HTML {
        var links: [HTML] = []
        if !relation.isEnded {
            links.append(Parts.link("Change what is recorded", Addresses.changeRelation(id, number)))
            links.append(Parts.link("End it", Addresses.endRelation(id, number)))
        }
        if relation.isAlleged, other != nil {
            links.append(Parts.link("Add an entry to their own record", Addresses.ownEntry(id, number)))
        }
        if other == nil { links.append(Parts.link("Link to somebody on the register", Addresses.linkRelation(id, number))) }
        let unlink: HTML =
            other == nil
            ? ""
            : Fields.form(
                Addresses.unlinkRelation(id, number), context.person.formToken, Fields.button("Take the link away", .secondary))
        return "<h2>Change it</h2>\(Parts.list(links))\(unlink)"
    }

    private static func rows(_ relation: Relation, _ site: Site) -> [Parts.Row] {
        let content = relation.content
        let all: [(String, String)] = [
            ("Role", content.role), ("Agency", content.agency), ("Telephone", content.telephone),
            ("Parental responsibility", content.parentalResponsibility.map { PersonWords.known($0) } ?? ""),
            ("What shows it", content.evidence),
            ("The person lives with them", content.livesWith.map { PersonWords.known($0) } ?? ""),
            ("Between the parents, and orders", content.circumstances), ("May be told", content.mayBeTold),
            ("May not be told", content.excluded), ("Regularly receives", content.receives),
            ("Lead practitioner", content.isLead ? "Yes" : ""), ("Acts by", content.authority),
            ("May act for", content.authorityScope),
            ("Acts until", content.authorityUntil.isEmpty ? "" : PersonWords.day(content.authorityUntil)),
            ("Offered by", content.offeredBy), ("What the person answered", content.offerAnswer),
            ("Was at", content.attended),
            ("What is known of them", content.flags.map { site.lists[.allegedFlags].words($0) }.joined(separator: "; ")),
            ("Assessment of the threat", content.continuingThreat), ("Assessed by", content.threatAssessor),
            ("Assessed on", content.threatAssessedOn.isEmpty ? "" : PersonWords.day(content.threatAssessedOn)),
            ("Asked again by", content.review.isEmpty ? "" : PersonWords.day(content.review)),
            ("Since", content.from.isEmpty ? "" : PersonWords.day(content.from)),
            ("Until", content.until.isEmpty ? "" : PersonWords.day(content.until)), ("What has changed", content.endedWhy),
            ("Also", content.words),
        ]
        let known = all.filter { !$0.1.isEmpty }
        return known.isEmpty
            ? [.init(key: "Recorded", value: "\(relation.begun.dayInWords)")]
            : known.map { .init(key: $0.0, value: HTML.paragraphs($0.1)) }
    }
}
