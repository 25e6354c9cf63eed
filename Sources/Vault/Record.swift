/// Whose information a record is, and who may look at it.
public struct Protection: Hashable, Sendable {
    public enum Reach: Hashable, Sendable {
        /// Information about somebody: its author, and those who oversee the organisation's work.
        case casework
        /// Who somebody is, so that nobody is registered twice: everyone in the organisation who does casework, or oversees it.
        case register
        /// Information about the person of this number: those who work with them, and those who oversee the work.
        case file(of: String)
        /// What waits for somebody: whom it waits for, who made it, and those who oversee the work.
        case duty(of: String)
        /// Whom to call and write to: everyone in the organisation reads it, those who do casework keep it.
        case directory
        /// How the organisation works: everyone in it.
        case organisation
        /// A policy of the organisation, in force or proposed: everyone in it may read; those who lead on governance,
        /// and managers, may propose and approve.
        case policy
        /// The text of a procedure that somebody goes through: for everyone to read. Whoever does casework may keep it.
        case procedure
        /// The text of an edition that was proved: for everyone to read. Whoever may approve one may keep its text.
        case edition
        /// Meant for everyone, such as whom to call.
        case everyone
    }

    /// The number of the practitioner who made it; nil when nobody in particular did.
    public let author: String?
    /// The organisation that holds it; nil when none in particular does.
    public let organisation: String?
    public let reach: Reach

    public init(author: String?, heldBy organisation: String?, reach: Reach) {
        self.author = author
        self.organisation = organisation
        self.reach = reach
    }
}

/// What can be kept. A type that does not say whose information it is does not compile.
public protocol Record: Sendable {
    static var table: Table<Self> { get }
    var id: RecordID<Self> { get }
    var protection: Protection { get }
}

/// How a kind of record is kept in a table, whose key is the column `id`. The table has two more columns that only
/// this module writes: `salt` and `entry`; with sealed content also `file`, `sealed` and `commitment`.
public struct Table<Kept>: Sendable {
    let name: String
    /// A final record is never changed once it is kept.
    let isFinal: Bool
    let sealing: Sealing?
    let file: @Sendable (Kept) -> String?
    let read: @Sendable (Row) throws -> Kept
    let write: @Sendable (Kept) -> Row

    /// Its name, and what of it is sealed.
    public var kind: (name: String, sealing: Sealing?) { (name, sealing) }

    /// A table whose content anybody who has the database may read.
    public init(
        _ name: String, final: Bool, read: @escaping @Sendable (Row) throws -> Kept,
        write: @escaping @Sendable (Kept) -> Row
    ) {
        self.name = name
        isFinal = final
        sealing = nil
        file = { _ in nil }
        self.read = read
        self.write = write
    }

    /// A table of which some columns are sealed.
    /// - Parameter file: under whose key: that of the case, or of the organisation.
    public init(
        _ name: String, final: Bool, sealing: Sealing, in file: @escaping @Sendable (Kept) -> String,
        read: @escaping @Sendable (Row) throws -> Kept, write: @escaping @Sendable (Kept) -> Row
    ) {
        self.name = name
        isFinal = final
        self.sealing = sealing
        self.file = file
        self.read = read
        self.write = write
    }
}

/// Which records to list: a condition in SQL with `?` for each value, an order, and how many.
public struct Query<Kept>: Sendable {
    let condition: String
    let values: [SQLValue]
    let order: String
    let limit: Int
    let offset: Int
    var found: [Found] = []
    var latest: Int?
    var sift: (@Sendable ([Kept]) -> [Kept])?

    public init(_ condition: String, _ values: [SQLValue], order: String, limit: Int = 1000, offset: Int = 0) {
        self.condition = condition
        self.values = values
        self.order = order
        self.limit = limit
        self.offset = offset
    }

    /// Only records of which a sealed name or identifier answers to the term, or one of several columns'.
    public func found(by term: SearchTerm, in columns: [String]) -> Query {
        var query = self
        query.found.append(Found(term: term, columns: columns))
        return query
    }

    /// Beside those found by their names, the first so many in the query's order, whatever they are called: to be sifted by
    /// the rest of their content.
    public func orFirst(_ count: Int) -> Query {
        var query = self
        query.latest = count
        return query
    }

    /// Leaves some of what was read out, or puts it in another order, by its sealed content, which the database cannot. What
    /// is left out has not been shown to anybody, and no look at it is noted.
    public func sifted(_ sift: @escaping @Sendable ([Kept]) -> [Kept]) -> Query {
        var query = self
        query.sift = sift
        return query
    }
}

/// What a sealed name or identifier must answer to.
struct Found: Sendable {
    let term: SearchTerm
    let columns: [String]
}

/// What was done to a record.
public enum Act: String, Sendable {
    case recorded, amended, advised, decided, published, actedUrgently = "acted-urgently", signedUp = "signed-up"
    case proposed, returned, withdrawn, approved
    /// Of people and what is known of them.
    case registered, joined, parted, merged, allocated, corrected
    /// Of what was said to and by the person.
    case explained, consented, refused, changed
    /// Of requests, advice and sign-off.
    case asked, answered, signedOff = "signed-off", verified
    /// Of disclosures.
    case prepared, sent, acknowledged, told, misdirected
    /// Of duties.
    case owed, done, handedOver = "handed-over"
    case looked, signed
    /// Of keys.
    case renewed, destroyed
}
