import Foundation
import Ledger
import Sharing
import Vault

/// A note as somebody writes it: the essentials on one page, what must or may be said besides on the next.
struct NoteForm: Sendable {
    static let first = [
        "text", "category", "nature", "source", "confidence", "time", "why", "once", "happened-day", "happened-month",
        "happened-year", "known-day", "known-month", "known-year",
    ]

    var asked: NoteFields
    let form: Form
    let isCorrection: Bool
    private(set) var happened = ""
    private(set) var known = ""

    init(_ form: Form, isCorrection: Bool) {
        self.form = form
        self.isCorrection = isCorrection
        asked = NoteFields(form.fields)
    }

    var nature: InformationItem.Nature? { .init(rawValue: form["nature"]) }
    var confidence: InformationItem.Confidence? { .init(rawValue: form["confidence"]) }
    var isByOther: Bool { form["source"] == "other" }

    /// The essentials. A note is a fact, an opinion or a report, or it is no note (001 §6 Accurate; 002 Q20).
    mutating func checkFirst(_ lists: CodeLists, today: String) {
        asked.require("text", "Enter what you want to record")
        if lists[.information][form["category"]] == nil { asked.say("category", "Choose what it is about") }
        if nature == nil {
            asked.say("nature", "Choose whether it is a fact, an opinion or something reported. Nothing is kept without that")
        }
        if !["saw", "person", "other"].contains(form["source"]) { asked.say("source", "Choose who it comes from") }
        if confidence == nil, form["confidence"] != "not-asked" {
            asked.say("confidence", "Choose who may know of it. A note is never for you alone")
        }
        if isCorrection { asked.require("why", "Enter why the earlier note is wrong") }
        asked.limit(form, texts: [("text", "The note"), ("why", "Why it is wrong")])
        happened = asked.day("happened", form, "The day on which it happened", notAfter: today)
        known = asked.day("known", form, "The day on which you came to know", notAfter: today)
        if known.isEmpty { known = today }
        if !happened.isEmpty, happened > known, asked.errors["known"] == nil, asked.errors["happened"] == nil {
            asked.say("known", "You came to know of it on the day it happened, or later. Look at the two days again")
        }
        guard !form["time"].isEmpty else { return }
        if let time = Self.time(form["time"]), !happened.isEmpty {
            happened += "T" + time
        } else if asked.errors["happened"] == nil {
            asked.say(
                "time",
                happened.isEmpty ? "Enter the day too, or leave the time empty" : "Enter a time such as 14:30, or leave it empty")
        }
    }

    /// Whether something must still be said on the second page.
    var needsMore: Bool {
        nature == .opinion || nature == .reported || isByOther || confidence == .limited || confidence == .fromColleagues
            || confidence == .notConfidential
    }

    mutating func checkMore(colleagues: [String], today: String) {
        switch nature {
        case .opinion?:
            asked.require("whose", "Enter whose opinion it is")
            asked.require("basis", "Enter what the opinion rests on")
        case .reported?:
            asked.require("whose", "Enter who reported it")
            asked.require("basis", "Enter how they know")
        default: break
        }
        if isByOther { asked.require("from", "Enter who told you or wrote it") }
        switch confidence {
        case .limited?: asked.require("to", "Enter which people or purposes it is for")
        case .notConfidential?: asked.require("to", "Enter where it is public")
        case .fromColleagues?:
            asked.require("to", "Enter why some colleagues must not know")
            if form.ticked("colleagues", among: colleagues).isEmpty {
                asked.say("colleagues", "Choose the colleagues it is kept from")
            }
        default: break
        }
        asked.limit(
            form, lines: [("whose", "Whose it is"), ("from", "Who told you"), ("alleged", "The name"), ("place", "The place")],
            texts: [
                ("basis", "What it rests on"), ("to", "Who it is for"), ("understanding", "The understanding"),
                ("third", "Other people in it"), ("limit", "What the person said"), ("historical", "Why it still matters"),
                ("original", "Where the original is"),
            ])
        _ = asked.day("verified", form, "The day on which it was checked", notAfter: today)
    }

    private static func time(_ typed: String) -> String? {
        let digits = typed.filter(\.isNumber)
        let isLate = typed.lowercased().contains("pm")
        let parts = typed.split { !$0.isNumber }.compactMap { Int($0) }
        let hour: Int
        let minute: Int
        if parts.count >= 2 {
            (hour, minute) = (parts[0], parts[1])
        } else if digits.count == 4, let number = Int(digits) {
            (hour, minute) = (number / 100, number % 100)
        } else if let number = parts.first {
            (hour, minute) = (number, 0)
        } else {
            return nil
        }
        let late = isLate && hour < 12 ? hour + 12 : hour
        guard (0..<24).contains(late), (0..<60).contains(minute) else { return nil }
        return (late < 10 ? "0" : "") + "\(late):" + (minute < 10 ? "0" : "") + "\(minute)"
    }

    /// What is kept, once nothing is wrong.
    func content(_ lists: CodeLists, colleagues: [String], contacts: [String]) -> InformationItem.Content {
        var content = InformationItem.Content()
        content.text = form["text"]
        content.whose = form["whose"]
        content.basis = form["basis"]
        content.from = form["source"] == "person" ? "The person" : isByOther ? form["from"] : ""
        content.fromContact = isByOther && contacts.contains(form["contact"]) ? form["contact"] : nil
        content.understanding = form["understanding"]
        content.confidence = confidence
        content.confidentialTo = form["to"]
        content.confidenceBasis = lists[.confidenceBases][form["confidence-basis"]] == nil ? "" : form["confidence-basis"]
        content.colleagues = confidence == .fromColleagues ? form.ticked("colleagues", among: colleagues) : []
        content.special = form.ticked("special", among: lists[.specialCategories].ids)
        content.thirdParties = Self.thirdParties(form["third"])
        content.alleged = form["alleged"]
        content.place = form["place"]
        content.isLowLevel = form["low-level.yes"] == "yes"
        content.restrictedFromAll = form["restrict.anybody"] == "yes"
        content.restrictedFrom =
            content.restrictedFromAll ? [] : form.ticked("restrict", among: lists[.agencies].ids).map { "kind:" + $0 }
        content.restrictionWords = form["limit"]
        content.purpose = lists[.purposes][form["purpose"]] == nil ? "" : form["purpose"]
        content.verifiedOn = form.date("verified")?.day ?? ""
        content.verifiedBy = form["verified-by"]
        content.historical = form["historical"]
        content.original = form["original"]
        content.correctionWhy = isCorrection ? form["why"] : ""
        return content
    }

    /// One a line: a name, and after a dash who they are.
    static func thirdParties(_ text: String) -> [InformationItem.ThirdParty] {
        text.split(separator: "\n").compactMap { line in
            let parts = line.replacing("—", with: "–").replacing(" - ", with: "–").split(separator: "–", maxSplits: 1)
                .map { String($0).trimmingSpaces }
            guard let name = parts.first, !name.isEmpty else { return nil }
            return .init(name: name, relation: parts.count > 1 ? parts[1] : "")
        }
    }

    /// The fields of an item that is to be corrected.
    static func fields(of item: InformationItem) -> NoteFields {
        var asked = NoteFields()
        let content = item.content
        asked["text"] = content.text
        asked["category"] = item.category
        asked["nature"] = item.nature.rawValue
        asked["source"] = content.from.isEmpty ? "saw" : content.from == "The person" ? "person" : "other"
        asked["confidence"] = content.confidence?.rawValue ?? "not-asked"
        asked.set("happened", day: item.happened)
        asked["time"] = item.happened.count > 10 ? String(item.happened.dropFirst(11)) : ""
        asked["whose"] = content.whose
        asked["basis"] = content.basis
        asked["from"] = asked["source"] == "other" ? content.from : ""
        asked["contact"] = content.fromContact ?? ""
        asked["understanding"] = content.understanding
        asked["to"] = content.confidentialTo
        asked["confidence-basis"] = content.confidenceBasis
        asked.tick("colleagues", content.colleagues)
        asked.tick("special", content.special)
        asked["third"] = content.thirdParties.map { $0.relation.isEmpty ? $0.name : "\($0.name) – \($0.relation)" }
            .joined(separator: "\n")
        asked["alleged"] = content.alleged
        asked["place"] = content.place
        if content.isLowLevel { asked.tick("low-level", ["yes"]) }
        asked.tick("restrict", content.restrictedFromAll ? ["anybody"] : content.restrictedFrom.map { String($0.dropFirst(5)) })
        asked["limit"] = content.restrictionWords
        asked["purpose"] = content.purpose
        asked["historical"] = content.historical
        asked["original"] = content.original
        return asked
    }
}
