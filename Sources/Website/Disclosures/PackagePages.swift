import Hummingbird

struct PackagePages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {}
}
