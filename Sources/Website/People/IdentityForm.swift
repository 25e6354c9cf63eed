import Sharing

/// What is asked of who somebody is: when they come on the register, and when it is put right.
enum IdentityForm {
    static let names = [
        "name", "known-as", "reference", "born-day", "born-month", "born-year", "how-born.estimated", "postcode", "once",
    ]

    static func isEstimated(_ typed: Typed) -> Bool { typed["how-born.estimated"] == "yes" }

    /// - Returns: the day of birth, if one was typed.
    static func check(_ mistakes: inout Mistakes, today: String) -> String? {
        mistakes.require("name", "Enter the person’s name, or what they are called if you do not know it")
        mistakes.limit(lines: [
            ("name", "The name"), ("known-as", "What they are called"), ("reference", "The reference"),
            ("postcode", "The postcode"),
        ])
        let born = mistakes.day("born", "The date of birth", notAfter: today)
        if born.isEmpty, isEstimated(mistakes.typed), mistakes.found["born"] == nil {
            mistakes.say("born", "Enter the date of birth that you estimate, or take the mark away")
        }
        return born.isEmpty ? nil : born
    }

    static func fields(_ typed: Typed, _ errors: [FormError]) -> HTML {
        """
        \(typed.input("name", "Name", hint: "As the person writes it", errors))\
        \(typed.input("known-as", "What they are called (optional)", hint: "Another name by which people know them", errors))\
        \(typed.dayField("born", "Date of birth (optional)", hint: "For example, 27 3 2014", errors))\
        \(Fields.checkboxes(
            "how-born", legend: "How sure is the date of birth? (optional)",
            choices: [.init(value: "estimated", words: "It is estimated")],
            chosen: isEstimated(typed) ? ["estimated"] : []))\
        \(typed.input("reference", "Reference (optional)", hint: "Your organisation’s own, or another by which they are known", narrow: true, errors))\
        \(typed.input("postcode", "Postcode (optional)", narrow: true, errors))
        """
    }
}
