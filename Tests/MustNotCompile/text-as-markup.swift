// expect: cannot convert value of type 'String' to expected argument type 'StaticString'
@testable import Website

func page(_ typed: String) -> HTML { HTML(stringLiteral: typed) }
