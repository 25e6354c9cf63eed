extension Addresses {
    static func newInformation(_ person: String) -> String { "\(information(person))/new" }
    static func newInformationMore(_ person: String) -> String { "\(information(person))/new/more" }
    static func receivedInformation(_ person: String) -> String { "\(information(person))/received" }
    static func informationItem(_ person: String, _ item: String) -> String { "\(information(person))/\(item)" }
    static func correctInformation(_ person: String, _ item: String) -> String { "\(information(person))/\(item)/correct" }
    static func newSealedFact(_ person: String) -> String { "\(sealedFacts(person))/new" }
    static func endSealedFact(_ person: String, _ fact: String) -> String { "\(sealedFacts(person))/\(fact)/end" }
    static func releaseSealedFact(_ person: String, _ fact: String) -> String { "\(sealedFacts(person))/\(fact)/release" }
}
