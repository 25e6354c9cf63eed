import HTTPTypes
import Hummingbird
import Ledger
import NIOCore
import Synchronization
import Vault

/// Who are you?
struct SignInPages: Sendable {
    let site: Site
    private let attempts = Attempts()

    init(site: Site) { self.site = site }

    func add(to router: Router<Visitor>) {
        router.get("/") { _, context -> Reply in
            context.person == nil ? .page(SignInViews.start(site)) : .goTo(Addresses.work)
        }
        router.get("/sign-in") { request, context -> Reply in
            if context.person != nil { return .goTo(Addresses.work) }
            return .page(
                SignInViews.page(next: Self.local(request.query["next"]), carried: nil, email: "", errors: [], site: site))
        }
        router.post("/sign-in") { request, context in try await signIn(request, context) }
        router.group(context: SignedInContext.self).post("/sign-out") { request, context -> Response in
            _ = try await Form(request, context)
            try await site.store.signOut(context.person.session)
            var response = Response(status: .seeOther, headers: [.location: "/"])
            response.setCookie(Self.cookie("", site, age: 0))
            return response
        }
    }

    private func signIn(_ request: Request, _ context: Visitor) async throws -> Response {
        let fields = try await Form.read(request)
        let email = String((fields["email"] ?? "").trimmingSpaces.prefix(200))
        let password = fields["password"] ?? ""
        let next = Self.local(fields["next"])
        let carried = SignInViews.Carried(reading: fields["carried"] ?? "")
        func again(_ errors: [FormError], _ status: HTTPResponse.Status = .unprocessableContent) -> Response {
            var page = SignInViews.page(next: next, carried: carried, email: email, errors: errors, site: site)
            page.status = status
            return page.response(in: context.frame)
        }
        var errors: [FormError] = []
        if !email.contains("@") {
            errors.append(FormError(field: "email", message: "Enter your email address, such as name@organisation.example"))
        }
        if password.isEmpty { errors.append(FormError(field: "password", message: "Enter your password")) }
        if !errors.isEmpty { return again(errors) }
        let address = context.remoteAddress?.ipAddress ?? ""
        guard attempts.may(email, from: address, at: site.now()) else {
            return again(
                [FormError(field: "email", message: "There were too many attempts. Wait 15 minutes, or ask your administrator")],
                .tooManyRequests)
        }
        do {
            let signedIn = try await site.store.signIn(email: email, password: String(password.prefix(1000)), at: site.now())
            attempts.forget(email)
            var response: Response
            if let carried {
                var frame = context.frame
                frame.signedIn = ("You", "signed in", Form.token(forSession: signedIn.token))
                response = SignInViews.carryOn(carried, token: Form.token(forSession: signedIn.token)).response(in: frame)
            } else {
                response = Response(status: .seeOther, headers: [.location: next.isEmpty ? Addresses.work : next])
            }
            response.setCookie(Self.cookie(signedIn.token, site, age: nil))
            return response
        } catch is NotSignedIn {
            attempts.note(email, from: address, at: site.now())
            return again([
                FormError(
                    field: "email", message: "Check your email address and your password: together they do not match an account")
            ])
        }
    }

    private static func cookie(_ value: String, _ site: Site, age: Int?) -> Cookie {
        Cookie(
            name: Site.cookie, value: value, maxAge: age, path: "/", secure: site.settings.secureCookies, httpOnly: true,
            sameSite: .lax)
    }

    /// An address of this site, or "".
    static func local(_ address: String?) -> String {
        guard let address, address.hasPrefix("/"), !address.hasPrefix("//"), !address.contains("\\"),
            address.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
        else { return "" }
        return address
    }

    /// Text as part of an address.
    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let plain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 47
            return plain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}

/// Counts failed attempts by address of the account and of the machine. Five in a quarter of an hour for an account,
/// fifty for a machine, since a whole office may sit behind one.
private final class Attempts: Sendable {
    private let failed = Mutex<[String: [Instant]]>([:])

    func may(_ email: String, from machine: String, at now: Instant) -> Bool {
        failed.withLock { failed in
            func recent(_ key: String) -> Int {
                let kept = (failed[key] ?? []).filter { now < $0.adding(minutes: 15) }
                failed[key] = kept.isEmpty ? nil : kept
                return kept.count
            }
            return recent("account " + email.lowercased()) < 5 && recent("machine " + machine) < 50
        }
    }

    func note(_ email: String, from machine: String, at now: Instant) {
        failed.withLock { failed in
            if failed.count > 100_000 { failed.removeAll() }
            failed["account " + email.lowercased(), default: []].append(now)
            failed["machine " + machine, default: []].append(now)
        }
    }

    func forget(_ email: String) { failed.withLock { $0["account " + email.lowercased()] = nil } }
}
