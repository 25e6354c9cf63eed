import Foundation

/// Whether somebody may be reached in a way: asked before every letter, call, text and visit to them (001 §11 Telephones;
/// 004 §6.5).
public enum ContactSafety: Hashable, Sendable {
    case safe
    /// Nobody has asked: what to find out first.
    case unknown(String)
    /// It would put them in danger: why, and what else to do.
    case refused(String)
}

extension Particulars.SafeContact {
    /// Ways that ring or light up the same telephone.
    private static let byTelephone: Set = ["call", "message", "text"]

    /// - Parameters:
    ///   - way: a code of `Content/lists/ways.yaml`.
    ///   - detail: the number or address; "" for the way as such.
    public func safety(way: String, detail: String) -> ContactSafety {
        let wanted = Self.plain(detail)
        func fits(_ one: Particulars.Way) -> Bool {
            let its = Self.plain(one.detail)
            return its.isEmpty || wanted.isEmpty || its == wanted
        }
        let same = ways.filter { $0.way == way && fits($0) }
        if same.contains(where: { $0.safety == .unsafe }) {
            return .refused("This way to reach them is marked unsafe. You must use another way that is safe.")
        }
        if way == "message", mayLeaveMessage == false {
            return .refused("No message may be left for them. You must use another way that is safe.")
        }
        let isSafe = same.contains { $0.safety == .safe && (wanted.isEmpty || Self.plain($0.detail) == wanted) }
        if isSafe, way != "message" || mayLeaveMessage == true { return .safe }
        let others = ways.filter { Self.byTelephone.contains($0.way) && Self.plain($0.detail) == wanted }
        if !isSafe, !wanted.isEmpty, Self.byTelephone.contains(way), others.contains(where: { $0.safety == .unsafe }) {
            return .refused("This number is marked unsafe. You must use another way that is safe.")
        }
        return .unknown("Nobody has recorded whether this way is safe. Ask the person before you use it.")
    }

    /// Why the way must not be used; nil when nothing speaks against it.
    public func refusal(way: String, detail: String) -> String? {
        if case .refused(let words) = safety(way: way, detail: detail) { return words }
        return nil
    }

    private static func plain(_ text: String) -> String {
        text.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}

extension Particulars.Content {
    /// The same where perhaps nobody has asked yet how the person is safely reached.
    public func safety(way: String, detail: String) -> ContactSafety {
        (safeContact ?? .init()).safety(way: way, detail: detail)
    }

    /// Why the way must not be used; nil when nothing speaks against it.
    public func refusal(way: String, detail: String) -> String? { safeContact?.refusal(way: way, detail: detail) }
}
