import Hummingbird
import Policy

/// Help at hand: the right rule beside the task, for everyone.
struct HelpPages: Sendable {
    let site: Site

    func add(to router: Router<Visitor>) {
        router.get("/help") { _, context -> Reply in .page(HelpViews.contents(site, isSignedIn: context.person != nil)) }
        router.get("/help/golden-rules") { _, _ -> Reply in .page(HelpViews.guidance(site.help.goldenRules)) }
        router.get("/help/caldicott") { _, _ -> Reply in .page(HelpViews.guidance(site.help.caldicott)) }
        router.get("/help/question-order") { _, _ -> Reply in .page(HelpViews.explanation(site.help.questionOrder)) }
        router.get("/help/verify") { _, _ -> Reply in .page(HelpViews.verify(site)) }
        router.get("/accessibility") { _, _ -> Reply in .page(HelpViews.accessibility) }
    }
}
