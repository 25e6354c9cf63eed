import Ledger
import Sharing
import Vault

/// Who decides for a person, who works with them, and what waits for whom.
enum PersonAroundViews {
    /// Who may decide for them (002 Q11; 000 §4.3, §10.12).
    static func decide(_ person: RegisteredPerson, _ file: WholePerson.File, _ site: Site) -> HTML {
        let current = file.relations.filter { !$0.isEnded }
        let deciders = current.filter {
            $0.content.parentalResponsibility == .yes || ["nominated", "authorised"].contains($0.kind)
        }
        let rows: [[HTML]] = deciders.map { relation in
            var says: [String] = []
            if relation.content.parentalResponsibility == .yes {
                says.append("Has parental responsibility" + (relation.content.evidence.isEmpty ? ", no evidence seen" : ""))
            }
            if relation.kind == "nominated" { says.append("Named by the person: \(relation.content.mayBeTold)") }
            if relation.kind == "authorised" {
                let holds = Authority(relation)?.isInForce(on: site.today) ?? false
                says.append(holds ? "Acts by \(relation.content.authority)" : "The document is no longer in force")
            }
            if relation.content.objects { says.append("The person objects to their being told anything") }
            return [
                Parts.link(relation.name, Addresses.relation(person.id.text, relation.id.text)),
                "\(site.lists[.relations].words(relation.kind))", "\(says.joined(separator: ". "))",
            ]
        }
        let unknown = current.filter { $0.content.parentalResponsibility == .notKnown }.count
        let missing: HTML =
            unknown == 0
            ? ""
            : "<p>Of \(unknown == 1 ? "one person" : "\(unknown) people") it is not known whether they have parental responsibility.</p>"
        let band = person.ageBand(on: site.today)
        let none: HTML =
            band == .adult
            ? "<p>Nobody else is recorded who may decide for them.</p>"
            : "<p>Nobody is recorded who has parental responsibility, or may decide for them.</p>"
        let list: HTML =
            rows.isEmpty
            ? none
            : Parts.table("Who may decide", heads: ["Name", "Who they are", "What they may do"], rows: rows, captionHidden: true)
        return
            "<h2>Who may decide</h2>\(list)\(missing)<p>\(Parts.link("Everybody around \(person.name)", Addresses.relations(person.id.text)))</p>"
    }

    static func network(_ whole: WholePerson, _ file: WholePerson.File, _ site: Site) -> HTML {
        let professional = Set(site.lists[.relations].entries.filter { $0.group == "professional" }.map(\.id))
        let all = file.relations.filter { !$0.isEnded && professional.contains($0.kind) }
        let leads = all.filter { $0.content.isLead || $0.kind == "lead" }
        let lead: HTML =
            leads.isEmpty
            ? "<p>No lead practitioner is recorded.</p>"
            : "<p>Lead practitioner: <strong>\(leads.map { $0.content.agency.isEmpty ? $0.name : "\($0.name), \($0.content.agency)" }.joined(separator: "; "))</strong></p>"
        let rows: [[HTML]] = all.map {
            [
                Parts.link($0.name, Addresses.relation(whole.person.id.text, $0.id.text)),
                "\([site.lists[.relations].words($0.kind), $0.content.agency].filter { !$0.isEmpty }.joined(separator: ", "))",
                "\($0.content.receives.isEmpty ? "Nothing regularly" : $0.content.receives)",
            ]
        }
        let table: HTML =
            rows.isEmpty
            ? ""
            : Parts.table(
                "Professionals who work with them", heads: ["Name", "Role and agency", "Regularly receives"], rows: rows,
                captionHidden: true)
        let ours: [HTML] = whole.workers.map { allocation in
            let why = file.particulars.content.takenUp.last { $0.practitioner == allocation.practitioner }?.why
            return
                "\(whole.name(allocation.practitioner)), since \(allocation.since.dayInWords)\(allocation.reason == .takenUp ? ", took them up. \(why ?? "")" : "")"
        }
        return """
            <h2>Who works with them</h2>\(lead)\
            \(ours.isEmpty ? "<p>Nobody of ours works with them now.</p>" : Parts.list(ours))\(table)
            """
    }

    static func duties(_ whole: WholePerson, _ file: WholePerson.File) -> HTML {
        let items: [HTML] = file.duties.map { duty in
            let words: HTML =
                switch (duty.kind, duty.record.split(separator: "/").map(String.init)) {
                case ("age-review", _): Parts.link(duty.content.words, Addresses.ageReview(whole.person.id.text))
                case (_, let about) where about.count == 2 && about[0] == "relation":
                    Parts.link(duty.content.words, Addresses.relation(whole.person.id.text, about[1]))
                default: "\(duty.content.words)"
                }
            return "\(words), by \(duty.due.dayInWords) (\(whole.name(duty.owner)))"
        }
        return "<h2>What is still to be done</h2>\(items.isEmpty ? "<p>Nothing waits.</p>" : Parts.list(items))"
    }
}
