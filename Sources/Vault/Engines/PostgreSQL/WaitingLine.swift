import Foundation
import Synchronization

/// So many may enter at a time; the others wait, and whoever came first goes first.
final class WaitingLine: Sendable {
    private struct Waiter {
        let number: Int
        let end: DispatchTime
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var free: Int
        var inside = 0
        var count = 0
        var waiters: [Waiter] = []
        var isWatched = false
        var isClosed = false
        var last: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>
    private let patience: DispatchTimeInterval
    private static let clock = DispatchQueue(label: "discretion.waiting-line")

    init(places: Int, patience: DispatchTimeInterval = .seconds(5)) {
        state = Mutex(State(free: places))
        self.patience = patience
    }

    /// How many are inside.
    var inside: Int { state.withLock(\.inside) }

    /// Every successful call is followed by one of `leave`.
    /// - Throws: `StorageFault.busy` after waiting too long; `CancellationError`; `StorageFault.failed` once closed.
    func enter() async throws {
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue(Waiter(number: number, end: .now() + patience, continuation: continuation))
                if Task.isCancelled { giveUp(number) }
            }
        } onCancel: {
            giveUp(number)
        }
    }

    /// Lets the next one in.
    func leave() {
        let (next, last) = state.withLock { state -> (Waiter?, [CheckedContinuation<Void, Never>]) in
            if !state.waiters.isEmpty { return (state.waiters.removeFirst(), []) }
            state.free += 1
            state.inside -= 1
            guard state.isClosed, state.inside == 0 else { return (nil, []) }
            defer { state.last = [] }
            return (nil, state.last)
        }
        next?.continuation.resume()
        for one in last { one.resume() }
    }

    /// Sends the waiters away, lets nobody in any more, and waits until the last has left.
    func close() async {
        let waiters = state.withLock { state in
            state.isClosed = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(throwing: StorageFault.ended) }
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.inside > 0 { state.last.append(continuation) }
                return state.inside == 0
            }
            if isEmpty { continuation.resume() }
        }
    }

    private func queue(_ waiter: Waiter) {
        enum Turn { case now, later, never }
        let (turn, watches) = state.withLock { state -> (Turn, Bool) in
            guard !state.isClosed else { return (.never, false) }
            if state.free > 0 {
                state.free -= 1
                state.inside += 1
                return (.now, false)
            }
            state.waiters.append(waiter)
            defer { state.isWatched = true }
            return (.later, !state.isWatched)
        }
        switch turn {
        case .now: waiter.continuation.resume()
        case .never: waiter.continuation.resume(throwing: StorageFault.ended)
        case .later: if watches { watch(until: waiter.end) }
        }
    }

    /// One timer for all: they came in the order in which their patience ends.
    private func watch(until end: DispatchTime) {
        Self.clock.asyncAfter(deadline: end) { [self] in
            let now = DispatchTime.now()
            let (late, next) = state.withLock { state -> ([Waiter], DispatchTime?) in
                let late = state.waiters.prefix { $0.end <= now }
                state.waiters.removeFirst(late.count)
                state.isWatched = !state.waiters.isEmpty
                return (Array(late), state.waiters.first?.end)
            }
            for waiter in late { waiter.continuation.resume(throwing: StorageFault(sqlState: "53300")) }
            if let next { watch(until: next) }
        }
    }

    private func giveUp(_ number: Int) {
        let waiter = state.withLock { state in
            state.waiters.firstIndex { $0.number == number }.map { state.waiters.remove(at: $0) }
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }
}
