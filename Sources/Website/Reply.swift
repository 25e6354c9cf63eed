import HTTPTypes
import Hummingbird
import NIOCore

/// What a handler answers.
enum Reply: ResponseGenerator {
    case page(Page)
    /// After something was done: so that a reload does not do it again.
    case goTo(String)
    /// A file to keep.
    case file(String, name: String, type: String)

    func response(from request: Request, context: some RequestContext) throws -> Response {
        switch self {
        case .page(let page):
            var frame = (context as? any Framed)?.frame ?? Frame()
            frame.here = request.uri.path
            return page.response(in: frame)
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
        return Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8", .contentLength: "\(html.bytes.count)"],
            body: .init(byteBuffer: ByteBuffer(bytes: html.bytes)))
    }
}
