import Sharing
import Vault

/// One conversation, line by line.
enum ConsentOneViews {
    static func rows(_ file: ConsentFile, _ consent: Consent, _ site: Site) -> [Parts.Row] {
        let content = consent.content
        let lists = site.lists
        let words = file.words(lists)
        var rows: [Parts.Row] = []
        func add(_ key: String, _ text: String) {
            if !text.isEmpty { rows.append(.init(key: key, value: HTML.paragraphs(text))) }
        }
        func add(_ key: String, _ items: [String]) {
            if !items.isEmpty { rows.append(.init(key: key, value: Parts.list(items.map { "\($0)" }))) }
        }
        add("What it is", ConsentFormViews.words(consent.kind))
        add("Why", content.notSought.isEmpty ? "" : lists[.consentNotSought].words(content.notSought))
        add("In whose words", content.notSoughtWords)
        add("What was tried", content.attempts)
        if content.isUrgent { add("Time", "There was no time: somebody was in danger") }
        if !content.capacity.isEmpty {
            add("Who answered", "\(content.giver) – \(lists[.consentGivers].words(content.capacity))")
            add("What shows that they may", content.standing)
            add("What was seen", content.capacityEvidence)
        }
        add(consent.kind == .viewsSought ? "Their views" : "Service", content.subject)
        add(consent.answer == .refused ? "What they said no to" : "What may go", content.scope.map { words.line($0) })
        add("What they left out", content.exclusions.map { words.line($0) })
        add("In their words", content.scopeWords)
        if content.isGeneral { add("General consent, because", content.generalWhy) }
        add("What was explained", content.points.map { lists[.consentPoints].words($0) })
        add("How it was asked", content.manner.map { lists[.consentManner].words($0) })
        add("Asked", ConsentWords.day(content.offeredOn))
        add("Answered", ConsentWords.day(content.decidedOn))
        add("How understanding was checked", content.understanding)
        add("What helped", content.support)
        if !content.language.isEmpty { add("Language", lists[.languages].words(content.language)) }
        if !content.format.isEmpty { add("Format", lists[.formats].words(content.format)) }
        if !content.signal.isEmpty {
            add("Signal", "\(content.signal). Confirmed by \(content.signalConfirmedBy): \(content.signalHow)")
        }
        add("Interpreter", content.interpreter)
        add("Witness", content.witness)
        if !content.evidence.isEmpty {
            add("What shows it", "\(lists[.consentEvidence].words(content.evidence)) \(content.evidenceWords)")
        }
        add("Ends with", content.endsWith)
        add("Asked about further uses", content.futureContact)
        add("Whether they would expect it", content.expects)
        add("Why they said no", content.reasons.map { lists[.refusalReasons].words($0) })
        add("In their own words", content.reasonWords)
        add("What was explained of what may follow", content.consequencesExplained)
        add("What was done to meet their worries", content.effortsMade)
        add("Other arrangements", content.alternatives)
        add("Who sees it differently", content.disagreement)
        if !content.warnings.isEmpty { add("Recorded after a warning, because", content.warningsWhy) }
        add("Looked at again", consent.reviewOn.map { ConsentWords.day($0) } ?? "")
        return rows
    }

    static func change(_ change: ConsentChange, _ site: Site) -> HTML {
        let what =
            switch change.kind {
            case .withdrawn: "Taken back"
            case .invalidated: "Found not to be sound"
            case .reviewed: "Looked at again"
            case .ended: "Ended"
            }
        let content = change.content
        let by = content.by.isEmpty ? "" : " (\(content.by))"
        let channel =
            content.channel.isEmpty
            ? "" : ", \(content.channel == "in-person" ? "in person" : site.lists[.ways].words(content.channel).lowercased())"
        let next = change.reviewOn.map { " Next: \(ConsentWords.day($0))." } ?? ""
        return """
            <strong>\(what)</strong> on \(change.at.inWords)\(by)\(channel). \(content.words)\(content.explained.isEmpty ? "" : " Explained: \(content.explained)")\(next)
            """
    }
}
