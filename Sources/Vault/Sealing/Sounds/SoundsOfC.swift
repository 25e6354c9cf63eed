/// C, of which English has taken words from everywhere.
extension Spelling {
    /// What a C is heard as, and the letters it takes with it.
    func c(_ place: Int) -> Sound {
        if isGermanACH(place) { return Sound("K", 2) }
        if place == 0, has("CAESAR", at: 0) { return Sound("S", 2) }
        if has("CHIA", at: place) { return Sound("K", 2) }
        if has("CH", at: place) { return ch(place) }
        if has("CZ", at: place), !has("WICZ", at: place - 2) { return Sound("S", or: "X", 2) }
        if has("CIA", at: place + 1) { return Sound("X", 3) }
        if has("CC", at: place), !(place == 1 && letter(0) == "M") { return cc(place) }
        if has(["CK", "CG", "CQ"], at: place) { return Sound("K", 2) }
        if has(["CIO", "CIE", "CIA"], at: place) { return Sound("S", or: "X", 2) }
        if has(["CI", "CE", "CY"], at: place) { return Sound("S", 2) }
        let isDoubled = hasLetter("CKQ", at: place + 1) && !has(["CE", "CI"], at: place + 1)
        return Sound("K", isDoubled ? 2 : 1)
    }

    /// As in Bach and Macher.
    private func isGermanACH(_ place: Int) -> Bool {
        guard place > 1, !isVowel(place - 2), has("ACH", at: place - 1), letter(place + 2) != "I" else { return false }
        return letter(place + 2) != "E" || has(["BACHER", "MACHER"], at: place - 2)
    }

    private func ch(_ place: Int) -> Sound {
        if place > 0, has("CHAE", at: place) { return Sound("K", or: "X", 2) }
        let isGreek = has(["HARAC", "HARIS", "HOR", "HYM", "HIA", "HEM"], at: 1) && !has("CHORE", at: 0)
        if place == 0, isGreek { return Sound("K", 2) }
        let isHard =
            has("SCH", at: 0) || has(["ORCHES", "ARCHIT", "ORCHID"], at: place - 2) || hasLetter("TS", at: place + 2)
            || (place == 0 || hasLetter("AOUE", at: place - 1)) && hasLetter("LRNMBHFVW", at: place + 2)
        if isHard { return Sound("K", 2) }
        if place == 0 { return Sound("X", 2) }
        return has("MC", at: 0) ? Sound("K", 2) : Sound("X", or: "K", 2)
    }

    private func cc(_ place: Int) -> Sound {
        guard hasLetter("IEH", at: place + 2), !has("HU", at: place + 2) else { return Sound("K", 2) }
        let isApart = place == 1 && letter(0) == "A" || has(["UCCEE", "UCCES"], at: place - 1)
        return isApart ? Sound("KS", 3) : Sound("X", 3)
    }
}
