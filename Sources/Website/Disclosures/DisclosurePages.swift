import Hummingbird

struct DisclosurePages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {}
}
