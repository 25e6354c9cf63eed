import Sharing
import Vault

/// What stands in the way of sending, in words, each with the way out.
enum ObstacleViews {
    static func list(_ obstacles: [Obstacle], _ about: DisclosureCase) -> HTML {
        Parts.list(obstacles.map { one($0, about) })
    }

    static func one(_ obstacle: Obstacle, _ about: DisclosureCase) -> HTML {
        let id = about.disclosure.id.text
        let items = Addresses.disclosureItems(id)
        let decision = Parts.link("decide anew, on another basis", Addresses.decision(about.decision.id.text))
        switch obstacle {
        case .over: return "It has been sent or given up. \(Parts.link("See what became of it", Addresses.disclosure(id)))"
        case .decisionReconsidered:
            return
                "A later decision takes the place of the one it rests on, and does not share. \(Parts.link("Read the decision", Addresses.decision(about.decision.id.text)))"
        case .requesterUnverified:
            return
                "Nobody has verified who asks. \(Parts.link("Verify who asks", Addresses.asking(about.request.id.text))). \(DisclosureViews.urgentWay)"
        case .noRecipient: return Parts.link("Choose who receives it", Addresses.disclosureRecipient(id))
        case .recipientUnverified:
            return
                "The recipient’s details are not verified. \(Parts.link("Verify them", Addresses.contact(about.contact?.id.text ?? "")))"
        case .noChannel: return Parts.link("Choose how it goes", Addresses.disclosureDelivery(id))
        case .notReadBack:
            return
                "Name, department and address were not read back, or have changed since. \(Parts.link("Read them back", Addresses.disclosureDelivery(id)))"
        case .noPurpose: return Parts.link("Say why it is shared, and on what basis", Addresses.disclosurePurpose(id))
        case .noItems: return Parts.link("Choose what goes", items)
        case .notCurrent(let list):
            return "\(count(list)) corrected since. \(Parts.link("Take it out and choose the correction", items))"
        case .restricted(let list):
            return "The person does not want \(things(list)) to go there. \(Parts.link("Take it out", items)), or \(decision)"
        case .outsideConsent(let list):
            return
                "Consent in force does not cover \(things(list)) for this recipient and purpose: it was limited, withdrawn or never given. \(Parts.link("Take it out", items)), or \(decision)"
        case .unexplained(let list): return "\(count(list)) not explained. \(Parts.link("Say why it goes", items))"
        case .wholeFileToPolice:
            return "The whole of a file never goes to the police. \(Parts.link("Choose what is needed", items))"
        case .wholeFileUnexplained:
            return "Everything on file is chosen. \(Parts.link("Say why all of it is needed, or choose less", items))"
        case .threatUndecided:
            return
                "Somebody is assessed as a continuing threat to others. \(Parts.link("Say whether that goes with it", Addresses.disclosureOthers(id)))"
        case .notUnderstood:
            return Parts.link("Record what the recipient understands", Addresses.disclosureConditions(id))
        case .noConditions:
            return Parts.link(
                "Write the conditions, and record that the recipient accepts them", Addresses.disclosureConditions(id))
        case .checklistOpen(let name):
            return
                "The checklist for this way of sending is not finished. \(Parts.link("Go through it", Addresses.disclosureChecklist(id, name, about.person.id.text)))"
        case .noTelling:
            return
                "The person has not been told, and nothing says why not. \(Parts.link("Say where they stand", Addresses.disclosureTelling(id)))"
        case .unsafeWay:
            return
                "They were to be told in a way that is unsafe for them. \(Parts.link("Choose a safe way", Addresses.disclosureTelling(id)))"
        case .notSignedOff(let need):
            return
                "Somebody must agree: \(need.words) (\(need.level)). \(Parts.link("Ask for agreement", Addresses.disclosureAgreement(id)))"
        case .recognisable:
            return Parts.link("Say why nobody can be recognised in it", Addresses.disclosurePreview(id))
        case .notEnough:
            return Parts.link("Read it as the recipient will, and say whether it is enough", Addresses.disclosurePreview(id))
        case .sealedInside:
            return "A sealed fact would leave with it. \(Parts.link("Take out what holds it", items))"
        }
    }

    private static func count(_ list: [String]) -> String { list.count == 1 ? "One item is" : "\(list.count) items are" }
    private static func things(_ list: [String]) -> String { list.count == 1 ? "one of the items" : "\(list.count) of the items" }
}
