import HTTPTypes
import Hummingbird
import Ledger
import Logging
import Sharing
import Synchronization
import Vault

/// Headers that every answer bears. Nothing is loaded from elsewhere, nothing is kept by a cache, and no script runs but on
/// a page that says that it has one of ours.
struct SecurityHeaders: RouterMiddleware {
    static let policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    static let policyWithScript = policy + "; script-src 'self'; connect-src 'self'"

    func handle(_ request: Request, context: Visitor, next: (Request, Visitor) async throws -> Response) async throws -> Response
    {
        var response = try await next(request, context)
        if response.headers[.contentSecurityPolicy] != Self.policyWithScript {
            response.headers[values: .contentSecurityPolicy] = [Self.policy]
        }
        response.headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in [
            ("x-frame-options", "DENY"), ("referrer-policy", "same-origin"), ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"), ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
        ] {
            if let field = HTTPField.Name(name) { response.headers[field] = value }
        }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}

/// Refuses a form that another site sent on somebody's behalf.
struct OwnFormsOnly: RouterMiddleware {
    func handle(_ request: Request, context: Visitor, next: (Request, Visitor) async throws -> Response) async throws -> Response
    {
        guard request.method != .get, request.method != .head else { return try await next(request, context) }
        let site = HTTPField.Name("sec-fetch-site").flatMap { request.headers[$0] }
        if let site, site != "same-origin", site != "none" { throw ForeignForm() }
        if let origin = request.headers[.origin], origin != "null", let host = request.head.authority,
            origin.split(separator: "/").last.map(String.init) != host
        {
            throw ForeignForm()
        }
        return try await next(request, context)
    }
}

/// Finds out who is behind a request, and what stands around their pages.
struct Sessions: RouterMiddleware {
    let site: Site
    private let known = Known()

    init(site: Site) { self.site = site }

    /// Names change seldom; a minute's memory spares two reads a page.
    private final class Known: Sendable {
        let people = Mutex<[AccessContext: (Practitioner, Organisation, Instant)]>([:])
    }

    func handle(_ request: Request, context: Visitor, next: (Request, Visitor) async throws -> Response) async throws -> Response
    {
        var context = context
        context.frame = site.frame
        do {
            try await recognise(request, &context)
        } catch  where request.uri.path == Addresses.urgent && request.method == .get {
            // Whom to call is shown to everybody, whatever else is broken.
            context.logger.error("problem", metadata: ["reference": "\(context.reference)", "kind": "session.unreadable"])
        }
        return try await next(request, context)
    }

    private func recognise(_ request: Request, _ context: inout Visitor) async throws {
        if !request.uri.path.hasPrefix("/assets/"), let secret = request.cookies[Site.cookie]?.value, secret.utf8.count == 64,
            let access = try await site.store.context(ofSession: secret, at: site.now())
        {
            let person = try await person(access, secret)
            context.person = person
            context.frame.signedIn = (person.practitioner.name, person.practitioner.post, person.formToken)
            context.frame.procedureNumber = person.organisation.procedureNumber
        }
    }

    private func person(_ access: AccessContext, _ secret: String) async throws -> Person {
        let now = site.now()
        let remembered = known.people.withLock { $0[access] }
        let found: (Practitioner, Organisation)
        if let remembered, now < remembered.2.adding(minutes: 1) {
            found = (remembered.0, remembered.1)
        } else {
            found = try await site.store.consult(as: access, at: now) { records in
                (
                    try records.find(RecordID<Practitioner>(access.practitioner)),
                    try records.find(RecordID<Organisation>(access.organisation))
                )
            }
            known.people.withLock { $0[access] = (found.0, found.1, now) }
        }
        return Person(
            access: access, practitioner: found.0, organisation: found.1, session: secret,
            formToken: Form.token(forSession: secret))
    }
}

/// Turns what a page throws into a page. It stands outermost, and again inside `Sessions`, where it knows the reader.
struct ProblemPages: RouterMiddleware {
    let site: Site

    func handle(_ request: Request, context: Visitor, next: (Request, Visitor) async throws -> Response) async throws -> Response
    {
        do {
            return try await next(request, context)
        } catch is SessionOver {
            return await sessionOver(request, context)
        } catch let form as FormNotOurs {
            return ProblemViews.formNotOurs(form.fields, address: request.uri.path, token: context.person?.formToken ?? "")
                .response(in: context.frame)
        } catch is ForeignForm {
            return ProblemViews.foreignForm.response(in: context.frame)
        } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
            return ProblemViews.tooLarge.response(in: context.frame)
        } catch let error as any HTTPResponseError where error.status.code < 500 {
            return ProblemViews.page(.nothingToSee, reference: nil, site: site, context).response(in: context.frame)
        } catch {
            let problem = Problem(error)
            log(problem, context)
            return ProblemViews.page(
                problem, reference: problem.level == .expected ? nil : context.reference, site: site, context
            )
            .response(in: context.frame)
        }
    }

    private func sessionOver(_ request: Request, _ context: Visitor) async -> Response {
        if request.method == .get || request.method == .head {
            let wanted = request.uri.path == "/" ? Addresses.work : request.uri.description
            return Response(status: .seeOther, headers: [.location: Addresses.signIn + "?next=" + SignInPages.escaped(wanted)])
        }
        // What was typed goes along through the sign-in, in the same browser.
        let fields = (try? await Form.read(request)) ?? [:]
        let carried = SignInViews.Carried(address: request.uri.path, fields: fields)
        return SignInViews.page(next: "", carried: carried, email: "", errors: [], site: site).response(in: context.frame)
    }

    private func log(_ problem: Problem, _ context: Visitor) {
        var notes: Logger.Metadata = ["reference": "\(context.reference)", "kind": "\(problem.kind)"]
        for (name, value) in problem.notes { notes[name] = "\(value)" }
        if let person = context.person { notes["actor"] = "\(person.access.practitioner)" }
        switch problem.level {
        case .expected: context.logger.debug("problem", metadata: notes)
        case .fault: context.logger.error("problem", metadata: notes)
        case .alarm: context.logger.critical("problem", metadata: notes)
        }
    }
}
