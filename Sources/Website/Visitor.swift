public import Hummingbird
import Ledger
import Logging
import NIOCore
import Sharing
import Vault

/// Somebody with a browser, signed in or not.
public struct Visitor: RequestContext, RemoteAddressRequestContext, Framed {
    public var coreContext: CoreRequestContextStorage
    public let remoteAddress: SocketAddress?
    /// Set by `Sessions`.
    var person: Person?
    var frame = Frame()
    /// What both readers of a problem can say on the telephone.
    let reference: String

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
        reference = Self.newReference()
    }

    private static func newReference() -> String {
        let text = RecordID<Never>.letters(7).uppercased()
        return text.prefix(2) + "-" + text.dropFirst(2).prefix(2) + "-" + text.dropFirst(4).prefix(3)
    }
}

/// Who is behind a session.
struct Person: Sendable {
    let access: AccessContext
    let practitioner: Practitioner
    let organisation: Organisation
    /// The session's secret.
    let session: String
    /// What a form must bring back to show that it is ours.
    let formToken: String
}

/// A request with somebody behind it. A page that takes one cannot be reached by a visitor.
struct SignedInContext: ChildRequestContext, Framed {
    var coreContext: CoreRequestContextStorage
    let person: Person
    let frame: Frame

    /// - Throws: `SessionOver` for a visitor, who is then asked to sign in.
    init(context: Visitor) throws {
        guard let person = context.person else { throw SessionOver() }
        coreContext = context.coreContext
        self.person = person
        frame = context.frame
    }

    var access: AccessContext { person.access }

    /// A part of the address.
    func parameter(_ name: String) throws -> String {
        guard let text = coreContext.parameters.get(name) else { throw NothingToSee() }
        return text
    }
}

/// A context that knows what stands around its pages.
protocol Framed { var frame: Frame { get } }

/// Nobody is signed in, or no longer.
struct SessionOver: Error {}

/// A form came without the token that shows that it is ours.
struct FormNotOurs: Error { let fields: Form.Fields }

/// A form came from another site.
struct ForeignForm: Error {}
