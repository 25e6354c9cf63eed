public import Policy

/// No letter promises secrecy, and every notice says that nobody can (000 §4.1; 001 §10(f); 004 §6.3). What the sentence is,
/// in each language, and what no letter may say, stands in `Content/lists/explanation-points.yaml`.
public enum NoticeRule {
    /// - Throws: `Faults` with every letter that breaks the rule.
    public static func check(_ letters: LetterTemplates, _ lists: CodeLists) throws(Faults) {
        let faults = faults(letters, lists)
        if !faults.isEmpty { throw Faults(faults) }
    }

    static func faults(_ letters: LetterTemplates, _ lists: CodeLists) -> [Fault] {
        let rule = lists[.explanationPoints]["limits"]?.more ?? [:]
        let notices = (rule["notices"] ?? "").split(separator: " ").map(String.init)
        let promises = (rule["promises"] ?? "").split(separator: ";").map { trimmed(String($0)) }.filter { !$0.isEmpty }
        var faults: [Fault] = []
        for name in notices where !letters.names.contains(name) {
            faults.append(fault("letters/\(name)/en.txt", "", "there is no such letter"))
        }
        for name in letters.names {
            for language in letters.languages(of: name) {
                guard let template = letters.template(name, language: language) else { continue }
                let file = "letters/\(name)/\(language).txt"
                let text = template.filled([:]).plainText
                for promise in promises where text.lowercased().contains(promise.lowercased()) {
                    faults.append(fault(file, promise, "a letter may not promise that something stays secret"))
                }
                guard notices.contains(name) else { continue }
                // `en-easy-read` is English.
                let statement = rule["statement-" + language.prefix { $0 != "-" }]
                guard let statement else {
                    faults.append(fault(file, String(language), "the list has no statement in this language"))
                    continue
                }
                if !text.contains(statement) {
                    faults.append(fault(file, statement, "a notice must say that nobody can promise secrecy"))
                }
            }
        }
        return faults
    }

    private static func fault(_ file: String, _ words: String, _ message: String) -> Fault {
        Fault(
            file: file, line: 1, column: 1, words: words, message: message,
            help: "compare it with `limits` in lists/explanation-points.yaml")
    }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first == " " { rest = rest.dropFirst() }
        while rest.last == " " { rest = rest.dropLast() }
        return String(rest)
    }
}
