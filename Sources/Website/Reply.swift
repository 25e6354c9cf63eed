import HTTPTypes
import Hummingbird
import NIOCore

/// What a handler answers.
enum Reply: ResponseGenerator {
    case page(Page)
    /// After something was done: so that a reload does not do it again.
    case goTo(String)
    /// A part of a page, for a script that puts it there.
    case part(HTML)
    /// A file to keep.
    case file(String, name: String, type: String)

    func response(from request: Request, context: some RequestContext) throws -> Response {
        switch self {
        case .page(let page):
            var frame = (context as? any Framed)?.frame ?? Frame()
            frame.here = request.uri.path
            return page.response(in: frame)
        case .part(let html):
            return Response(
                status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(bytes: html.bytes)))
        case .goTo(let address):
            return Response(status: .seeOther, headers: [.location: address])
        case .file(let text, let name, let type):
            return Response(
                status: .ok,
                headers: [.contentType: type, .contentDisposition: "attachment; filename=\"\(name)\""],
                body: .init(byteBuffer: ByteBuffer(string: text)))
        }
    }
}

extension Page {
    func response(in frame: Frame) -> Response {
        let html = frame.render(self)
        var headers: HTTPFields = [.contentType: "text/html; charset=utf-8", .contentLength: "\(html.bytes.count)"]
        if script != nil { headers[.contentSecurityPolicy] = SecurityHeaders.policyWithScript }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: html.bytes)))
    }
}
