import Ledger
import Testing

@Suite struct WitnessTests {
    let log: NoteSigner
    let leaves = MerkleTreeTests.numbered(40)

    init() throws { log = try NoteSigner(name: "ledger.example", privateKey: [UInt8](repeating: 7, count: 32)) }

    private func checkpoint(_ size: Int, forked: Bool = false) throws -> Checkpoint {
        var leaves = Array(leaves.prefix(size))
        if forked { leaves[0] = [1] }
        return Checkpoint(origin: log.name, size: UInt64(size), root: try MerkleTreeTests.tree(leaves).root())
    }

    private func request(_ old: Int, _ size: Int, forked: Bool = false, proof: [Digest]? = nil) throws -> AddCheckpoint {
        let steps =
            0 < old && old <= size ? try MerkleTreeTests.tree(Array(leaves.prefix(size))).consistencyProof(from: UInt64(old)) : []
        return AddCheckpoint(
            oldSize: UInt64(old), proof: proof ?? steps, note: try checkpoint(size, forked: forked).signed(by: log))
    }

    private func memory(_ size: Int) throws -> WitnessMemory { WitnessMemory(size == 0 ? [] : [try checkpoint(size)]) }

    @Test func `every step onward from every size is taken, and so is the same again`() throws {
        for old in 0...20 {
            for size in old...20 {
                #expect(
                    try memory(old).judge(request(old, size), logs: [log.verifier]) == .remember(checkpoint(size)))
            }
        }
    }

    @Test func `what the rules refuse is refused with their numbers`() throws {
        func answer(_ seen: Int, _ request: AddCheckpoint, logs: [NoteVerifier]? = nil) throws -> WitnessAnswer? {
            guard case .refuse(let answer) = try memory(seen).judge(request, logs: logs ?? [log.verifier]) else { return nil }
            return answer
        }
        let other = try NoteSigner(name: "other.example", privateKey: [UInt8](repeating: 7, count: 32))
        let impostor = try NoteSigner(name: log.name, privateKey: [UInt8](repeating: 8, count: 32))
        #expect(try answer(8, request(8, 12), logs: [other.verifier]) == .unknownLog)
        #expect(try answer(8, request(8, 12), logs: []) == .unknownLog)
        #expect(try answer(8, request(8, 12), logs: [impostor.verifier]) == .notSigned)
        #expect(try answer(8, request(8, 12), logs: [impostor.verifier, log.verifier]) == nil)
        #expect(try answer(8, request(13, 12))?.status == 400)
        #expect(try answer(8, request(7, 12)) == .conflict(size: 8))
        #expect(try answer(0, request(7, 12)) == .conflict(size: 0))
        #expect(try answer(12, request(0, 8)) == .conflict(size: 12), "a rollback")
        #expect(try answer(12, request(12, 12, forked: true)) == .conflict(size: 12), "another root of the same size")
        #expect(try answer(8, request(8, 12, forked: true)) == .proofDoesNotHold)
        #expect(try answer(8, request(8, 12, proof: [])) == .proofDoesNotHold)
        #expect(try answer(0, request(0, 12, proof: [Digest(of: [])])) == .proofDoesNotHold)
        #expect(try answer(8, request(8, 8, proof: [Digest(of: [])])) == .proofDoesNotHold)
        let noCheckpoint = AddCheckpoint(oldSize: 0, proof: [], note: try log.sign("ledger.example\nnot a size\n"))
        #expect(try answer(0, noCheckpoint)?.status == 400)
    }

    @Test func `what is remembered never shrinks, and each ledger has its own`() throws {
        var memory = try memory(12)
        memory.remember(try checkpoint(8))
        #expect(memory.size(of: log.name) == 12)
        memory.remember(Checkpoint(origin: "other.example", size: 3, root: Digest(of: [])))
        #expect(memory.size(of: log.name) == 12 && memory.size(of: "other.example") == 3)
        #expect(memory.size(of: "unheard-of.example") == 0)
    }

    @Test func `a request is read back as it was written`() throws {
        for (old, size) in [(0, 1), (8, 8), (7, 39)] {
            let request = try request(old, size)
            #expect(try AddCheckpoint(reading: request.text) == request)
        }
        #expect(try request(0, 1).text.hasPrefix("old 0\n\nledger.example\n1\n"))
    }

    @Test func `what is no request is not read as one`() throws {
        let good = try request(7, 39).text
        let step = Digest(of: []).base64 + "\n"
        let bad = [
            "", "\n\n", "old 7\n", good.replacing("old 7", with: "old 07"), good.replacing("old 7", with: "old +7"),
            good.replacing("old 7", with: "Old 7"), good.replacing("old 7\n", with: "old 7 \n"),
            good.replacing("old 7\n", with: "old 7\r\n"), good.replacing("old 7\n", with: "old 7\nAAAA\n"),
            good.replacing("old 7\n", with: "\nold 7\n"), good.replacing("old 7", with: "old 18446744073709551616"),
            good.replacing("old 7\n", with: "old 7\n" + String(repeating: step, count: 60)), String(good.dropLast()),
            good.replacing("\u{2014}", with: "-"),
        ]
        for text in bad { #expect(throws: AddCheckpoint.NotARequest.self, "\(text)") { try AddCheckpoint(reading: text) } }
    }

    @Test func `an answer is read back as it was written`() throws {
        let witness = try WitnessSigner(name: "w", privateKey: [UInt8](repeating: 9, count: 32))
        let note = try checkpoint(3).signed(by: log)
        let line = try witness.cosignature(on: note, at: Instant(milliseconds: 0))
        for answer: WitnessAnswer in [
            .cosigned([line]), .badRequest("why"), .notSigned, .unknownLog, .conflict(size: 12), .proofDoesNotHold,
        ] {
            let back = WitnessAnswer(status: answer.status, contentType: answer.contentType, body: answer.body)
            #expect(back == answer)
        }
        #expect(WitnessAnswer(status: 409, contentType: "text/plain", body: "12\n") == nil)
        #expect(WitnessAnswer(status: 409, contentType: WitnessAnswer.sizeType, body: "012\n") == nil)
        #expect(WitnessAnswer(status: 200, contentType: nil, body: "") == nil)
        #expect(WitnessAnswer(status: 200, contentType: nil, body: "fine\n") == nil)
        #expect(WitnessAnswer(status: 500, contentType: nil, body: "") == nil)
    }
}
