import Foundation
import Ledger
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// One request to a witness and its answer. It follows no redirection, reads no more than 64 KB and waits ten seconds.
enum Posting {
    static let mostBytes = 65_536
    static let seconds: Double = 10

    static func post(_ request: AddCheckpoint, to address: URL) async -> WitnessAnswer? {
        var message = URLRequest(url: address, timeoutInterval: seconds)
        message.httpMethod = "POST"
        message.httpBody = Data(request.text.utf8)
        message.setValue("text/plain; charset=utf-8", forHTTPHeaderField: "Content-Type")
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = seconds
        configuration.timeoutIntervalForResource = seconds
        configuration.httpShouldSetCookies = false
        configuration.urlCache = nil
        let answer = Answer()
        let session = URLSession(configuration: configuration, delegate: answer, delegateQueue: nil)
        defer { session.finishTasksAndInvalidate() }
        let task = session.dataTask(with: message)
        // A session may take longer over a broken connection than it was told.
        let alarm = Task {
            try await Task.sleep(for: .seconds(seconds))
            task.cancel()
            answer.end(nil)
        }
        defer { alarm.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                answer.begin(continuation)
                task.resume()
            }
        } onCancel: {
            task.cancel()
            answer.end(nil)
        }
    }
}

/// Gathers an answer as it comes in, and gives it once: read, or nil.
private final class Answer: NSObject, URLSessionDataDelegate {
    private struct State {
        var continuation: CheckedContinuation<WitnessAnswer?, Never>?
        var isOver = false
        var response: HTTPURLResponse?
        var bytes = Data()
    }

    private let state = Mutex(State())

    func begin(_ continuation: CheckedContinuation<WitnessAnswer?, Never>) {
        let isOver = state.withLock { state in
            if !state.isOver { state.continuation = continuation }
            return state.isOver
        }
        if isOver { continuation.resume(returning: nil) }
    }

    func end(_ answer: WitnessAnswer?) {
        let waiting = state.withLock { state in
            state.isOver = true
            defer { state.continuation = nil }
            return state.continuation
        }
        waiting?.resume(returning: answer)
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
        task.cancel()
        end(nil)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        let http = response as? HTTPURLResponse
        state.withLock { $0.response = http }
        completionHandler(http == nil || response.expectedContentLength > Int64(Posting.mostBytes) ? .cancel : .allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let tooMany = state.withLock { state in
            state.bytes.append(data)
            return state.bytes.count > Posting.mostBytes
        }
        if tooMany {
            dataTask.cancel()
            end(nil)
        }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let (response, bytes) = state.withLock { ($0.response, $0.bytes) }
        guard error == nil, let response, let body = String(validating: bytes, as: UTF8.self) else { return end(nil) }
        end(
            WitnessAnswer(
                status: response.statusCode, contentType: response.value(forHTTPHeaderField: "Content-Type"), body: body))
    }
}
