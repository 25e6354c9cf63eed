import Foundation
public import Hummingbird
public import Ledger
import Policy
public import Sharing
public import Vault

/// All pages on one router.
public struct Site: Sendable {
    public struct Settings: Sendable {
        /// Fictional people only: said on every page, with the accounts shown on the sign-in page.
        public var demonstration: Demonstration?
        /// Whom to call when nobody is signed in and the system cannot help.
        public var procedureNumber: String
        /// The cookie is for encrypted connections only. Off where the site is reached on loopback without them.
        public var secureCookies: Bool
        /// Who cosigns the ledger.
        public var witnesses: [WitnessVerifier] = []

        public init(demonstration: Demonstration? = nil, procedureNumber: String = "", secureCookies: Bool = false) {
            self.demonstration = demonstration
            self.procedureNumber = procedureNumber
            self.secureCookies = secureCookies
        }
    }

    /// The accounts that the sign-in page of a demonstration shows.
    public struct Demonstration: Sendable {
        public struct Account: Sendable {
            public let email, who: String
            public init(email: String, who: String) {
                self.email = email
                self.who = who
            }
        }
        public let accounts: [Account]
        public let password: String
        public init(accounts: [Account], password: String) {
            self.accounts = accounts
            self.password = password
        }
    }

    static let cookie = "session"

    let store: Store
    let library: PolicyLibrary
    let editions: EditionsInForce
    let signer: NoteSigner
    let settings: Settings
    let help: HelpContent
    let changedAdvice: ChangedAdvice
    let lists: CodeLists
    let deadlines: Deadlines
    let letters: LetterTemplates
    let signOffs: SignOffMatrix
    let procedures: ProcedureLibrary
    let interviews = Interviews()
    let now: @Sendable () -> Instant
    private let assets: Assets

    /// - Throws: when the help pages or the lists of the Content folder, or the site's own files, cannot be read.
    public init(
        store: Store, editions: EditionsInForce, signer: NoteSigner, settings: Settings,
        clock: @escaping @Sendable () -> Instant
    ) throws {
        self.store = store
        self.editions = editions
        library = editions.library
        self.signer = signer
        self.settings = settings
        help = try HelpContent(folder: library.folder)
        changedAdvice = try ChangedAdvice(folder: library.folder, vocabulary: library.vocabulary)
        lists = try CodeLists(folder: library.folder)
        deadlines = try Deadlines(lists, folder: library.folder)
        letters = try LetterTemplates(folder: library.folder)
        try NoticeRule.check(letters, lists)
        signOffs = try SignOffMatrix(lists, library.vocabulary)
        procedures = try ProcedureLibrary(folder: library.folder, lists, library.vocabulary)
        assets = try Assets()
        now = clock
    }

    var frame: Frame {
        Frame(
            demonstration: settings.demonstration != nil, alarm: store.brokenLedger != nil,
            procedureNumber: settings.procedureNumber)
    }

    /// Puts every page on the router.
    public func add(to router: Router<Visitor>) {
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ProblemPages(site: self))
        router.add(middleware: OwnFormsOnly())
        router.add(middleware: Sessions(site: self))
        router.add(middleware: ProblemPages(site: self))
        assets.add(to: router)
        SignInPages(site: self).add(to: router)
        HelpPages(site: self).add(to: router)
        PolicyPages(site: self).add(to: router)
        UrgentPages(site: self).addForVisitors(to: router)
        let signedIn = router.group(context: SignedInContext.self)
        WorkPages(site: self).add(to: signedIn)
        RequestPages(site: self).add(to: signedIn)
        QuestionPages(site: self).add(to: signedIn)
        AdvicePages(site: self).add(to: signedIn)
        DecidePages(site: self).add(to: signedIn)
        DecisionPages(site: self).add(to: signedIn)
        EvidencePages(site: self).add(to: signedIn)
        UrgentPages(site: self).add(to: signedIn)
        WorkbenchPages(site: self).add(to: signedIn)
        ProposalPages(site: self).add(to: signedIn)
        ProposalTextPages(site: self).add(to: signedIn)
        PeoplePages(site: self).add(to: signedIn)
        PersonDetailsPages(site: self).add(to: signedIn)
        RelationsPages(site: self).add(to: signedIn)
        MergingPages(site: self).add(to: signedIn)
        InformationPages(site: self).add(to: signedIn)
        ChronologyPages(site: self).add(to: signedIn)
        SealedFactsPages(site: self).add(to: signedIn)
        ExplanationPages(site: self).add(to: signedIn)
        ConsentPages(site: self).add(to: signedIn)
        ProcedurePages(site: self).add(to: signedIn)
        AskingPages(site: self).add(to: signedIn)
        OutgoingRequestPages(site: self).add(to: signedIn)
        ConsultationPages(site: self).add(to: signedIn)
        SignOffPages(site: self).add(to: signedIn)
        DisclosurePages(site: self).add(to: signedIn)
        PackagePages(site: self).add(to: signedIn)
        InformingPages(site: self).add(to: signedIn)
        ReceiptPages(site: self).add(to: signedIn)
        SharedLedgerPages(site: self).add(to: signedIn)
        DirectoryPages(site: self).add(to: signedIn)
        TeamPages(site: self).add(to: signedIn)
        HandOverPages(site: self).add(to: signedIn)
        LetterPages(site: self).add(to: signedIn)
    }

    /// The day in UTC, by which editions come into force.
    var today: String { now().day }

    /// The edition of a policy that advises an organisation today.
    /// - Throws: `Faults` when the organisation's setting names no policy that is loaded.
    func edition(_ name: String, for organisation: String) throws -> PolicyEdition {
        guard let edition = editions.edition(name, for: organisation, on: today) else {
            throw Faults([Fault(file: "organisation", line: 1, column: 1, words: name, message: "there is no policy `\(name)`")])
        }
        return edition
    }

    /// The edition under which a request is advised today.
    /// - Throws: `Faults` when its policy is no longer loaded.
    func edition(of request: SharingRequest) throws -> PolicyEdition {
        try edition(request.policy, for: request.organisation)
    }
}

/// The style sheet and the icon, kept in memory.
struct Assets: Sendable {
    private let files: [(name: String, type: String, bytes: [UInt8], tag: String)]

    init() throws {
        let folder = Bundle.module.resourceURL?.appending(path: "Assets")
        files = try [
            ("style.css", "text/css; charset=utf-8"), ("icon.svg", "image/svg+xml"),
            ("live-faults.js", "text/javascript; charset=utf-8"),
        ].map { name, type in
            guard let file = folder?.appending(path: name) else { throw CocoaError(.fileNoSuchFile) }
            let bytes = Array(try Data(contentsOf: file))
            return (name, type, bytes, "\"" + Digest(of: bytes).base64.prefix(16) + "\"")
        }
    }

    func add(to router: Router<Visitor>) {
        for file in files {
            router.get("/assets/\(file.name)") { request, _ in
                if request.headers[.ifNoneMatch] == file.tag { return Response(status: .notModified) }
                return Response(
                    status: .ok, headers: [.contentType: file.type, .eTag: file.tag, .cacheControl: "public, max-age=300"],
                    body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
            }
        }
    }
}
