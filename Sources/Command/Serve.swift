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
    @Option(help: ArgumentHelp("Where to listen.", valueName: "host:port")) var address = "127.0.0.1:8080"
    @Flag(help: "Fictional people, to try it on.") var demo = false
    @Flag(name: .customLong("secure-cookies"), help: "Cookies for encrypted connections only: set it behind TLS.")
    var secureCookies = false
    @Option(
        name: .customLong("idle-minutes"), help: ArgumentHelp("A session ends after so long without use.", valueName: "minutes"))
    var idleMinutes: Int64 = 60

    func run() async throws {
        try await ending {
            let (host, port) = try Self.split(address)
            if demo, !["127.0.0.1", "localhost", "::1"].contains(host) {
                throw ValidationError("A demonstration listens on loopback only, such as 127.0.0.1:8080.")
            }
            let folder = data.folder(demonstration: demo)
            let library = try content.library()
            try folder.prepare(demonstration: demo)
            var limits = Store.SessionLimits()
            limits.idleMinutes = max(1, idleMinutes)
            let store = try await folder.store(sessionLimits: limits)
            let signer = try folder.signer()
            let vocabulary = try PolicyLibrary.contents("vocabulary.yaml", in: library.folder)
            var settings = Site.Settings(secureCookies: secureCookies)
            if demo {
                let demonstration = try Demonstration(folder: library.folder)
                try await demonstration.fill(store, library, vocabulary: vocabulary)
                settings.demonstration = demonstration.accounts
                settings.procedureNumber = demonstration.procedureNumber
            }
            try await store.publish(library, vocabulary: vocabulary, as: store.operatorContext(), at: presentTime())
            try await Self.audit(store, signer)
            let editions = try await Self.editions(library, store)
            try await Self.listen(host, port, store, editions, signer, settings)
        }
    }

    private static func split(_ address: String) throws -> (String, Int) {
        guard let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...]),
            (0...65535).contains(port)
        else {
            throw ValidationError("`\(address)` is no address. Write host:port, such as 127.0.0.1:8080.")
        }
        let host = address[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        return (host.isEmpty ? "127.0.0.1" : host, port)
    }

    /// The whole ledger, before the first page. If it does not fit, reading goes on and writing stops.
    private static func audit(_ store: Store, _ signer: NoteSigner) async throws {
        if case .broken(let at, let what, let why) = try await store.audit(verifier: signer.verifier) {
            store.stopWriting(because: LedgerBroken(at: at, what: what, why: why))
            complain(
                "ALARM: the ledger does not fit at entry \(at): \(what): \(why). Records can be read; nothing can be recorded.")
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
        _ host: String, _ port: Int, _ store: Store, _ editions: EditionsInForce, _ signer: NoteSigner,
        _ settings: Site.Settings
    ) async throws {
        var logger = Logger(label: "discretion")
        logger.logLevel = .notice
        let counts = Counts()
        let router = Router(context: Visitor.self)
        router.add(middleware: Counting(counts))
        try Site(store: store, editions: editions, signer: signer, settings: settings, clock: { presentTime() }).add(to: router)
        Interface(store: store, signer: signer, counts: counts).add(to: router)
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
            services: [application, Checkpoints(store: store, signer: signer)], gracefulShutdownSignals: [.sigterm, .sigint],
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

/// Signs the ledger every hour, so that what was signed can be handed to others.
private struct Checkpoints: Service {
    let store: Store
    let signer: NoteSigner

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await Task.sleep(for: .seconds(3600)) } catch { return }
                if store.brokenLedger == nil { _ = try? await store.keepCheckpoint(signedBy: signer, at: presentTime()) }
            }
        }
    }
}
