/// The answers to the questions of one policy by their numbers: what the compiled forms work on.
///
/// At the place of each fact stands the index of the choice; -1 where it is not known, asked or not.
public struct Answers: Hashable, Sendable {
    public private(set) var choices: [Int8]

    public init(unknown count: Int) { choices = [Int8](repeating: -1, count: count) }

    /// Complete answers, by the index of each choice.
    public init(_ indices: [Int]) { choices = indices.map { Int8($0) } }

    @inline(__always)
    func index(_ place: Int) -> Int { Int(choices[place]) }

    @inline(__always)
    public subscript(_ place: Int) -> Int? {
        get { choices[place] < 0 ? nil : Int(choices[place]) }
        set { choices[place] = newValue.map { Int8($0) } ?? -1 }
    }

    public var isComplete: Bool { !choices.contains { $0 < 0 } }
    public var isBlank: Bool { choices.allSatisfy { $0 < 0 } }
}
