import Testing

@testable import Vault

@Suite struct RecordIDTests {
    @Test func `numbers are all different, of one form, and go on from one another`() {
        let numbers = (0..<20_000).map { _ in RecordID<Note>.random() }
        #expect(Set(numbers).count == numbers.count)
        #expect(!numbers.contains { !$0.isRandom })
        // The place of the process may come round to the beginning once.
        let steps = zip(numbers, numbers.dropFirst()).filter { $0.text >= $1.text }.count
        #expect(steps <= 1)
    }

    @Test(arguments: ["Nia Hollowell", "niahollowell0000", "", "0123456789abcdef0", "0123456789ABCDEF"])
    func `what is no number is not taken for one`(text: String) {
        #expect(!RecordID<Note>(text).isRandom)
    }
}
