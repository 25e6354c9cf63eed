import Hummingbird

struct InformationPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {}
}
