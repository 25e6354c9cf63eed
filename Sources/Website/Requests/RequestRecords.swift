import Ledger
import Policy
import Sharing
import Vault

extension Transaction {
    /// A person on the register, for somebody who works with them or oversees the work. Everybody else finds nothing.
    /// - Throws: `NothingToSee`; `StorageFault`.
    mutating func worked(on id: RecordID<RegisteredPerson>) throws -> RegisteredPerson {
        let person = try find(id)
        guard try context.oversees || worksWith(id.text) else { throw NothingToSee() }
        return person
    }
}

extension Site {
    /// The open request about somebody on the register that the address names, for whoever has it in hand.
    /// - Throws: `NothingToSee` for every other.
    func openRequest(_ context: SignedInContext) async throws -> SharingRequest {
        let id = RecordID<SharingRequest>(try context.parameter("id"))
        let request = try await store.look(as: context.access, at: now()) { try $0.find(id) }
        guard request.person != nil, request.state == .open, request.owner == context.access.practitioner else {
            throw NothingToSee()
        }
        return request
    }

    /// Changes an open request.
    func amend(
        _ id: RecordID<SharingRequest>, _ context: SignedInContext,
        _ change: @escaping @Sendable (inout SharingRequest, inout Transaction) throws -> Void
    ) async throws {
        let moment = now()
        try await store.act(as: context.access, at: moment) { records in
            var kept = try records.find(id)
            guard kept.state == .open else { throw NothingToSee() }
            try change(&kept, &records)
            kept.changed = moment
            try records.keep(kept, as: .amended)
        }
    }

    /// Takes up what the records answer of the policy's questions.
    /// - Returns: the facts on which the records and the answers differ.
    @discardableResult
    func takeUp(_ request: inout SharingRequest, _ records: inout Transaction) throws -> [String] {
        let known = try records.known(
            for: request, requesters: lists[.requesters], agencies: lists[.agencies], points: lists[.consentPoints])
        guard let known else { return [] }
        // A policy that cannot advise must not keep a request from being logged: what is known is taken up when it can again.
        guard let edition = try? edition(of: request) else { return [] }
        let facts = Set(edition.policy.facts.map(\.id.rawValue))
        return request.takeUp(KnownFacts(known, among: facts, at: records.now, day: { $0.dayInWords }))
    }

    /// A request waits for its decision, and does not fall silent.
    func oweDecision(on request: SharingRequest, _ records: inout Transaction) throws {
        try records.owe(
            "request", of: request.owner, about: "sharing_request/" + request.id.text, person: request.person,
            isUrgent: request.asking?.urgency.isUrgent ?? false, words: "Decide a request about \(request.subject)", deadlines)
    }

    /// Everybody in the organisation's directory.
    func contacts(_ context: SignedInContext) async throws -> [Contact] {
        let organisation = context.access.organisation
        return try await store.look(as: context.access, at: now()) { try $0.list(Contact.all(of: organisation)) }
    }

    /// The contact of a number that a form brought; nil where none was chosen or there is none.
    func contact(_ number: String, _ context: SignedInContext) async throws -> Contact? {
        guard !number.isEmpty else { return nil }
        let found = try await store.look(as: context.access, at: now()) { try $0.findIfAny(RecordID<Contact>(number)) }
        return found?.isEnded == true ? nil : found
    }
}
