public import Foundation
public import Policy

/// The procedures of a Content folder, read and checked.
public struct ProcedureLibrary: Sendable {
    /// - Throws: `Faults` with everything that is wrong in any of its files.
    public init(folder: URL, _ lists: CodeLists, _ vocabulary: Vocabulary) throws(Faults) {}
}
