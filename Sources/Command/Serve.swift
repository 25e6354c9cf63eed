import ArgumentParser
import Exchange
import Foundation
import Hummingbird
import Ledger
import Logging
import NIOCore
import Policy
import ServiceLifecycle
import Sharing
import UnixSignals
@_spi(Operator) import Vault
import Website

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the website.",
        discussion: "With --demo it has fictional people to try it on, keeps its data apart and listens on loopback only.")

    @OptionGroup var content: ContentOption
    @OptionGroup var data: DataOption
    @Option(help: ArgumentHelp("Where to listen.", valueName: "host:port")) var address = ListeningAddress(
        host: "127.0.0.1", port: 8080)
    @Flag(help: "Fictional people, to try it on.") var demo = false
    @Flag(name: .customLong("secure-cookies"), help: "Cookies for encrypted connections only: set it behind TLS.")
    var secureCookies = false
    @Option(
        name: .customLong("idle-minutes"), help: ArgumentHelp("A session ends after so long without use.", valueName: "minutes"))
    var idleMinutes: Int64 = 60
    @Option(
        name: .customLong("checkpoint-seconds"),
        help: ArgumentHelp("How often the ledger is signed, and cosigned by the witnesses.", valueName: "seconds"))
    var checkpointSeconds: Int64 = 3600
    @Option(
        name: .customLong("witness"),
        help: ArgumentHelp("The address of a witness that cosigns the ledger; may be given several times.", valueName: "url"))
    var witnessAddresses: [String] = []
    @Option(
        name: .customLong("witness-key"),
        help: ArgumentHelp("The key of the witness named in the same place.", valueName: "key"))
    var witnessKeys: [String] = []
    @Option(help: ArgumentHelp("How the log is written: text or json, one event a line.", valueName: "form"))
    var log: LogForm = .text

    func validate() throws {
        guard witnessAddresses.count == witnessKeys.count else {
            throw ValidationError("Give a --witness-key for each --witness, in the same order.")
        }
        for (address, key) in zip(witnessAddresses, witnessKeys) where Witness(address: address, key: key) == nil {
            throw ValidationError("`\(address)` is no address of a witness, or its key is none: see discretion witness --help.")
        }
        guard checkpointSeconds >= 1 else { throw ValidationError("--checkpoint-seconds must be 1 or more.") }
    }

    func run() async throws {
        try await ending {
            log.begin()
            if demo, !["127.0.0.1", "localhost", "::1"].contains(address.host) {
                throw ValidationError("A demonstration listens on loopback only, such as 127.0.0.1:8080.")
            }
            let folder = data.folder(demonstration: demo)
            let library = try content.library()
            try folder.prepare()
            var limits = Store.SessionLimits()
            limits.idleMinutes = max(1, idleMinutes)
            let store =
                demo
                ? try await folder.demonstrationStore(sessionLimits: limits)
                : try await folder.store(sessionLimits: limits)
            try await folder.declare(demonstration: demo, store)
            let signer = try await folder.signer(of: store)
            let vocabulary = try PolicyLibrary.contents("vocabulary.yaml", in: library.folder)
            var settings = Site.Settings(secureCookies: secureCookies)
            if demo {
                let demonstration = try Demonstration(folder: library.folder)
                try await demonstration.fill(store, library, vocabulary: vocabulary)
                folder.finishDemonstration()
                settings.demonstration = demonstration.accounts
                settings.procedureNumber = demonstration.procedureNumber
            }
            // The audit first: where writing has stopped, nothing is published, and the site still shows what there is.
            try await Self.audit(store, signer)
            if store.brokenLedger == nil {
                try await store.publish(library, vocabulary: vocabulary, as: store.operatorContext(), at: presentTime())
            }
            let editions = try await Self.editions(library, store)
            let witnesses = zip(witnessAddresses, witnessKeys).compactMap { Witness(address: $0, key: $1) }
            settings.witnesses = witnesses.map(\.verifier)
            let checkpoints = Checkpoints(
                store: store, signer: signer, witnesses: witnesses, seconds: checkpointSeconds, logger: Self.logger)
            try await Self.listen(address, store, editions, signer, settings, checkpoints)
            await store.close()
        }
    }

    private static var logger: Logger {
        var logger = Logger(label: "discretion")
        logger.logLevel = .notice
        return logger
    }

    /// The whole ledger, before the first page. If it does not fit, reading goes on and writing stops.
    private static func audit(_ store: Store, _ signer: NoteSigner) async throws {
        if case .broken(let at, let what, let why) = try await store.audit(verifier: signer.verifier) {
            await store.stopWriting(because: LedgerBroken(at: at, what: what, why: why), at: presentTime())
            complain(
                "ALARM: the ledger does not fit at entry \(at): \(what): \(why). Records can be read; nothing can be recorded.")
        } else {
            try await store.resumeWriting()
        }
    }

    /// The editions that organisations have put in force, each proved again. One that no longer proves is not used, and it
    /// is said; the edition before it goes on advising.
    private static func editions(_ library: PolicyLibrary, _ store: Store) async throws -> EditionsInForce {
        let editions = try EditionsInForce(library)
        let rows = try await store.consult(as: store.operatorContext(), at: presentTime()) { try $0.list(EditionInForce.all) }
        for one in editions.load(rows) {
            complain(
                "WARNING: \(one.edition.policy) \(one.edition.version) of \(one.edition.organisation) is not used, "
                    + "for it no longer proves:\n\(one.faults)")
        }
        return editions
    }

    private static func listen(
        _ address: ListeningAddress, _ store: Store, _ editions: EditionsInForce, _ signer: NoteSigner,
        _ settings: Site.Settings, _ checkpoints: Checkpoints
    ) async throws {
        let (host, port) = (address.host, address.port)
        let logger = Self.logger
        let counts = Counts()
        let router = Router(context: Visitor.self)
        router.add(middleware: Counting(counts))
        try Site(store: store, editions: editions, signer: signer, settings: settings, clock: { presentTime() }).add(to: router)
        Interface(store: store, signer: signer, witnesses: settings.witnesses, counts: counts, clock: { presentTime() })
            .add(to: router)
        let application = Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: .init(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in
                print("Discretion is at http://\(host):\(channel.localAddress?.port ?? port)")
                fflush(nil)
            },
            logger: logger)
        var configuration = ServiceGroupConfiguration(
            services: [application, checkpoints, EditionsWatch(store: store, editions: editions, logger: logger)],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(10)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError {
            complain(
                "cannot listen at \(host):\(port): "
                    + (error.errnoCode == EADDRINUSE ? "something else does already" : "\(error.errnoCode)"))
            throw Ending.tryAgain
        }
    }
}
