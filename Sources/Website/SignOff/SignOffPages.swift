import Hummingbird

struct SignOffPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {}
}
