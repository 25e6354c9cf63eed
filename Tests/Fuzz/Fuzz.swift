import Foundation
import Policy

/// What a fuzzer feeds: the first byte chooses the reader, the rest is the text. A text that is a policy is also proved,
/// by the diagram and by the solver, which must agree.
///
/// Built and run by `Scripts/fuzz`.
@_cdecl("LLVMFuzzerTestOneInput")
public func feed(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let bytes = UnsafeBufferPointer(start: start, count: count)
    let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
    switch bytes[0] % 4 {
    case 0: _ = try? Vocabulary(reading: text, from: "vocabulary.yaml")
    case 1: prove(policy(with: text))
    case 2: prove(text)
    default:
        if let policy = try? UnprovedPolicy(reading: policy(with: "danger"), from: "p.yaml", vocabulary: Given.vocabulary) {
            _ = try? Case.read(text, from: "cases.yaml", policy: policy, vocabulary: Given.vocabulary)
        }
    }
    return 0
}

private enum Given {
    static let vocabulary: Vocabulary = {
        let folder = URL(filePath: ProcessInfo.processInfo.environment["FUZZ_CONTENT"] ?? "Tests/Broken")
        do {
            return try PolicyLibrary.vocabulary(of: folder)
        } catch {
            fatalError("\(error)")
        }
    }()
}

/// A whole policy with one condition in it, which the fuzzer wrote.
private func policy(with condition: String) -> String {
    """
    policy: fuzzed
    title: T
    edition: "1"
    from: "2020-01-01"
    about: a
    rests-on: [law]
    sources: [{source: "D", title: A document}]
    clauses: [{clause: "D 1", says: s}]
    steps: [{step: one, asks: q}]
    rules:
      - {rule: first, step: one, when: \(quoted(condition)), then: share, words: w, because: [D 1]}
      - {rule: second, step: one, when: \(quoted("not (\(condition))")), then: keep, words: w, because: [D 1]}
    obligations: [{obligation: record, when: always, words: w, because: [D 1]}]
    invariants: [{invariant: recorded, when: always, obliges: [record], words: w, because: [D 1]}]
    """
}

private func quoted(_ text: String) -> String {
    let plain = text.unicodeScalars.filter { $0.value >= 32 && $0 != "\"" && $0 != "\\" }
    return "\"" + String(String.UnicodeScalarView(plain)) + "\""
}

private func prove(_ text: String) {
    guard let policy = try? UnprovedPolicy(reading: text, from: "p.yaml", vocabulary: Given.vocabulary),
        let proved = try? PolicyEdition.analyse(policy), let second = try? PolicyEdition.analyseBySolving(policy)
    else { return }
    precondition((proved.gapWitness == nil) == (second.gapWitness == nil), "gaps")
    precondition(proved.unreachable == second.unreachable, "unreachable")
    precondition(Set(proved.conflicts) == Set(second.conflicts), "conflicts")
    precondition(proved.neverDue == second.neverDue, "never due")
    precondition(proved.invariants.map(\.holds) == second.invariants.map(\.holds), "invariants")
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ feed: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The package's builder looks for this name; the fuzzer's own `main` would not be found.
@_cdecl("Fuzz_main")
public func begin(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    var count = count
    var arguments = arguments
    return runDriver(&count, &arguments) { feed($0, $1) }
}
