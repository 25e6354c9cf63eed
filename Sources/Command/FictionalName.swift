/// Names of nobody, as varied as those of a county: 98,304 of them.
enum FictionalName {
    private static let first = [
        "Ada", "Bela", "Cleo", "Dara", "Edwin", "Farah", "Gwen", "Hana", "Idris", "Jonah", "Kezia", "Leon", "Mina", "Nadia",
        "Owen", "Priya", "Quentin", "Rosa", "Samir", "Tess", "Uma", "Viktor", "Wren", "Zain",
    ]
    private static let begins = [
        "Ald", "Bar", "Ches", "Dun", "Ell", "Fen", "Gar", "Hol", "Ing", "Jes", "Kel", "Lan", "Mar", "Nor", "Os", "Pen", "Quar",
        "Rad", "Sel", "Thorn", "Ul", "Ven", "Wex", "Yar", "Brin", "Cros", "Drax", "Frim", "Grims", "Hask", "Lorn", "Stav",
    ]
    private static let goesOn = ["a", "e", "in", "or", "el", "un", "i", "er"]
    private static let ends = [
        "ton", "ley", "wick", "ford", "by", "stone", "well", "worth", "dale", "combe", "field", "shaw", "croft", "mere", "holt",
        "bury",
    ]

    /// One of them, by chance.
    static func any(_ random: inout some RandomNumberGenerator) -> String {
        let number = Int(random.next(upperBound: UInt32(first.count * begins.count * goesOn.count * ends.count)))
        let family = number / first.count
        return first[number % first.count] + " " + begins[family % begins.count] + goesOn[family / begins.count % goesOn.count]
            + ends[family / begins.count / goesOn.count]
    }

    /// How the family's name of a name begins: enough of it that few others begin so.
    static func beginning(of name: String) -> String { String(name.split(separator: " ").last?.prefix(7) ?? "") }
}
