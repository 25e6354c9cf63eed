import Testing

@testable import Vault

/// Finding names and identifiers that nobody can read.
@Suite struct BlindIndexTests {
    private let index = BlindIndex(key: [UInt8](0..<32))

    private func finds(_ term: SearchTerm, _ text: String, _ kind: FoundBy = .name) -> Bool {
        !index.tokens(of: text, in: "decision.subject", as: kind).isDisjoint(
            with: index.tokens(for: term, in: "decision.subject"))
    }

    @Test(arguments: [
        ("O’Brien", "o'brien"), ("O´Brien", "OBRIEN"), ("José María Núñez", "jose maria nunez"), ("Strauß", "STRAUSS"),
        ("Łukasz Øst", "lukasz ost"), ("Smith-Jones", "Smith Jones"), ("  Ann \t Lee ", "ann lee"),
        ("Þóra Ægisdóttir", "thora aegisdottir"),
        ("e\u{301}lan", "élan"), ("Ａｎｎ", "ann"), ("ΣΊΣΥΦΟΣ", "Σίσυφος"), ("Иванов", "ИВАНОВ"), ("İpek", "ipek"),
        ("Ann\u{200D}a", "anna"),
    ])
    func `what is written another way is the same`(kept: String, sought: String) {
        #expect(finds(.exactly(sought), kept))
        #expect(!finds(.exactly(sought + " x"), kept))
    }

    @Test(arguments: ["smith", "Jones", "smithjones", "Smith-Jones", "anne"]) func `each word is found`(word: String) {
        #expect(finds(.word(word), "Anne Smith-Jones"))
        #expect(!finds(.word(word + "x"), "Anne Smith-Jones"))
        #expect(!finds(.word(String(word.dropLast())), "Anne Smith-Jones"))
    }

    @Test func `hyphens with space around divide as others do`() {
        #expect(!finds(.word("annelee"), "Anne - Lee") && finds(.word("lee"), "Anne - Lee"))
        #expect(finds(.word("abc"), "a-b-c") && finds(.word("b"), "a-b-c"))
    }

    @Test func `a word is found by its beginnings`() {
        for count in 3...11 {
            #expect(finds(.startingWith(String("hollowellsx".prefix(count))), "Mary Hollowells"))
        }
        // The index answers with all that share five letters; whoever asked looks again once they are opened.
        #expect(SearchTerm.startingWith("hollowells").fits("Mary Hollowells"))
        #expect(!SearchTerm.startingWith("hollowellsx").fits("Mary Hollowells"))
        #expect(finds(.startingWith("O'Br"), "Pat O’Brien") && finds(.startingWith("smith-jo"), "Smith-Jones"))
        #expect(!finds(.startingWith("ollo"), "Hollowell") && !finds(.startingWith("brien"), "O’Brien"))
        #expect(!finds(.startingWith("hollx"), "Hollowell") && !finds(.startingWith("Xu Li"), "Xi Lu"))
        // One letter or two find only a word of just these.
        #expect(finds(.startingWith("Ng"), "Ng, Mary") && !finds(.startingWith("Ho"), "Hollowell"))
    }

    @Test(arguments: [
        ("Stephen", "Steven"), ("Catherine", "Kathryn"), ("Smith", "Schmidt"), ("Geoffrey", "Jeffrey"), ("Meyer", "Maier"),
        ("Shaun", "Shawn"), ("Mohammed", "Muhammad"), ("Philip", "Filip"), ("Jon", "John"), ("Rachel", "Rachael"),
        ("Иван", "иван"),
    ])
    func `what sounds alike is found`(kept: String, sought: String) {
        #expect(finds(.soundingLike(sought), kept + " Hollowell") && finds(.soundingLike(kept), sought))
    }

    // The rules are of English spelling: Irish names are written by others, and the P of Thompson counts as heard.
    @Test(arguments: [
        ("Siobhan", "Shivaun"), ("Sean", "Shaun"), ("Thompson", "Tomson"), ("Niamh", "Neve"), ("Mary", "Peter"), ("Иван", "Ivan"),
    ])
    func `what is not known to sound alike is not found`(kept: String, sought: String) {
        #expect(!finds(.soundingLike(sought), kept))
    }

    @Test(arguments: ["943 476 5919", "9434765919", "943-476-5919", "943.476/5919"])
    func `an identifier is found however it is divided`(kept: String) {
        for sought in ["943 476 5919", "9434765919", "943-476 5919"] {
            #expect(finds(.exactly(sought), kept, .identifier) && finds(.word(sought), kept, .identifier))
        }
        #expect(finds(.startingWith("943 47"), kept, .identifier) && finds(.startingWith("9434"), kept, .identifier))
        #expect(!finds(.exactly("943 476 5918"), kept, .identifier) && !finds(.soundingLike("943 476 5919"), kept, .identifier))
    }

    @Test func `tokens are others in another place and under another key`() {
        let name = "Anne Smith-Jones"
        let here = index.tokens(of: name, in: "decision.subject", as: .name)
        #expect(here.count > 12)
        #expect(here == index.tokens(of: name, in: "decision.subject", as: .name))
        #expect(here.isDisjoint(with: index.tokens(of: name, in: "decision.author", as: .name)))
        let other = BlindIndex(key: [UInt8](1...32))
        #expect(here.isDisjoint(with: other.tokens(of: name, in: "decision.subject", as: .name)))
        // A whole, a word and a beginning of the same letters are not the same.
        let short = index.tokens(of: "ali", in: "a.b", as: .identifier)
        #expect(short.count == 3)
    }

    /// Made with Python's hmac and hashlib: every machine must give the same.
    @Test func `a token is the documented one`() {
        let whole: Int64 = -6742851360855403646
        #expect(index.tokens(for: .exactly("O’Brien"), in: "decision.subject") == [whole])
    }

    @Test(arguments: ["", " ", "-", "’", "\u{301}", "\u{200D}", "!?", "\0"])
    func `without letters and digits there is nothing to find`(text: String) {
        #expect(
            index.tokens(of: text, in: "a.b", as: .name).isEmpty && index.tokens(of: text, in: "a.b", as: .identifier).isEmpty)
        for term in [SearchTerm.exactly(text), .word(text), .startingWith(text), .soundingLike(text)] {
            #expect(index.tokens(for: term, in: "a.b").isEmpty)
        }
    }

    @Test func `of a long text only the beginning is found`() {
        let words = (0..<20).map { "word\($0)" }
        let text = words.joined(separator: " ")
        #expect(finds(.word("word11"), text) && !finds(.word("word12"), text))
        #expect(finds(.word("end"), String(repeating: " ", count: 397) + "end"))
        #expect(!finds(.word("end"), String(repeating: " ", count: 398) + "end"))
        #expect(index.tokens(of: String(repeating: "a-", count: 100_000), in: "a.b", as: .name).count < 60)
    }
}
