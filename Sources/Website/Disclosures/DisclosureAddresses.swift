/// Where a disclosure is built, sent and read. Nothing about a person stands in them.
extension Addresses {
    static func disclosureRecipient(_ id: String) -> String { "/disclosures/\(id)/recipient" }
    static func disclosureDelivery(_ id: String) -> String { "/disclosures/\(id)/delivery" }
    static func disclosurePurpose(_ id: String) -> String { "/disclosures/\(id)/purpose" }
    static func disclosureItems(_ id: String) -> String { "/disclosures/\(id)/items" }
    static func disclosureItem(_ id: String, _ item: String) -> String { "/disclosures/\(id)/items/\(item)" }
    static func disclosureItemOut(_ id: String, _ item: String) -> String { "/disclosures/\(id)/items/\(item)/out" }
    static func disclosureOthers(_ id: String) -> String { "/disclosures/\(id)/third-parties" }
    static func disclosureConditions(_ id: String) -> String { "/disclosures/\(id)/conditions" }
    static func disclosureTelling(_ id: String) -> String { "/disclosures/\(id)/telling" }
    static func disclosureTold(_ id: String) -> String { "/disclosures/\(id)/telling/told" }
    static func disclosureDeferred(_ id: String) -> String { "/disclosures/\(id)/telling/deferred" }
    static func disclosureGoAhead(_ id: String) -> String { "/disclosures/\(id)/go-ahead" }
    static func disclosureAgreement(_ id: String) -> String { "/disclosures/\(id)/sign-off" }
    static func disclosurePreview(_ id: String) -> String { "/disclosures/\(id)/preview" }
    static func disclosurePreviewText(_ id: String) -> String { "/disclosures/\(id)/preview.txt" }
    static func disclosureSend(_ id: String) -> String { "/disclosures/\(id)/send" }
    static func disclosureSent(_ id: String) -> String { "/disclosures/\(id)/sent" }
    static func disclosurePackage(_ id: String) -> String { "/disclosures/\(id)/package" }
    static func disclosurePackageText(_ id: String) -> String { "/disclosures/\(id)/package.txt" }
    static func disclosureEnd(_ id: String) -> String { "/disclosures/\(id)/end" }
    /// Begins the checklist of a way of sending. It names numbers only.
    static func disclosureChecklist(_ id: String, _ procedure: String, _ person: String) -> String {
        "/procedures/start?name=\(procedure)&person=\(person)&of=disclosure/\(id)"
    }
}
