import Hummingbird

struct ProcedurePages: Sendable {
    let site: Site

    func add(to routes: some RouterMethods<SignedInContext>) {}
}
