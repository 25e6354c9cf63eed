import Ledger
import Sharing
import Vault

/// What is asked of somebody around a person: other things of a parent than of a nominated person or a professional
/// (000 §4.3, §10.12, §12.2, §13.1; 002 Q11, Q23; 004 §6.2, §6.5).
struct RelationForm: Sendable {
    let kind: CodeList.Entry
    var group: String { kind.group }

    static let known: [Fields.Choice] = [.init(value: "yes", words: "Yes"), .init(value: "no", words: "No")]
    static let yesOrNo = known
    static let unknown = Fields.Choice(value: "not-known", words: "I do not know")
    private static let lines = [
        ("name", "The name"), ("role", "The role"), ("agency", "The agency"), ("telephone", "The telephone number"),
        ("evidence", "The evidence"), ("authority", "The document"), ("assessor", "Who assessed it"),
        ("offered-by", "Who offered"),
    ]
    private static let texts = [
        ("words", "What else is known"), ("circumstances", "What stands between them"), ("told", "What they may be told"),
        ("excluded", "What they may not be told"), ("receives", "What they receive"), ("scope", "For what they may act"),
        ("threat", "The assessment"), ("answer", "The answer"), ("attended", "Which conversations"),
    ]

    func filled(_ relation: Relation) -> Typed {
        let kept = relation.content
        var typed = Typed([
            "name": relation.name, "role": kept.role, "agency": kept.agency, "telephone": kept.telephone,
            "responsibility": kept.parentalResponsibility?.rawValue ?? "", "evidence": kept.evidence,
            "lives": kept.livesWith?.rawValue ?? "", "circumstances": kept.circumstances, "told": kept.mayBeTold,
            "excluded": kept.excluded, "objects": kept.objects ? "yes" : "no", "receives": kept.receives,
            "lead": kept.isLead ? "yes" : "no", "authority": kept.authority, "scope": kept.authorityScope,
            "threat": kept.continuingThreat, "assessor": kept.threatAssessor, "offered-by": kept.offeredBy,
            "answer": kept.offerAnswer, "attended": kept.attended, "words": kept.words,
        ])
        for (field, day) in [
            ("from", kept.from), ("review", kept.review), ("expires", kept.authorityUntil), ("assessed", kept.threatAssessedOn),
        ] { typed.setDay(field, day) }
        typed.tick("flags", kept.flags)
        return typed
    }

    func check(_ mistakes: inout Mistakes, today: String) {
        mistakes.require("name", "Enter their name, or what is known of who they are")
        mistakes.limit(lines: Self.lines, texts: Self.texts)
        func choose(_ field: String, _ message: String, _ values: [String] = ["yes", "no"]) {
            if !values.contains(mistakes.typed[field]) { mistakes.say(field, message) }
        }
        switch (group, kind.id) {
        case ("family", _):
            choose("responsibility", "Choose whether they have parental responsibility", ["yes", "no", "not-known"])
            choose("lives", "Choose whether the person lives with them", ["yes", "no", "not-known"])
            choose("objects", "Choose whether the person objects to their being told anything")
        case (_, "nominated"):
            mistakes.require("told", "Enter what they may be told")
            choose("objects", "Choose whether the person objects to their being told anything")
            _ = mistakes.day("review", "The day of the review", required: "Enter when you will ask again", notBefore: today)
        case (_, "authorised"):
            mistakes.require("authority", "Enter by which document they act")
            mistakes.require("scope", "Enter for what they may act, a line each")
            _ = mistakes.day("expires", "The last day")
            choose("objects", "Choose whether the person objects to their being told anything")
        case ("chosen", _):
            mistakes.require("offered-by", "Enter who offered it")
            mistakes.require("answer", "Enter what the person answered")
            choose("objects", "Choose whether the person objects to their being told anything")
        case ("professional", _):
            mistakes.require("agency", "Enter the agency they work for")
            choose("lead", "Choose whether they are the lead practitioner")
        case ("alleged", _):
            let isThreat = mistakes.typed["flags.continuing-threat"] == "yes"
            if isThreat { mistakes.require("threat", "Enter the assessment, in a few sentences") }
            if isThreat { mistakes.require("assessor", "Enter who assessed it") }
            _ = mistakes.day(
                "assessed", "The day of the assessment", required: isThreat ? "Enter when it was assessed" : nil, notAfter: today)
        default: break
        }
        _ = mistakes.day("from", "The day", notAfter: today)
    }

    func change(_ mistakes: Mistakes, _ relation: inout Relation, _ lists: CodeLists) {
        var mistakes = mistakes
        let typed = mistakes.typed
        relation.name = typed["name"]
        var kept = relation.content
        kept.role = typed["role"]
        kept.agency = typed["agency"]
        kept.telephone = typed["telephone"]
        kept.parentalResponsibility = Relation.Known(rawValue: typed["responsibility"])
        kept.evidence = typed["evidence"]
        kept.livesWith = Relation.Known(rawValue: typed["lives"])
        kept.circumstances = typed["circumstances"]
        kept.mayBeTold = typed["told"]
        kept.excluded = typed["excluded"]
        kept.objects = typed["objects"] == "yes"
        kept.receives = typed["receives"]
        kept.isLead = typed["lead"] == "yes"
        kept.authority = typed["authority"]
        kept.authorityScope = typed["scope"]
        kept.flags = typed.ticked("flags", among: lists[.allegedFlags].ids)
        kept.continuingThreat = typed["threat"]
        kept.threatAssessor = typed["assessor"]
        kept.offeredBy = typed["offered-by"]
        kept.offerAnswer = typed["answer"]
        kept.attended = typed["attended"]
        kept.words = typed["words"]
        kept.from = mistakes.day("from", "")
        kept.review = mistakes.day("review", "")
        kept.authorityUntil = mistakes.day("expires", "")
        kept.threatAssessedOn = mistakes.day("assessed", "")
        relation.content = kept
    }

    func fields(_ typed: Typed, _ errors: [FormError], _ lists: CodeLists) -> HTML {
        let name = typed.input(
            "name", group == "alleged" ? "Who is it?" : "Name", hint: group == "alleged" ? "A name, or what is known" : "", errors
        )
        let from = typed.dayField("from", "Since when? (optional)", errors)
        let telephone = typed.input("telephone", "Telephone (optional)", narrow: true, errors)
        let words = typed.area("words", "What else is known? (optional)", rows: 3, errors)
        let objects = typed.radios(
            "objects", "Does the person object to their being told anything?", Self.yesOrNo, errors)
        let told = typed.area(
            "told", kind.id == "nominated" ? "What may they be told?" : "What may they be told? (optional)",
            hint: "As the person agreed", rows: 3, errors)
        let excluded = typed.area("excluded", "What may they not be told? (optional)", rows: 3, errors)
        switch (group, kind.id) {
        case ("family", _):
            return """
                \(name)\(typed.radios("responsibility", "Do they have parental responsibility?", Self.known, apart: Self.unknown, errors))\
                \(typed.input("evidence", "What shows it? (optional)", hint: "Such as a birth certificate, or an order", errors))\
                \(typed.radios("lives", "Does the person live with them?", Self.known, apart: Self.unknown, errors))\
                \(typed.area("circumstances", "What stands between the parents, or which order is in force? (optional)", rows: 3, errors))\
                \(told)\(excluded)\(objects)\(telephone)\(from)\(words)
                """
        case (_, "nominated"):
            return """
                \(name)\(typed.input("role", "Who are they to the person? (optional)", hint: "Such as their sister", errors))\
                \(told)\(excluded)\(objects)\(typed.dayField("review", "When will you ask again?", hint: "For example, 27 3 2027", errors))\
                \(telephone)\(from)\(words)
                """
        case (_, "authorised"):
            return """
                \(name)\(typed.input("authority", "By which document do they act?", hint: "Such as a lasting power of attorney, with its date", errors))\
                \(typed.area("scope", "For what may they act?", hint: "One thing on each line", rows: 3, errors))\
                \(typed.dayField("expires", "Until when? (optional)", hint: "Leave it empty when there is no last day", errors))\
                \(objects)\(telephone)\(from)\(words)
                """
        case ("chosen", _):
            return """
                \(name)\(typed.input("offered-by", "Who offered it?", errors))\
                \(typed.input("answer", "What did the person answer?", hint: "In their own words", errors))\
                \(typed.area("attended", "At which conversations were they? (optional)", rows: 3, errors))\
                \(told)\(excluded)\(objects)\(telephone)\(from)\(words)
                """
        case ("professional", _):
            return """
                \(name)\(typed.input("role", "Role (optional)", errors))\(typed.input("agency", "Agency", errors))\
                \(typed.radios("lead", "Are they the lead practitioner?", Self.yesOrNo, errors))\
                \(typed.area("receives", "What do they regularly receive? (optional)", rows: 3, errors))\
                \(telephone)\(from)\(words)
                """
        default:
            return """
                \(name)\(typed.checkboxes("flags", "What is known of them? (optional)", lists[.allegedFlags], errors))\
                \(typed.area("threat", "Assessment of the threat to others (optional)", hint: "Needed where they are a continuing threat", rows: 3, errors))\
                \(typed.input("assessor", "Who assessed it? (optional)", errors))\
                \(typed.dayField("assessed", "When was it assessed? (optional)", errors))\(words)
                """
        }
    }
}
