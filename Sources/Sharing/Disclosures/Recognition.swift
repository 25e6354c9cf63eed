/// Whether somebody could be recognised in what is to identify nobody. It finds what is plain to see, and no more: whoever
/// sends it still asks themself who might know better (002 Q6; 003 F-Identify; 004 §6.4.1e).
enum Recognition {
    static func ways(in texts: [String], _ about: DisclosureCase) -> [String] {
        var ways: [String] = []
        let text = texts.joined(separator: "\n")
        let words = text.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        if words.contains(where: { word in
            let digits = word.filter(\.isNumber).count
            return digits > 0 && digits < word.count && word.count >= 5 && !word.lowercased().hasSuffix("th")
        }) {
            ways.append("It holds something like a postcode, a registration or a reference")
        }
        if words.contains(where: { $0.count >= 6 && $0.allSatisfy(\.isNumber) }) { ways.append("It holds a long number") }
        let months = [
            "January", "February", "March", "April", "June", "July", "August", "September", "October", "November", "December",
        ]
        if months.contains(where: { month in words.contains(month) }) { ways.append("It holds a date") }
        let places = about.chosenItems.map(\.content.place).filter { !$0.isEmpty }
        if places.contains(where: { text.contains($0) }) { ways.append("It names a place") }
        if about.thirdParties.contains(where: { $0.keptWhy != nil }) { ways.append("Somebody else stays named in it") }
        let special = about.chosenItems.filter { !$0.content.special.isEmpty }
        if !special.isEmpty { ways.append("It says something that few people have in common") }
        if about.chosenItems.count > 3 { ways.append("Several things together can point to one person") }
        return ways
    }
}
