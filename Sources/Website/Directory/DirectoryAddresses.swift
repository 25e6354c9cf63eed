extension Addresses {
    static let newContact = "/directory/new"
    static func changeContact(_ id: String) -> String { "/directory/\(id)/change" }
    static func verifyContact(_ id: String) -> String { "/directory/\(id)/verify" }
    static func endContact(_ id: String) -> String { "/directory/\(id)/end" }
}
