import Hummingbird

struct ConsultationPages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {}
}
