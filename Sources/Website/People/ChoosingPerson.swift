import Sharing
import Vault

/// Somebody on the register is chosen, to be linked or merged: found by what was typed, which stands in no address.
enum ChoosingPerson {
    static func fields(_ typed: Typed, _ errors: [FormError]) -> HTML {
        """
        <div role="search" aria-label="The register">\
        \(typed.input("reference", "Their reference, or number on the register (optional)", narrow: true, errors))\
        \(typed.input("name", "Name (optional)", hint: "A name, or how it begins", errors))\
        \(typed.dayField("born", "Date of birth (optional)", hint: "For example, 27 3 2014", errors))\
        \(Fields.button("Find them"))</div>
        """
    }

    static func search(_ form: Form) -> (RegisteredPerson.Search, [FormError]) {
        var (search, errors) = PeoplePages.search(form)
        // It asks for less than the register’s own form.
        search.page = 1
        if let empty = errors.first(where: { $0.field == "name" }), search.asksNothing {
            errors = [FormError(field: "reference", message: empty.message)]
        }
        return (search, errors)
    }
}

extension Transaction {
    /// Who on the register fits, by a reference, a number or otherwise, but for one.
    /// - Throws: `StorageFault`.
    mutating func candidates(
        _ search: RegisteredPerson.Search, besides own: RecordID<RegisteredPerson>
    ) throws -> FoundPeople {
        var people: [RegisteredPerson] = []
        if search.reference.utf8.count == 16, search.name.isEmpty,
            let one = try findIfAny(RecordID<RegisteredPerson>(search.reference.lowercased()))
        {
            people = [one]
        } else {
            people = try list(RegisteredPerson.found(search, in: context.organisation))
        }
        return try FoundPeople(people.filter { $0.id != own }, &self)
    }
}
