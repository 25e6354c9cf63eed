import Foundation
import Ledger
import Sharing
import Testing

@testable import Vault

@Suite struct SealedFactTests {
    @Test func `nothing sealed escapes from five hundred packages, and few innocent lines are taken for it`() {
        let planting = Planting()
        let guardian = SealedFactGuard(planting.facts.map { $0.fact }, recipient: nil)
        var escaped: [String] = []
        var innocent = 0
        var blocked: [String] = []
        for package in planting.packages(500) {
            let masked = guardian.masked(package.text).text
            for secret in package.planted where planting.stands(secret, in: masked) {
                escaped.append("\(secret.way): \(secret.written)")
            }
            for line in package.innocent {
                innocent += 1
                if !masked.contains(line) { blocked.append(line) }
            }
        }
        print("Packages: 500. Innocent lines: \(innocent). Taken for sealed ones: \(blocked.count).")
        #expect(escaped == [])
        #expect(Double(blocked.count) < 0.05 * Double(innocent), "\(Set(blocked).sorted().prefix(5))")
    }

    @Test func `the check of these tests sees every way of planting, so that it can fail`() {
        let planting = Planting()
        for package in planting.packages(60) {
            for secret in package.planted where !secret.isInferred {
                #expect(planting.stands(secret, in: package.text), "\(secret.way): \(secret.written)")
            }
        }
    }

    @Test func `a fact that has ended or was released to the recipient is not kept from them`() {
        var ended = Planting.fact("address", "14 Harcombe Lane")
        ended.isInForce = false
        #expect(SealedFactGuard([ended], recipient: nil).hits(in: "14 Harcombe Lane") == [])
        var released = Planting.fact("address", "14 Harcombe Lane")
        released.content.releases = [.init(contact: "police", why: "To visit", by: "manager", at: "2026-11-21")]
        #expect(SealedFactGuard([released], recipient: .init("police")).hits(in: "14 Harcombe Lane") == [])
        #expect(SealedFactGuard([released], recipient: .init("school")).hits(in: "14 Harcombe Lane").count > 0)
        #expect(SealedFactGuard([released], recipient: nil).hits(in: "14 Harcombe Lane").count > 0)
    }

    @Test func `the whole word goes with the mask, and the rest stays as it was`() {
        let guardian = SealedFactGuard([Planting.fact("address", "14 Harcombe Lane, Millbrook, MB4 7QT")], recipient: nil)
        #expect(guardian.masked("She lives at 14 Harcombe Lane.").text == "She lives at [withheld].")
        #expect(guardian.masked("See visit-14HarcombeLane-May.docx (old)").text == "See [withheld] (old)")
        #expect(guardian.masked("The MB4 9ZZ area and Millbrook").text == "The MB4 9ZZ area and Millbrook")
        #expect(guardian.masked("").text == "")
        #expect(guardian.hits(inFileName: "14_harcombe_ln_photo.jpg").count > 0)
        #expect(guardian.hits(inFileName: "report-for-school.pdf") == [])
    }

    @Test func `a sealed fact that is the mask itself does not go round for ever`() {
        let guardian = SealedFactGuard([Planting.fact("other", "withheld")], recipient: nil)
        #expect(guardian.masked("It was withheld there").text == SealedFactGuard.mask)
    }

    @Test func `a place is not inferred from the district alone, but from the district with the street`() {
        let guardian = SealedFactGuard([Planting.fact("address", "27 High Street, Torbeck, TB11 2RX")], recipient: nil)
        #expect(guardian.hits(in: "He works in TB11.") == [])
        #expect(guardian.hits(in: "The High Street was closed.") == [])
        #expect(guardian.hits(in: "It is on the High Street, in TB11.").count > 0)
        #expect(guardian.hits(in: "Look near TB11 2").count > 0)
        #expect(guardian.hits(in: "TB11 2ZZ is another place") == [])
    }
}

/// Packages in which sealed facts are planted, and a second reader that looks for them in another way than the guard does.
struct Planting {
    struct Secret {
        let fact: SealedFact
        /// What must not be left of it, as regular expressions on squashed text.
        let traces: [String]
        /// How it may be written, beside what `ways` does to each.
        let forms: [String]
        /// Parts from which it can be inferred.
        let inferred: [String]
    }

    struct Planted {
        let fact: Int
        let way: String
        let written: String
        let isInferred: Bool
    }

    struct Package {
        var text: String
        var planted: [Planted]
        var innocent: [String]
    }

    /// A generator that gives the same numbers each time (SplitMix64).
    struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    static func fact(_ kind: String, _ forms: String...) -> SealedFact {
        var content = SealedFact.Content()
        content.forms = forms
        let context = AccessContext(practitioner: "nia", organisation: "millbrook", role: .practitioner, purpose: .casework)
        return SealedFact(about: .init("person"), kind: kind, content, by: context, at: Instant(milliseconds: 0))
    }

    let facts: [Secret] = [
        Secret(
            fact: fact("address", "Flat 3, 14 Harcombe Lane, Millbrook, MB4 7QT"),
            traces: ["harcombe", "harcornbe", "mb47qt", "mb47q"],
            forms: [
                "14 Harcombe Lane", "14 Harcombe Ln", "MB4 7QT", "Harcombe Lane", "fourteen Harcombe Lane",
                "14, Harcombe Lane, Millbrook, MB4 7QT",
            ],
            inferred: ["14 Harcombe", "MB4 7", "Harcombe Lane 14", "number 14 Harcombe Ln."]),
        Secret(
            fact: fact("address", "27 High Street, Torbeck, TB11 2RX"),
            traces: ["27highst", "highst(reet)?27", "twentysevenhighst", "tb112rx"],
            forms: ["27 High Street", "TB11 2RX", "27 High St", "27 High Street, Torbeck"],
            inferred: ["High Street, TB11", "number 27 on the High Street", "twenty-seven High Street"]),
        Secret(
            fact: fact("school", "St Oswin's Primary School"), traces: ["oswin", "sops"],
            forms: ["St Oswin's Primary School", "St Oswins", "Saint Oswin’s School"], inferred: ["SOPS", "St Oswin's Academy"]),
        Secret(
            fact: fact("telephone", "07700 900417"), traces: ["7700900417"],
            forms: ["07700 900417", "+44 7700 900 417", "0770 090 0417", "+44 (0)7700-900417"],
            inferred: ["oh double seven double oh nine double oh four one seven", "900 417"]),
        Secret(
            fact: fact("telephone", "mira.aldous@post.example"), traces: ["miraaldous"],
            forms: ["mira.aldous@post.example", "Mira.Aldous@POST.example"], inferred: ["mira dot aldous at post dot example"]),
        Secret(
            fact: fact("name", "Sorrel Thackwaite"), traces: ["thackwaite"], forms: ["Sorrel Thackwaite", "Thackwaite, Sorrel"],
            inferred: ["S. Thackwaite", "Miss Thackwaite"]),
        Secret(
            fact: fact("routine", "Swimming at Larkmoor Baths on Tuesdays"), traces: ["larkmoor"], forms: ["Larkmoor Baths"],
            inferred: ["the larkmoor baths"]),
    ]

    private static let alike: [Character: Character] = [
        "a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "x": "х", "i": "і", "H": "Н", "M": "М", "B": "В", "T": "Т", "S": "Ѕ",
        "O": "Ο", "n": "ո", "s": "ѕ",
    ]

    private static let ways: [(String, @Sendable (String, inout Seeded) -> String)] = [
        ("as it is", { text, _ in text }),
        ("capitals", { text, _ in text.uppercased() }),
        ("small letters", { text, _ in text.lowercased() }),
        ("spaces doubled", { text, _ in text.replacing(" ", with: "  \u{A0} ") }),
        ("spaces left out", { text, _ in text.replacing(" ", with: "") }),
        ("underscores", { text, _ in text.replacing(" ", with: "_") }),
        ("a line break", { text, _ in text.replacing(" ", with: "\n") }),
        ("letters apart", { text, _ in text.map { String($0) }.joined(separator: " ") }),
        ("letters with full stops", { text, _ in text.filter { $0 != " " }.map { String($0) }.joined(separator: ".") }),
        ("zero width", { text, _ in text.map { String($0) }.joined(separator: "\u{200B}") }),
        ("soft hyphens", { text, _ in text.map { String($0) }.joined(separator: "\u{AD}") }),
        ("accents", { text, _ in text.map { $0.isLetter ? String($0) + "\u{301}" : String($0) }.joined() }),
        (
            "full width",
            { text, _ in
                String(
                    String.UnicodeScalarView(
                        text.unicodeScalars.map { (33...126).contains($0.value) ? Unicode.Scalar($0.value + 0xFEE0) ?? $0 : $0 }))
            }
        ),
        ("look-alikes", { text, _ in String(text.map { alike[$0] ?? $0 }) }),
        ("entities", { text, _ in text.unicodeScalars.map { "&#\($0.value);" }.joined() }),
        (
            "entities in hexadecimal",
            { text, _ in text.unicodeScalars.map { "&#x" + String($0.value, radix: 16) + ";" }.joined() }
        ),
        ("non-breaking entities", { text, _ in text.replacing(" ", with: "&nbsp;") }),
        ("percent", { text, _ in text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }),
        ("percent twice", { text, _ in text.replacing(" ", with: "%2520") }),
        ("dashes", { text, _ in text.replacing(" ", with: " – ") }),
    ]

    private static let places = [
        "She now stays at # with her aunt.", "Seen (#) on Monday", "note: #", "#", "A table | # | and more", "“#”",
        "https://files.example/a/#/b", "file: scan_#_2026.pdf", "<p>#</p>", "He asked whether # is right, twice.",
    ]

    private static let innocent = [
        "She walked along Tallow Street with her brother.", "The nurse at 9 Pellam Road saw her in May.",
        "Their GP is at 31 Harwick Road, MB4 9QT.", "The depot at MB5 7QT closed.", "An office stands at MB4 7ZZ.",
        "The High Street was busy on Friday.", "27 people came to the meeting.", "School starts at nine.",
        "His school wrote about attendance.", "She may change to another primary school.", "St Osmund's Primary School replied.",
        "Call the duty line on 01632 960777.", "The other number is 07700 900555.", "A letter came from tom.barley@post.example.",
        "Sorrel is also a plant in the garden.", "The baths at Fenwick close on Mondays.", "She swims on Tuesdays.",
        "The plan has 14 points, and lane markings were painted.", "He is 14 and likes maths.",
        "Flat 3 of another house is empty.",
        "Millbrook council was told.", "Torbeck is a small town.", "The stop is in TB11 9XX.", "Entry 417 of 900 was checked.",
        "The OPS team met.", "She said that the harbour combed the beach.", "A saint was mentioned in the lesson.",
        "The meeting is at 7.", "Number 41, Low Street, is for sale.", "It cost 7700 pounds in 2014.",
    ]

    func packages(_ count: Int) -> [Package] {
        var chance = Seeded(state: 20_261_121)
        return (0..<count).map { number in
            var lines = (0..<8).map { _ in Self.innocent.randomElement(using: &chance) ?? "" }
            let kept = lines
            var planted: [Planted] = []
            for _ in 0..<3 {
                let which = Int.random(in: 0..<facts.count, using: &chance)
                let secret = facts[which]
                let isInferred = Int.random(in: 0..<4, using: &chance) == 0
                let form = (isInferred ? secret.inferred : secret.forms).randomElement(using: &chance) ?? ""
                let way = isInferred ? Self.ways[0] : Self.ways[(number + planted.count) % Self.ways.count]
                let written = way.1(form, &chance)
                let place = Self.places.randomElement(using: &chance) ?? "#"
                planted.append(Planted(fact: which, way: way.0, written: written, isInferred: isInferred))
                lines.insert(place.replacing("#", with: written), at: Int.random(in: 0...lines.count, using: &chance))
            }
            // Lines apart, so that a mask in one takes nothing from the next.
            return Package(text: lines.joined(separator: "\n\n"), planted: planted, innocent: kept)
        }
    }

    /// Whether anything of a fact is left. Written otherwise than the guard: decoded by the system, squashed, searched for
    /// by regular expressions, and for what was inferred literally.
    func stands(_ planted: Planted, in text: String) -> Bool {
        var read = text
        for _ in 0..<3 {
            read = read.removingPercentEncoding ?? read
            for code in 32..<0x500 where read.contains("&#") {
                if let scalar = Unicode.Scalar(UInt32(code)) {
                    read = read.replacing("&#\(code);", with: String(scalar))
                        .replacing("&#x" + String(code, radix: 16) + ";", with: String(scalar))
                }
            }
        }
        read = read.replacing("&nbsp;", with: " ")
        let back = Dictionary(uniqueKeysWithValues: Self.alike.map { ($1, $0) })
        let plain = String(read.map { back[$0] ?? $0 }).precomposedStringWithCompatibilityMapping
            .folding(options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: nil)
        let squashed = String(
            plain.unicodeScalars.filter { ("a"..."z").contains($0) || ("0"..."9").contains($0) }.map { Character($0) })
        if facts[planted.fact].traces.contains(where: { squashed.range(of: $0, options: .regularExpression) != nil }) {
            return true
        }
        if !planted.isInferred { return false }
        // "MB4 7" is no trace where it begins another postcode.
        let own = NSRegularExpression.escapedPattern(for: planted.written) + "(?! ?[A-Z]{2}\\b)"
        return text.range(of: own, options: .regularExpression) != nil
    }
}
