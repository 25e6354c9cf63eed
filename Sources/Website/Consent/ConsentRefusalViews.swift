import HTTPTypes
import Sharing
import Vault

/// What cannot be recorded, or not before something was read. Nothing that was typed is lost.
enum ConsentRefusalViews {
    struct Said: Sendable {
        let title: String
        let why: String
        let clause: String
        let out: HTML
    }

    /// Each reason with its clause and a way out.
    static func said(_ refusal: ConsentCheck.Refusal, _ file: ConsentFile, _ site: Site) -> Said {
        let id = file.id
        func procedure(_ words: String, _ name: String) -> HTML { Parts.link(words, Addresses.startProcedure(name, id)) }
        switch refusal {
        case .notExplained:
            return Said(
                title: "The first explanation is missing", why: "Nobody can agree to what was not explained first.",
                clause: "000 §5.1.1, §6.4", out: Parts.link("Record an explanation", Addresses.newExplanation(id)))
        case .pointsUnmet(let points):
            let missing = points.map { site.lists[.consentPoints].words($0) }.joined(separator: "; ")
            return Said(
                title: "They were not told everything that they must know",
                why: "It is no informed consent until this is explained too: \(missing).", clause: "000 §10.14; 002 Q10",
                out: "Talk with them again, then tick what you explained.")
        case .noEvidence:
            return Said(
                title: "Nothing shows that they agree", why: "Consent needs a signed form, or a note on the file.",
                clause: "000 §10.1, §10.13.5; 002 Q14",
                out: Parts.link("Print a form for them to sign", Addresses.blankConsentForm(id)))
        case .evidenceWithoutWords(let words):
            return Said(
                title: "What shows it is not described", why: "This counts only with a description. \(words).",
                clause: "000 §10.13.5; 002 Q14", out: "Go back and describe it.")
        case .impliedForSensitive(let categories):
            let words = categories.map { $0 == "any" ? "all information" : site.lists[.information].words($0).lowercased() }
            return Said(
                title: "Sensitive information needs explicit consent",
                why:
                    "Consent that is only implied is not enough for this outside the organisation: \(words.joined(separator: ", ")).",
                clause: "002 Q14, App C", out: Parts.link("Print a form for explicit consent", Addresses.blankConsentForm(id)))
        case .generalWithoutReason:
            return Said(
                title: "A general consent needs its reason",
                why:
                    "You may take a general consent only where its meaning was made clear, it is willingly given, and many services must work together over a long time. Any agency is general too.",
                clause: "002 Q15", out: "Say why it is right here, or list the agencies one by one.")
        case .noStanding(let what, let remedy):
            return Said(
                title: "It is not shown that they may answer", why: "\(what).", clause: "000 §4.3; 002 Q10, Q11",
                out: standing(remedy, file))
        case .noSupport:
            return Said(
                title: "The support that they need is not recorded",
                why: "They need help to understand or to answer. Without it there is no consent.",
                clause: "000 §10.5, §10.7, §10.15", out: "Give the support, then record what helped.")
        case .signalNotConfirmed:
            return Said(
                title: "Their signal is not confirmed",
                why: "They answer by a signal. Say which it was, who confirmed what it means, and how it was made sure.",
                clause: "000 §10.6", out: "Ask somebody who knows them to confirm it, then record it.")
        case .noInterpreterSession:
            return Said(
                title: "The session with the interpreter is not recorded",
                why:
                    "Confidentiality must be talked about twice: with the interpreter beforehand, and with the person at the beginning.",
                clause: "002 App A Interpreters; 000 §10.5",
                out: procedure("Record the session with the interpreter", "interpreter-session"))
        case .materialAwaited:
            return Said(
                title: "They are waiting for a translation or another format",
                why: "They asked for something that they have not been given yet, so they cannot be taken to be informed.",
                clause: "000 §6.4, §10.15", out: Parts.link("What is awaited", Addresses.explanation(id)))
        case .noAttempts:
            return Said(
                title: "What was tried is missing",
                why:
                    "That there is no answer must be well shown: who tried, when and how. Only where there was no time does this fall away.",
                clause: "000 §10.11, §10.12", out: Parts.link("If somebody is in danger now, act now", Addresses.urgent))
        }
    }

    private static func standing(_ remedy: ConsentStanding.Remedy, _ file: ConsentFile) -> HTML {
        switch remedy {
        case .details: Parts.link("Complete what is known of them", Addresses.personDetails(file.id))
        case .competence: Parts.link("Look at their competence", Addresses.startProcedure("competence", file.id))
        case .capacity: Parts.link("Look at their capacity", Addresses.startProcedure("capacity", file.id))
        case .relations: Parts.link("The people around them", Addresses.relations(file.id))
        case .name: "Go back and say who answers, and what shows that they may."
        }
    }

    /// It cannot be recorded as it stands.
    static func refused(
        _ refusals: [ConsentCheck.Refusal], _ file: ConsentFile, _ site: Site, _ typed: ConsentTyped, token: String
    ) -> Page {
        let parts: [HTML] = refusals.map { refusal in
            let said = said(refusal, file, site)
            return "<h2>\(said.title)</h2><p>\(said.why) (\(said.clause))</p><p>\(said.out)</p>"
        }
        let back: HTML = "\(carried(typed))\(Fields.hidden("go", "change"))\(Fields.button("Go back to what you entered"))"
        return Page(
            heading: "You may not rely on this as it stands",
            content: """
                \(ExplanationViews.about(file))<p>Nothing was recorded. What you entered is kept on this page.</p>\(parts)\
                \(Fields.form(Addresses.newConsent(file.id, typed.kind.rawValue, typed.way.rawValue), token, back))\
                <p>\(Parts.link("Somebody is in danger and there is no time", Addresses.urgent))</p>
                """,
            back: Addresses.consent(file.id), status: .conflict)
    }

    /// It may be recorded once this was read and answered.
    static func warned(
        _ warnings: [ConsentCheck.Warning], _ file: ConsentFile, _ site: Site, _ typed: ConsentTyped, token: String,
        errors: [FormError] = []
    ) -> Page {
        let id = file.id
        let parts: [HTML] = warnings.map { warning in
            switch warning {
            case .contrary:
                """
                <h2>They said otherwise not long ago</h2><p>Do not pick the answer that suits. Look again at whether they can \
                decide this, and keep every statement with its day (002 Q11).</p>\
                <p>\(Parts.link("Look again at their competence", Addresses.startProcedure("competence", id))). \
                \(Parts.link("What they said before", Addresses.consent(id)))</p>
                """
            case .diagnosisAlone:
                """
                <h2>A diagnosis alone is no reason</h2><p>Everybody of 16 or older is taken to be able to decide, until it is shown \
                that they cannot decide this, now (002 Q11; 003 M3 p2). Say what they could not understand, keep in mind, weigh \
                or tell.</p><p>\(Parts.link("Look at their capacity", Addresses.startProcedure("capacity", id)))</p>
                """
            case .mannerLacking:
                """
                <h2>Not everything that belongs to asking was there</h2>\(Parts.list(
                    site.lists[.consentManner].entries.filter { typed["manner.\($0.id)"] != "yes" }.map { "\($0.words) (\($0.because.joined(separator: ", ")))" }))
                """
            }
        }
        let fields: HTML = """
            \(carried(typed))\
            \(Fields.checkboxes("read", legend: "Have you read this?", choices: [.init(value: "yes", words: "I have read it")], error: errors["read"]))\
            \(Fields.textArea("warnings-why", label: "Why do you record it all the same?", value: typed["warnings-why"], error: errors["warnings-why"], rows: 3))\
            \(Fields.button("Record it all the same"))
            """
        let back: HTML = """
            \(carried(typed))\(Fields.hidden("go", "change"))\(Fields.button("Go back to what you entered", .secondary))
            """
        let address = Addresses.newConsent(id, typed.kind.rawValue, typed.way.rawValue)
        return Page(
            heading: "Read this before you record it",
            content:
                "\(ExplanationViews.about(file))\(parts)\(Fields.form(address, token, fields))\(Fields.form(address, token, back))",
            errors: errors, back: Addresses.consent(id), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// Everything that was typed, so that it goes on from page to page.
    private static func carried(_ typed: ConsentTyped) -> HTML {
        let leftOut: Set<String> = ["token", "go", "add", "read.yes", "warnings-why"]
        return
            "\(typed.fields.filter { !leftOut.contains($0.key) }.sorted { $0.key < $1.key }.map { Fields.hidden($0.key, $0.value) })"
    }

    /// Consent cannot begin before the first explanation.
    static func gate(_ refusal: ExplanationGate.Refusal, _ file: ConsentFile, _ site: Site) -> Page {
        let missing = refusal.missing.map { site.lists[.explanationPoints].words($0) }
        return Page(
            heading: refusal.title,
            content: """
                \(ExplanationViews.about(file))<p>An assessment, a service or a consent may not begin before an honest explanation \
                (\(refusal.because.joined(separator: "; "))). These points are still to be explained:</p>\
                \(Parts.list(missing.map { "\($0)" }))\
                <p>\(Parts.buttonLink("Record an explanation", Addresses.newExplanation(file.id)))</p>\
                <p>\(Parts.link("Record why it cannot be given yet", Addresses.explanationException(file.id)))</p>\
                <p>\(Parts.link("Somebody is in danger and there is no time", Addresses.urgent))</p>
                """,
            back: Addresses.consent(file.id), status: .conflict)
    }
}
