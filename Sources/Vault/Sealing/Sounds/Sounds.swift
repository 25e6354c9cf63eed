/// The letters with few rules. The others have files of their own.
extension Spelling {
    /// What is heard at a place, and how many letters it takes.
    func sound(at place: Int) -> Sound {
        let letter = letter(place)
        switch letter {
        case "A", "E", "I", "O", "U", "Y": return place == 0 ? Sound("A", 1) : .silent(1)
        case "B": return Sound("P", once(place))
        case "C": return c(place)
        case "D": return d(place)
        case "F": return Sound("F", once(place))
        case "G": return g(place)
        case "H": return h(place)
        case "J": return j(place)
        case "K", "Q": return Sound("K", once(place))
        case "L": return l(place)
        case "M": return m(place)
        case "N": return Sound("N", once(place))
        case "P": return p(place)
        case "R": return r(place)
        case "S": return s(place)
        case "T": return t(place)
        case "V": return Sound("F", once(place))
        case "W": return w(place)
        case "X": return x(place)
        case "Z": return z(place)
        default: return .silent(1)
        }
    }

    /// Two letters where one is doubled, as it sounds but once.
    func once(_ place: Int) -> Int { letter(place + 1) == letter(place) ? 2 : 1 }

    private func d(_ place: Int) -> Sound {
        if letter(place + 1) == "G" { return hasLetter("IEY", at: place + 2) ? Sound("J", 3) : Sound("TK", 2) }
        return Sound("T", hasLetter("TD", at: place + 1) ? 2 : 1)
    }

    /// Heard before a vowel, at the beginning or after another.
    private func h(_ place: Int) -> Sound {
        (place == 0 || isVowel(place - 1)) && isVowel(place + 1) ? Sound("H", 2) : .silent(1)
    }

    /// Spanish, or English.
    private func j(_ place: Int) -> Sound {
        if has("JOSE", at: place) { return Sound("J", or: "H", 1) }
        let letters = once(place)
        if place == 0 { return Sound("J", or: "A", letters) }
        if isVowel(place - 1), !isSlavoGermanic, hasLetter("AO", at: place + 1) { return Sound("J", or: "H", letters) }
        if place == last { return Sound("J", or: "", letters) }
        let isSilent = hasLetter("LTKSNMBZ", at: place + 1) || hasLetter("SKL", at: place - 1)
        return isSilent ? .silent(letters) : Sound("J", letters)
    }

    /// A double one may be Spanish.
    private func l(_ place: Int) -> Sound {
        guard letter(place + 1) == "L" else { return Sound("L", 1) }
        let endsSpanish = place == count - 3 && has(["ILLO", "ILLA", "ALLE"], at: place - 1)
        let pluralSpanish =
            (has(["AS", "OS"], at: last - 1) || hasLetter("AO", at: last)) && has("ALLE", at: place - 1)
        return endsSpanish || pluralSpanish ? Sound("L", or: "", 2) : Sound("L", 2)
    }

    /// With a silent B, as in dumb and thumb.
    private func m(_ place: Int) -> Sound {
        let hidesB = has("UMB", at: place - 1) && (place + 1 == last || has("ER", at: place + 2))
        return Sound("M", hidesB || letter(place + 1) == "M" ? 2 : 1)
    }

    private func p(_ place: Int) -> Sound {
        if letter(place + 1) == "H" { return Sound("F", 2) }
        return Sound("P", hasLetter("PB", at: place + 1) ? 2 : 1)
    }

    /// French at the end, as in Rogier.
    private func r(_ place: Int) -> Sound {
        let isFrench = place == last && !isSlavoGermanic && has("IE", at: place - 2) && !has(["ME", "MA"], at: place - 4)
        return isFrench ? Sound("", or: "R", once(place)) : Sound("R", once(place))
    }

    private func t(_ place: Int) -> Sound {
        if has(["TION", "TIA", "TCH"], at: place) { return Sound("X", 3) }
        if has(["TH", "TTH"], at: place) {
            return has(["OM", "AM"], at: place + 2) || has("SCH", at: 0) ? Sound("T", 2) : Sound("0", or: "T", 2)
        }
        return Sound("T", hasLetter("TD", at: place + 1) ? 2 : 1)
    }

    private func w(_ place: Int) -> Sound {
        if has("WR", at: place) { return Sound("R", 2) }
        if place == 0, isVowel(1) { return Sound("A", or: "F", 1) }
        if place == 0, letter(1) == "H" { return Sound("A", 1) }
        let isPolish = has(["EWSKI", "EWSKY", "OWSKI", "OWSKY"], at: place - 1) || has("SCH", at: 0)
        if place == last && isVowel(place - 1) || isPolish { return Sound("", or: "F", 1) }
        return has(["WICZ", "WITZ"], at: place) ? Sound("TS", or: "FX", 4) : .silent(1)
    }

    /// French at the end, as in Breaux.
    private func x(_ place: Int) -> Sound {
        if place == 0 { return Sound("S", 1) }
        let letters = hasLetter("CX", at: place + 1) ? 2 : 1
        let isFrench = place == last && (has(["IAU", "EAU"], at: place - 3) || has(["AU", "OU"], at: place - 2))
        return isFrench ? .silent(letters) : Sound("KS", letters)
    }

    private func z(_ place: Int) -> Sound {
        if letter(place + 1) == "H" { return Sound("J", 2) }
        let isSlavic = isSlavoGermanic && place > 0 && letter(place - 1) != "T"
        let isItalian = has(["ZO", "ZI", "ZA"], at: place + 1)
        return isItalian || isSlavic ? Sound("S", or: "TS", once(place)) : Sound("S", once(place))
    }
}
