extension Addresses {
    static func requestSignOff(_ id: String) -> String { "/requests/\(id)/sign-off" }
    static func goAhead(_ id: String) -> String { "/requests/\(id)/sign-off/go-ahead" }
    static func withdrawSignOff(_ id: String) -> String { "/sign-offs/\(id)/withdraw" }
}
