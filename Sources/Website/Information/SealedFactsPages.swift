import Hummingbird

struct SealedFactsPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {}
}
