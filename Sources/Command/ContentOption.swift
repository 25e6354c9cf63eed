import ArgumentParser
import Foundation
import Policy

struct ContentOption: ParsableArguments {
    @Option(help: ArgumentHelp("The Content folder: vocabulary, policies, help.", valueName: "dir"))
    var content: String?

    /// The folder that was named, or the one that stands where the program is run or where it was built.
    func folder() throws -> URL {
        if let content { return URL(filePath: content, directoryHint: .isDirectory) }
        let program = URL(filePath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath().deletingLastPathComponent()
        var candidates = [URL(filePath: "Content", directoryHint: .isDirectory)]
        var place = (Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()) ?? program
        for _ in 0..<5 {
            candidates.append(place.appending(path: "Content"))
            place = place.deletingLastPathComponent()
        }
        for candidate in candidates
        where FileManager.default.fileExists(atPath: candidate.appending(path: "vocabulary.yaml").path) {
            return candidate
        }
        throw ValidationError("There is no Content folder here. Name it with --content DIR.")
    }

    func library() throws -> PolicyLibrary { try PolicyLibrary(folder: folder()) }
}

struct PolicyName: ExpressibleByArgument, Sendable, CustomStringConvertible {
    let name: String
    var description: String { name }
    var defaultValueDescription: String { name }
    init(_ name: String) { self.name = name }
    init?(argument: String) { name = argument }

    func edition(in library: PolicyLibrary) throws -> PolicyEdition {
        if let edition = library[name] { return edition }
        let near = nearest(to: name, among: library.editions.map(\.name))
        throw BadInput(
            message: "there is no policy `\(name)`" + (near.map { "; did you mean `\($0)`?" } ?? "; see: discretion policy list"))
    }
}
