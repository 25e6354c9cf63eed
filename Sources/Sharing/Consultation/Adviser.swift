import Foundation

extension Consultation {
    /// Whether what was typed is no person who can advise: the IT helpdesk, or a mailbox that nobody in particular reads.
    /// It is the wrong answer of the course (003 M1 p5–6).
    public static func isNobodyWhoAdvises(_ name: String) -> Bool {
        let folded = name.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil).lowercased()
        if folded.contains("@") { return true }
        let words = folded.split { !$0.isLetter }.map(String.init)
        let bare = " " + words.joined(separator: " ") + " "
        let desks = [
            "helpdesk", "help desk", "service desk", "servicedesk", "it support", "ict support", "it desk", "it team",
            "it department",
            "mailbox", "inbox", "enquiries", "info desk", "reception", "switchboard", "call centre",
        ]
        if desks.contains(where: { bare.contains(" \($0) ") }) { return true }
        // A team or an office with nobody's name.
        let nobody: Set = [
            "the", "a", "an", "team", "office", "department", "dept", "duty", "desk", "admin", "general", "somebody", "anybody",
            "someone",
            "anyone", "whoever", "colleague", "manager", "it", "ict", "helpline", "staff", "unit", "service", "services",
            "support", "of", "on",
        ]
        return words.isEmpty || words.allSatisfy { nobody.contains($0) }
    }
}
