import HTTPTypes
import Ledger
import Sharing
import Vault

/// A disclosure as the tasks that it takes, and the list of a person's.
enum DisclosureViews {
    /// It is stopped here, with why and the ways out. Nothing that was entered is lost.
    static func refused(_ heading: String, _ because: String, _ ways: [HTML], back: String) -> Page {
        Page(
            heading: heading,
            content: "<p>\(because)</p><h2>What you can do</h2>\(Parts.list(ways))", back: back, status: .conflict)
    }

    /// Somebody is at risk and this takes too long.
    static var urgentWay: HTML {
        "If somebody is in danger now: \(Parts.link("act now and record it afterwards", Addresses.urgent))"
    }

    static func page(
        _ about: DisclosureCase, site: Site, _ context: SignedInContext
    ) -> Page {
        let id = about.disclosure.id.text
        guard about.isOpen else { return DisclosureEndViews.past(about, site: site, context) }
        let obstacles = site.obstacles(about)
        let rows = tasks(about, obstacles, site).map { row($0) }
        let links = DisclosureEndViews.papers(about, context)
        let papers: HTML = links.isEmpty ? "" : "<h2>What goes with it</h2>\(Parts.list(links))"
        let stopped: HTML =
            obstacles.contains(.requesterUnverified)
            ? Parts.inset(
                """
                <p>Nobody has verified who asks. You may prepare, and you must not send until they are verified.</p>\
                <p>\(Parts.link("Verify who asks", Addresses.asking(about.request.id.text)))</p><p>\(urgentWay)</p>
                """) : ""
        return Page(
            heading: "Share about \(about.person.shownName)",
            content: """
                <p class="caption">Reference <span class="ledger-code">\(id)</span></p>\
                <p>\(about.decision.verdict.words). Decided \(about.decision.at.dayInWords). \
                \(Parts.link("Read the decision", Addresses.decision(about.decision.id.text)))</p>\(stopped)\
                <ul class="task-list">\(rows)</ul>\(papers)\
                <p>\(Parts.link("Give up or note a failure", Addresses.disclosureEnd(id)))</p>
                """,
            back: Addresses.personDisclosures(about.person.id.text))
    }

    struct Task {
        let name: String
        let address: String
        let status: HTML
        var canStart = true
    }

    private static func row(_ task: Task) -> HTML {
        let name: HTML = task.canStart ? "<a href=\"\(task.address)\">\(task.name)</a>" : "\(task.name)"
        return "<li class=\"task\"><span class=\"task-name\">\(name)</span><span class=\"task-status\">\(task.status)</span></li>"
    }

    private static let done: HTML = "Completed"
    private static var toDo: HTML { Parts.tag("To do") }
    private static var stopped: HTML { Parts.tag("There is a problem", .danger) }
    private static let later: HTML = "Cannot start yet"

    static func tasks(_ about: DisclosureCase, _ obstacles: [Obstacle], _ site: Site) -> [Task] {
        let id = about.disclosure.id.text
        let content = about.disclosure.content
        let hasPurpose = !content.purpose.isEmpty && !content.basis.isEmpty
        let canChoose = about.contact != nil && hasPurpose
        let items: HTML =
            content.chosen.isEmpty
            ? toDo : obstacles.contains(where: \.isOfItems) ? stopped : "Completed: \(content.chosen.count) chosen"
        let others = about.thirdParties
        let threatOpen = obstacles.contains(.threatUndecided)
        let masked = others.filter { $0.keptWhy == nil }.count
        let agreed: HTML =
            about.needs.isEmpty
            ? "Not needed"
            : about.missing.isEmpty ? (about.bypassWhy == nil ? done : "Not waited for: an emergency is recorded") : toDo
        var tasks = [
            Task(
                name: "Who receives it", address: Addresses.disclosureRecipient(id),
                status: obstacles.contains(.noRecipient) ? toDo : obstacles.contains(.recipientUnverified) ? stopped : done),
            Task(
                name: "Why, and on what basis", address: Addresses.disclosurePurpose(id),
                status: hasPurpose ? done : toDo),
            Task(
                name: "What goes", address: Addresses.disclosureItems(id), status: canChoose ? items : later,
                canStart: canChoose || !content.chosen.isEmpty),
            Task(
                name: "Other people in it", address: Addresses.disclosureOthers(id),
                status: content.chosen.isEmpty
                    ? later : threatOpen ? toDo : others.isEmpty ? "Nobody" : "\(masked) masked, \(others.count - masked) named",
                canStart: !content.chosen.isEmpty),
            Task(
                name: "Conditions, and what the recipient understands", address: Addresses.disclosureConditions(id),
                status: about.contact == nil
                    ? later : obstacles.contains(.notUnderstood) || obstacles.contains(.noConditions) ? toDo : done,
                canStart: about.contact != nil),
            Task(
                name: "How it goes", address: Addresses.disclosureDelivery(id),
                status: about.contact == nil ? later : delivery(obstacles), canStart: about.contact != nil),
        ]
        if !about.isAnonymised {
            tasks.append(
                Task(
                    name: "Telling the person", address: Addresses.disclosureTelling(id),
                    status: obstacles.contains(.unsafeWay) ? stopped : about.isTold ? done : toDo))
        }
        tasks += [
            Task(name: "Agreement of others", address: Addresses.disclosureAgreement(id), status: agreed),
            Task(
                name: "Read it as the recipient will", address: Addresses.disclosurePreview(id),
                status: content.chosen.isEmpty || about.contact == nil ? later : content.isEnough == true ? done : toDo,
                canStart: !content.chosen.isEmpty && about.contact != nil),
            Task(
                name: "Send it", address: Addresses.disclosureSend(id), status: obstacles.isEmpty ? toDo : later,
                canStart: obstacles.isEmpty),
        ]
        return tasks
    }

    private static func delivery(_ obstacles: [Obstacle]) -> HTML {
        if obstacles.contains(.noChannel) || obstacles.contains(.notReadBack) { return toDo }
        return obstacles.contains { if case .checklistOpen = $0 { true } else { false } }
            ? Parts.tag("Checklist open", .caution) : done
    }

    static func list(of person: RegisteredPerson, _ list: [Disclosure], site: Site) -> Page {
        let rows: [[HTML]] = list.map { one in
            let who: HTML =
                one.content.recipientAgency.isEmpty ? "Not sent" : "\(one.content.recipientName), \(one.content.recipientAgency)"
            return [
                Parts.link("\(one.begun.dayInWords)", Addresses.disclosure(one.id.text)), who,
                "\(site.lists[.purposes].words(one.content.purpose))", "\(one.content.chosen.count)",
                "\(one.state.words)",
            ]
        }
        let table: HTML =
            rows.isEmpty
            ? "<p>Nothing has been shared, and nothing is being prepared. A disclosure begins on a decision that shares.</p>"
            : Parts.table(
                "Disclosures", heads: ["Begun", "Recipient", "Purpose", "Items", "State"], rows: rows, captionHidden: true)
        return Page(
            heading: "What is shared about \(person.shownName)", content: table, back: Addresses.person(person.id.text))
    }
}

extension Obstacle {
    var isOfItems: Bool {
        switch self {
        case .notCurrent, .restricted, .outsideConsent, .unexplained, .wholeFileToPolice, .wholeFileUnexplained: true
        default: false
        }
    }
}
