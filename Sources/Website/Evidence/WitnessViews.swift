import Ledger

/// Who outside this organisation can say how far the ledger had come, and since when.
enum WitnessViews {
    /// - Parameter witnesses: by their names; without a time for one that has cosigned none of the latest checkpoints.
    static func lastWitnessed(_ witnesses: [(name: String, at: Instant?, size: UInt64?)], now: Instant) -> HTML {
        let head: HTML = "<h2>Who else has seen the ledger</h2>"
        if witnesses.isEmpty {
            return "\(head)\(Parts.warning(nobody))\(meaning)"
        }
        let late = witnesses.filter { isLate($0.at, now) }
        let rows: [[HTML]] = witnesses.map { witness in
            let tag: HTML =
                isLate(witness.at, now) ? Parts.tag("Not in the last 24 hours", .caution) : Parts.tag("In time", .good)
            guard let at = witness.at, let size = witness.size else {
                return ["\(witness.name)", "Not yet, as far as is kept here", "", tag]
            }
            return ["\(witness.name)", "\(ago(at, now)), on \(at.inWords)", "The first \(String(size))", tag]
        }
        let warning = late.isEmpty ? nil : Parts.warning(late.count == witnesses.count ? allLate : someLate)
        return """
            \(head)\(warning)\
            \(Parts.table("When each witness last confirmed the ledger", heads: ["Witness", "Last confirmed", "Entries", "State"], rows: rows))\
            \(meaning)
            """
    }

    private static let nobody: HTML = """
        Nobody outside keeps watch over this ledger. If it were swapped for another one, nothing here would show it.
        """

    private static let allLate: HTML = """
        No witness has confirmed the ledger in the last 24 hours. For entries since then there is only our own word. \
        Tell whoever looks after this system.
        """

    private static let someLate: HTML = """
        Not every witness has confirmed the ledger in the last 24 hours. Tell whoever looks after this system.
        """

    private static let meaning: HTML = Parts.details(
        "What a witness is",
        """
        <p>A witness is somebody in another organisation who remembers how long the ledger was, and what it came to. They never \
        see an entry. They confirm it again only if what they saw before is still its beginning. From then on nobody, not \
        even those who run this system, can change or take out an entry without being found out.</p>
        """)

    private static func isLate(_ at: Instant?, _ now: Instant) -> Bool { at.map { $0.adding(hours: 24) < now } ?? true }

    /// How long ago in the words of somebody who is asked: the last whole minute, hour or day.
    static func ago(_ at: Instant, _ now: Instant) -> String {
        let minutes = max(0, (now.milliseconds - at.milliseconds) / 60_000)
        func count(_ number: Int64, _ unit: String) -> String { "\(number) \(unit)\(number == 1 ? "" : "s") ago" }
        return switch minutes {
        case 0: "Less than a minute ago"
        case 1..<60: count(minutes, "minute")
        case 60..<2880: count(minutes / 60, "hour")
        default: count(minutes / 1440, "day")
        }
    }
}
