import Ledger

enum WitnessOption {
    /// Reads a witness's key as it is given to the program.
    /// - Throws: `BadInput` for what is none.
    static func verifier(_ text: String) throws -> WitnessVerifier {
        guard let key = WitnessVerifier(text) else { throw BadInput(message: "`\(text)` is no key of a witness") }
        return key
    }
}
