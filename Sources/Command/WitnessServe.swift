import ArgumentParser
import Exchange
import Foundation
import Hummingbird
import Ledger
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

struct WitnessServe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Answers ledgers that ask for a cosignature.",
        discussion: "POST /add-checkpoint is that of C2SP tlog-witness; GET /key shows the witness's key.")

    @OptionGroup var options: WitnessCommand.Options
    @Option(help: ArgumentHelp("Where to listen.", valueName: "host:port"))
    var address = ListeningAddress(host: "127.0.0.1", port: 8081)

    func run() async throws {
        try await ending {
            let logs = try options.logs()
            let lock = try options.folder.lock()
            let signer = try options.folder.signer()
            let desk = try WitnessDesk(options.folder, signer: signer, logs: logs)
            let router = Router()
            WitnessInterface(key: signer.verifier) { request in
                let answer = try await desk.answer(request)
                Self.tell(request, answer)
                return answer
            }.add(to: router)
            try await listen(router, signer.name)
            try lock.close()
        }
    }

    /// What may show that a ledger was changed is said aloud, with the note that its key signed.
    private static func tell(_ request: AddCheckpoint, _ answer: WitnessAnswer) {
        guard let checkpoint = try? Checkpoint(reading: request.note) else { return }
        switch answer {
        case .proofDoesNotHold:
            complain("ALARM: no proof from \(request.oldSize) entries to this checkpoint:\n\(request.note)")
        case .conflict(let size) where size == checkpoint.size && size == request.oldSize:
            complain("ALARM: another ledger of \(size) entries was cosigned than in this checkpoint:\n\(request.note)")
        case .cosigned, .badRequest, .notSigned, .unknownLog, .conflict: break
        }
    }

    private func listen(_ router: Router<BasicRequestContext>, _ name: String) async throws {
        var logger = Logger(label: "discretion-witness")
        logger.logLevel = .warning
        let address = address
        let application = Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: .init(address: .hostname(address.host, port: address.port), serverName: nil),
            onServerRunning: { channel in
                print("The witness \(name) is at http://\(address.host):\(channel.localAddress?.port ?? address.port)")
                fflush(nil)
            },
            logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [application], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(10)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError {
            complain(
                "cannot listen at \(address): "
                    + (error.errnoCode == EADDRINUSE ? "something else does already" : "\(error.errnoCode)"))
            throw Ending.tryAgain
        }
    }
}
