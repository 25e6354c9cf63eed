extension Addresses {
    static let newConsultation = "/consultations/new"
    /// `request`: the case it is about, which the adviser never sees; "none" for none.
    static func newConsultation(of request: String) -> String { "/consultations/new?request=\(request)" }
    static func consultationOutcome(_ id: String) -> String { "/consultations/\(id)/outcome" }
    static func consultationIdentity(_ id: String) -> String { "/consultations/\(id)/identity" }
    static func consultationProof(_ id: String) -> String { "/consultations/\(id)/proof" }
}
