import HTTPTypes
import Ledger
import Sharing
import Vault

/// What is not let through: why, on which clause, and the way out.
enum RequestRefusalViews {
    /// - Parameters:
    ///   - way: where it is put right, in words and as an address.
    ///   - detail: what else is to be said, such as where something stands.
    static func page(_ refusal: RequestRefusal, way: (words: String, address: String)?, detail: HTML = "", back: String) -> Page {
        let out: HTML = way.map { Parts.buttonLink($0.words, $0.address) } ?? ""
        return Page(
            heading: heading(refusal),
            content: """
                <p>\(why(refusal))</p>\(detail)<p class="clause">Rests on \(clauses(refusal))</p><p>\(out)</p>\
                \(Parts.inset("<p>If somebody is in danger now, this does not hold you up: \(Parts.link("act first", Addresses.urgent)), and write it up afterwards.</p>"))
                """,
            back: back, status: .conflict)
    }

    /// The page where a request may not be decided yet; nil where it may.
    static func standstill(_ request: SharingRequest, on day: Instant) -> Page? {
        guard let refusal = request.refusal(on: day) else { return nil }
        let id = request.id.text
        let isWho = refusal == .requesterOrPurposeBlank && request.askedBy != nil && request.asking?.name.isEmpty == true
        let way =
            isWho || refusal == .media ? ("Say who asks", Addresses.askingDetails(id)) : ("Say what for", Addresses.need(id))
        return page(refusal, way: way, back: Addresses.request(id))
    }

    private static func heading(_ refusal: RequestRefusal) -> String {
        switch refusal {
        case .media: "This does not go the ordinary way"
        case .policeWholeFile: "The police do not get a whole file"
        case .bulkWithoutAgreement: "This needs an agreement in force"
        case .agreementExpired: "The agreement is no longer in force"
        case .callersOwnNumber: "That is the caller’s own number"
        case .requesterOrPurposeBlank: "Who asks, and what for, must be known first"
        case .needNotRecorded: "Record first whether they need it, and may have it"
        case .closedWithoutDecision: "A request ends with a decision"
        case .loneReason: "This reason cannot stand alone"
        case .sealedFact: "The letter would give a sealed fact away"
        case .noBasis: "Say first on what the request rests"
        }
    }

    private static func why(_ refusal: RequestRefusal) -> String {
        switch refusal {
        case .media:
            """
            What the press or other media ask for is not for one worker to answer, and nothing is said to them here: not even whether \
            the person is known to you. Take their name and number, and pass it to the senior management team at once, who follow the \
            procedure for media. If somebody could be recognised, the chief executive is told.
            """
        case .policeWholeFile:
            """
            A whole file holds more than any enquiry needs, speaks of other people, and may harm a later prosecution. Ask the police \
            what they look into and what they need for it, and choose just that.
            """
        case .bulkWithoutAgreement:
            """
            Information about many people, or again and again, goes only under an agreement that is in force. Name the agreement and \
            the day until which it holds. A single request about one person needs none.
            """
        case .agreementExpired:
            """
            Information about many people, or again and again, goes only under an agreement that is in force, and the one you name has \
            ended. Have it renewed, or treat what is needed now as a single request about one person, which needs no agreement.
            """
        case .callersOwnNumber:
            """
            A number that the caller gave shows nothing: whoever they are, it is they who answer it. Find the main switchboard of their \
            organisation yourself, in the directory or another public place, ring it and ask to be put through.
            """
        case .requesterOrPurposeBlank:
            "Nobody can judge whether to share while it is not known who asks or what it is for. Add what is missing, then decide."
        case .needNotRecorded:
            """
            Information goes only to those who need it for their job and may have just this. Record both, also where the answer is no, \
            then decide.
            """
        case .closedWithoutDecision:
            """
            A request cannot be removed, or closed in silence. If it came to nothing, that is a decision too: decide, say why, and it is \
            closed.
            """
        case .loneReason: "Nobody is protected by it, and somebody may come to harm because nothing was said."
        case .sealedFact:
            "A sealed fact must never reach somebody, and stands in what you wrote. The letter is not printed or sent until it is taken out."
        case .noBasis:
            "Whoever is asked must see on what the request rests before they can answer. Nothing is sent without it."
        }
    }

    private static func clauses(_ refusal: RequestRefusal) -> String {
        switch refusal {
        case .media: "000 §16.1"
        case .policeWholeFile: "002 App A Strategy"
        case .bulkWithoutAgreement, .agreementExpired: "000 §12.1; 003 M4 p2"
        case .callersOwnNumber: "000 §19.5; 001 §11 Telephones; 002 Q21"
        case .requesterOrPurposeBlank: "002 §4.1, Q21; 001 §7"
        case .needNotRecorded: "001 §11 Telephones; 004 §6.4.1a; 000 §4.2"
        case .closedWithoutDecision: "000 §5.1.6; 001 §6 Record; 002 §2.16"
        case .loneReason: "001 §2, §8 rule 1; 002 §1.2; 003 M2 p2, M4 p2; 004 §6.2, §6.3"
        case .sealedFact: "002 Q25; 004 §6.5"
        case .noBasis: "001 §8 rule 4; 002 Q13; 004 §6.4.2"
        }
    }
}
