import Hummingbird

struct ExplanationPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {}
}
