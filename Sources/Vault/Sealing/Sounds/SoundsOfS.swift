/// S, and what stands for it in other languages.
extension Spelling {
    /// What an S is heard as, and the letters it takes with it.
    func s(_ place: Int) -> Sound {
        if has(["ISL", "YSL"], at: place - 1) { return .silent(1) }
        if place == 0, has("SUGAR", at: 0) { return Sound("X", or: "S", 1) }
        if has("SH", at: place) { return Sound(has(["HEIM", "HOEK", "HOLM", "HOLZ"], at: place + 1) ? "S" : "X", 2) }
        if has(["SIO", "SIA"], at: place) { return isSlavoGermanic ? Sound("S", 3) : Sound("S", or: "X", 3) }
        // Smith and Schmidt, Snider and Schneider; and the Hungarian sz.
        if place == 0 && hasLetter("MNLW", at: 1) || letter(place + 1) == "Z" {
            return Sound("S", or: "X", letter(place + 1) == "Z" ? 2 : 1)
        }
        if has("SC", at: place) { return sc(place) }
        let letters = hasLetter("SZ", at: place + 1) ? 2 : 1
        let isFrench = place == last && has(["AI", "OI"], at: place - 2)
        return isFrench ? Sound("", or: "S", letters) : Sound("S", letters)
    }

    private func sc(_ place: Int) -> Sound {
        guard letter(place + 2) == "H" else { return Sound(hasLetter("IEY", at: place + 2) ? "S" : "SK", 3) }
        if has(["ER", "EN"], at: place + 3) { return Sound("X", or: "SK", 3) }
        // Dutch, as in school and schooner.
        if has(["OO", "UY", "ED", "EM"], at: place + 3) { return Sound("SK", 3) }
        return place == 0 && !isVowel(3) && letter(3) != "W" ? Sound("X", or: "S", 3) : Sound("X", 3)
    }
}
