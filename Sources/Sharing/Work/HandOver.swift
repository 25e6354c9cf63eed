import Ledger
public import Vault

/// How much went from one worker to another.
public struct HandedOver: Hashable, Sendable {
    public var people = 0
    public var requests = 0
    public var duties = 0
    public var others = 0
    /// Duties that stay, since the other could not open what they are about.
    public var staying = 0
    public init() {}
}

extension Duty {
    /// Why somebody cannot take it over; nil when they can. What is about nobody on the register is seen by its author and
    /// those who oversee the work alone.
    public func cannotGo(to colleague: Practitioner, level: String? = nil) -> String? {
        let oversees = colleague.role == .manager || colleague.role == .governance
        switch record.split(separator: "/").first {
        case "urgent_action": return "Whoever acted writes it up"
        case "sign_off":
            guard let level, colleague.role.mayAgree(to: level) else { return "It takes the post that was asked" }
            return nil
        case "consultation": return oversees ? nil : "Only those who asked and who were asked see this advice"
        default: return person != nil || oversees ? nil : "It is about nobody on the register, and they could not open it"
        }
    }
}

extension Transaction {
    /// Gives a person's case to a colleague in one act: they work with the person from now on, and everything of it that
    /// waits for the one is the other's (000 §5.1.6; 002 §2.16).
    /// - Parameter keeps: whether the one goes on working with the person too.
    /// - Throws: as `keep`.
    public mutating func handOver(
        _ person: RecordID<RegisteredPerson>, from one: String, to other: Practitioner, keeps: Bool, because why: String
    ) throws -> HandedOver {
        var handed = HandedOver()
        let allocations = try list(Allocation.to(person.text)).filter { $0.until == nil }
        if !allocations.contains(where: { $0.practitioner == other.id.text }) {
            let wasTheirs = allocations.contains { $0.practitioner == one }
            try keep(
                Allocation(
                    of: other.id.text, to: person.text, because: wasTheirs ? .handedOver : .asked, by: context, at: now),
                as: .allocated)
        }
        handed.people = 1
        for var duty in try list(Duty.open(of: one, about: person)) {
            try hand(&duty, to: other, because: why, counting: &handed)
        }
        for var request in try list(SharingRequest.about(person)) where request.owner == one && request.state == .open {
            request.owner = other.id.text
            try keep(request, as: .handedOver)
            handed.requests += 1
        }
        for var run in try list(ProcedureRun.about(person)) where run.owner == one && run.state == .open {
            run.owner = other.id.text
            try keep(run, as: .handedOver)
            handed.others += 1
        }
        for var disclosure in try list(Disclosure.about(person))
        where disclosure.owner == one && ![.acknowledged, .abandoned].contains(disclosure.state) {
            disclosure.owner = other.id.text
            try keep(disclosure, as: .handedOver)
            handed.others += 1
        }
        for var informing in try list(Informing.about(person))
        where informing.owner == one && [.due, .deferred].contains(informing.state) {
            informing.owner = other.id.text
            try keep(informing, as: .handedOver)
            handed.others += 1
        }
        for var asked in try list(OutgoingRequest.about(person))
        where asked.owner == one && ![.answered, .withdrawn].contains(asked.state) {
            asked.owner = other.id.text
            try keep(asked, as: .handedOver)
            handed.others += 1
        }
        // Last: from here on the one who hands over may no longer see the file.
        if !keeps {
            for var allocation in allocations where allocation.practitioner == one {
                allocation.until = now
                try keep(allocation, as: .handedOver)
            }
        }
        return handed
    }

    /// Gives everything of a worker who is away to a colleague: their people, and what waits besides.
    /// - Throws: as `keep`.
    public mutating func handOverAll(of one: String, to other: Practitioner, because why: String) throws -> HandedOver {
        var handed = HandedOver()
        var people = try list(Allocation.of(one)).map(\.person)
        people += try list(Duty.open(of: one, limit: 1000)).compactMap(\.person?.text)
        var seen: Set<String> = []
        for person in people where seen.insert(person).inserted {
            let part = try handOver(.init(person), from: one, to: other, keeps: false, because: why)
            handed.people += part.people
            handed.requests += part.requests
            handed.duties += part.duties
            handed.others += part.others
            handed.staying += part.staying
        }
        for var duty in try list(Duty.open(of: one, limit: 1000)) where duty.person == nil {
            try hand(&duty, to: other, because: why, counting: &handed)
        }
        return handed
    }

    /// Gives one duty to a colleague, who works with the person from then on, if it is about one.
    /// - Returns: why it cannot go; nil when it went.
    /// - Throws: as `keep`.
    public mutating func handOver(_ duty: Duty, to other: Practitioner, because why: String) throws -> String? {
        var duty = duty
        if let reason = duty.cannotGo(to: other, level: try level(of: duty, for: other)) { return reason }
        if let person = duty.person {
            let allocations = try list(Allocation.to(person.text)).filter { $0.until == nil }
            if other.role == .practitioner, !allocations.contains(where: { $0.practitioner == other.id.text }) {
                try keep(
                    Allocation(of: other.id.text, to: person.text, because: .handedOver, by: context, at: now), as: .allocated)
            }
        }
        var handed = HandedOver()
        try hand(&duty, to: other, because: why, counting: &handed)
        return nil
    }

    private mutating func hand(
        _ duty: inout Duty, to other: Practitioner, because why: String, counting handed: inout HandedOver
    ) throws {
        guard duty.cannotGo(to: other, level: try level(of: duty, for: other)) == nil else {
            handed.staying += 1
            return
        }
        duty.hand(to: other.id.text, because: why, by: context, at: now)
        try keep(duty, as: .handedOver)
        handed.duties += 1
    }

    /// Which post a sign-off asks for; nil where it is none, or where the colleague asked for it themselves.
    private mutating func level(of duty: Duty, for other: Practitioner) throws -> String? {
        guard duty.record.hasPrefix("sign_off/") else { return nil }
        let id = RecordID<SignOff>(String(duty.record.dropFirst("sign_off/".count)))
        guard let asked = try findIfAny(id), asked.author != other.id.text else { return nil }
        return asked.content.level
    }
}
