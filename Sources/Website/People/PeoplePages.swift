import Hummingbird

struct PeoplePages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {}
}
