import Hummingbird
import Sharing

/// How a letter is looked at: in large print, and in which language.
struct LetterLook: Sendable, Equatable {
    var isLarge = false
    var language = "en"

    init(isLarge: Bool = false, language: String = "en") {
        self.isLarge = isLarge
        self.language = language
    }

    /// As the address says, and otherwise as the person needs it.
    init(_ request: Request, _ needs: Particulars.Communication? = nil, languages: [String]) {
        let query = request.query
        isLarge = query["size"].map { $0 == "large" } ?? (needs?.format == "large-print")
        language = query["language"].flatMap { languages.contains($0) ? $0 : nil } ?? "en"
    }

    /// What follows the address.
    var query: String { "?size=\(isLarge ? "large" : "ordinary")" + (language == "en" ? "" : "&language=\(language)") }
}

extension Site {
    /// The languages in which a letter is kept, with their names.
    func languages(of letter: String) -> [(code: String, words: String)] {
        letters.languages(of: letter).map { ($0, lists[.languages].words($0)) }
    }

    /// Whom the reader of a letter can turn to.
    func whomToAsk(_ context: SignedInContext) -> String {
        let one = context.person.practitioner
        let number = context.person.organisation.procedureNumber
        return "\(one.name), \(one.post)" + (number.isEmpty ? "" : ", telephone \(number)")
    }
}
