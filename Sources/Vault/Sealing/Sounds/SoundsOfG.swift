/// G, hard and soft and silent.
extension Spelling {
    /// What a G is heard as, and the letters it takes with it.
    func g(_ place: Int) -> Sound {
        if letter(place + 1) == "H" { return gh(place) }
        if letter(place + 1) == "N" { return gn(place) }
        if has("LI", at: place + 1), !isSlavoGermanic { return Sound("KL", or: "L", 2) }
        let softens: [StaticString] = ["Y", "ES", "EP", "EB", "EL", "EY", "IB", "IL", "IN", "IE", "EI", "ER"]
        if place == 0, has(softens, at: 1) { return Sound("K", or: "J", 2) }
        if has(["ER", "Y"], at: place + 1), !has(["DANGER", "RANGER", "MANGER"], at: 0), !hasLetter("EI", at: place - 1),
            !has(["RGY", "OGY"], at: place - 1)
        {
            return Sound("K", or: "J", 2)
        }
        if hasLetter("EIY", at: place + 1) || has(["AGGI", "OGGI"], at: place - 1) {
            return has("SCH", at: 0) || has("ET", at: place + 1) ? Sound("K", 2) : Sound("J", or: "K", 2)
        }
        return Sound("K", once(place))
    }

    private func gh(_ place: Int) -> Sound {
        if place == 0 { return Sound(letter(2) == "I" ? "J" : "K", 2) }
        if !isVowel(place - 1) { return Sound("K", 2) }
        // As in bough, Hugh and brought.
        if place > 1, hasLetter("BHD", at: place - 2) || hasLetter("BHD", at: place - 3) || hasLetter("BH", at: place - 4) {
            return .silent(2)
        }
        if place > 2, letter(place - 1) == "U", hasLetter("CGLRT", at: place - 3) { return Sound("F", 2) }
        return letter(place - 1) == "I" ? .silent(2) : Sound("K", 2)
    }

    private func gn(_ place: Int) -> Sound {
        if place == 1, isVowel(0), !isSlavoGermanic { return Sound("KN", or: "N", 2) }
        return has("EY", at: place + 2) || isSlavoGermanic ? Sound("KN", 2) : Sound("N", or: "KN", 2)
    }
}
