/// Which columns of a table are kept sealed, and by which of them a record can be found all the same.
public struct Sealing: Sendable {
    /// A sealed column, and what stands in its place once the file's key is destroyed.
    public struct Column: Sendable {
        let name: String
        let destroyed: SQLValue
        /// What stands there, in a list, when the content is not as it was kept.
        var unreadable: SQLValue {
            destroyed == .text("Destroyed") ? .text("Cannot be read: it is not as it was kept") : destroyed
        }

        public static func text(_ name: String) -> Column { Column(name: name, destroyed: .text("Destroyed")) }
        /// One that may be empty.
        public static func optional(_ name: String) -> Column { Column(name: name, destroyed: .null) }
        /// A list in JSON.
        public static func list(_ name: String) -> Column { Column(name: name, destroyed: .text("[]")) }
        /// A dictionary in JSON.
        public static func map(_ name: String) -> Column { Column(name: name, destroyed: .text("{}")) }
    }

    let columns: [Column]
    let names: Set<String>
    let found: [String: FoundBy]

    /// - Parameter found: the sealed columns by which a record is found, each with its kind.
    public init(_ columns: [Column], found: [String: FoundBy] = [:]) {
        self.columns = columns
        names = Set(columns.map(\.name))
        self.found = found
    }

    /// The columns of the table that seal the others.
    static let own: Set<String> = ["file", "sealed", "commitment"]

    /// The file of what an organisation keeps about its own people.
    public static func file(ofOrganisation organisation: String) -> String { "organisation-" + organisation }
}
