import Hummingbird

// expect: instance method 'add(to:)' requires the types 'Visitor' and 'SignedInContext' be equivalent
@testable import Website

func add(_ pages: DecisionPages, _ router: Router<Visitor>) { pages.add(to: router) }
