import Ledger
import Sharing
import Testing

/// What is taken out of a text before it leaves.
struct PackageTests {
    private func masked(_ text: String, _ names: [String], keeping kept: [String] = [], given: Set<String> = []) -> String {
        NameMask(names.map { NameMask.Mask($0, as: "[x]") }, keeping: kept, givenNames: given).masked(text).text
    }

    @Test func namesGoInFullAndInPart() {
        #expect(
            masked("Kit Sample left. Kit came back, and SAMPLE too.", ["Kit Sample"]) == "[x] left. [x] came back, and [x] too.")
    }

    @Test func wordsThatHoldANameStay() {
        #expect(masked("The kitchen and the samples", ["Kit Sample"]) == "The kitchen and the samples")
        #expect(masked("It will mark the day", ["Will Mark"]) == "It will mark the day")
    }

    @Test func possessivesAndAccentsAreFound() {
        #expect(masked("José’s coat and Jose's hat", ["José Núñez"]) == "[x]’s coat and [x]'s hat")
    }

    @Test func initialsStay() {
        #expect(masked("J. was there", ["J. Sample"]) == "J. was there")
    }

    @Test func aSharedSurnameDoesNotTakeThePersonAway() {
        #expect(
            masked("Jo Example and Ann Example", ["Ann Example"], keeping: ["Jo Example"], given: ["Jo"])
                == "Jo Example and [x]")
    }

    @Test func wholeOnlyIsNotTakenApart() {
        let mask = NameMask([.init("27 March 2014", as: "[x]", isWhole: true)])
        #expect(mask.masked("Born 27 March 2014, seen 27 times in March").text == "Born [x], seen 27 times in March")
    }

    @Test func aNameOverALineIsOneName() {
        #expect(masked("with Kit\nSample today", ["Kit Sample"]) == "with [x] today")
    }

    @Test func blocksAreKeptAsTheyWere() {
        let blocks: [Letter.Block] = [.title("A"), .heading("B"), .paragraph("C"), .list(["D", "E"])]
        #expect(blocks.compactMap { Letter.Block(kept: $0.kept) } == blocks)
    }

    @Test func theDigestIsSHA256InHexadecimalDigits() {
        #expect(
            PackageComposer.digest(of: "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}
