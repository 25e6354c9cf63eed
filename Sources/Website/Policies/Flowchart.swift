import Policy

/// A policy drawn from its own rules, as an SVG of plain boxes and lines: each step a box on the left, each rule a line to
/// its outcome on the right, and down to the next step when none applies.
struct Flowchart {
    private static let stepWidth = 300
    private static let ruleLeft = 370
    private static let ruleWidth = 470
    private static let lineHeight = 20
    private static let gap = 16

    private let edition: PolicyEdition

    init(_ edition: PolicyEdition) { self.edition = edition }

    private struct Box {
        let top: Int
        let height: Int
        let lines: [String]
        /// How many of the lines give the reason; the rest are the advice, in bold.
        let reasons: Int
    }

    /// The drawing, in a container that scrolls by itself and can be reached with the keyboard.
    var drawing: HTML {
        var shapes: HTML = ""
        var top = 10
        let steps = edition.policy.steps
        for (index, step) in steps.enumerated() {
            var ruleTop = top
            var boxes: [(Rule, Box)] = []
            for rule in edition.policy.rules where rule.step == step.id {
                let words = edition.outcome(rule.then)?.words ?? rule.then.rawValue
                let reason = Self.wrap(rule.words, 54)
                let advice = Self.wrap("→ " + words, 48)
                let lines = reason + advice
                let box = Box(
                    top: ruleTop, height: lines.count * Self.lineHeight + 16, lines: lines, reasons: reason.count)
                boxes.append((rule, box))
                ruleTop += box.height + Self.gap
            }
            let lines = Self.wrap(step.asks, 29)
            let height = max(lines.count * Self.lineHeight + 24, 60)
            let bottom = max(ruleTop - Self.gap, top + height)
            shapes += draw(step: lines, top: top, height: height)
            for (rule, box) in boxes { shapes += draw(rule, box, from: top + min(30, height / 2)) }
            if index < steps.count - 1 { shapes += down(from: top + height, to: bottom + 2 * Self.gap) }
            top = bottom + 2 * Self.gap
        }
        let width = Self.ruleLeft + Self.ruleWidth + 10
        return """
            <div class="flowchart" tabindex="0" role="region" aria-label="Flowchart, which can be scrolled"><svg \
            xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Flowchart of \(edition.title). The same content stands below as a list." \
            width="\(width)" height="\(top)" viewBox="0 0 \(width) \(top)" font-family="sans-serif" font-size="15">\(shapes)</svg></div>
            """
    }

    private func draw(step lines: [String], top: Int, height: Int) -> HTML {
        let words: [HTML] = lines.enumerated().map { index, line in
            "<text x=\"22\" y=\"\(top + 28 + index * Self.lineHeight)\" font-weight=\"bold\" fill=\"#ffffff\">\(line)</text>"
        }
        return "<rect x=\"10\" y=\"\(top)\" width=\"\(Self.stepWidth)\" height=\"\(height)\" rx=\"8\" fill=\"#1b4d5c\"/>\(words)"
    }

    private func draw(_ rule: Rule, _ box: Box, from origin: Int) -> HTML {
        let middle = box.top + box.height / 2
        let turn = Self.stepWidth + 30
        let words: [HTML] = box.lines.enumerated().map { index, line in
            let weight: HTML = index >= box.reasons ? " font-weight=\"bold\"" : ""
            return
                "<text x=\"\(Self.ruleLeft + 14)\" y=\"\(box.top + 22 + index * Self.lineHeight)\"\(weight) fill=\"#0b0c0c\">\(line)</text>"
        }
        return """
            <path d="M\(Self.stepWidth + 10) \(origin) H\(turn) V\(middle) H\(Self.ruleLeft)" fill="none" stroke="#505a5f" stroke-width="2"/>\
            <rect x="\(Self.ruleLeft)" y="\(box.top)" width="\(Self.ruleWidth)" height="\(box.height)" rx="4" fill="#ffffff" \
            stroke="\(Self.stroke(rule.then))" stroke-width="3"/>\(words)
            """
    }

    private func down(from: Int, to: Int) -> HTML {
        """
        <path d="M60 \(from) V\(to)" stroke="#505a5f" stroke-width="2"/>\
        <path d="M54 \(to - 8) L60 \(to) L66 \(to - 8)" fill="none" stroke="#505a5f" stroke-width="2"/>\
        <text x="70" y="\(from + 18)" fill="#0b0c0c">otherwise</text>
        """
    }

    private static func stroke(_ outcome: Outcome.ID) -> HTML {
        switch outcome {
        case .mustShare: "#1b4d5c"
        case .share, .shareWithoutConsent, .shareAnonymised: "#00703c"
        case .doNotShare: "#8f1515"
        default: "#7a4a00"
        }
    }

    private static func wrap(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + word.count + 1 > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + (line.isEmpty ? [] : [line])
    }
}
