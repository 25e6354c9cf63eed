extension Addresses {
    static func procedure(_ name: String) -> String { "/procedures/\(name)" }
    /// `of` names the record it belongs to, such as `disclosure/…`.
    static func beginProcedure(_ name: String, person: String? = nil, of record: String? = nil) -> String {
        "/procedures/start?name=\(name)" + (person.map { "&person=\($0)" } ?? "") + (record.map { "&of=\($0)" } ?? "")
    }
    static func procedureStep(_ run: String, _ step: String) -> String { procedureRun(run) + "/steps/\(step)" }
    /// What stops a step.
    static func procedureStop(_ run: String, _ step: String) -> String { procedureStep(run, step) + "/stop" }
    /// What is to be read before a step is done.
    static func procedureWarning(_ run: String, _ step: String) -> String { procedureStep(run, step) + "/warning" }
    static func procedureCheck(_ run: String) -> String { procedureRun(run) + "/check" }
    /// What stops the whole from being closed.
    static func procedureNotYet(_ run: String) -> String { procedureRun(run) + "/not-yet" }
    static func procedureEnd(_ run: String) -> String { procedureRun(run) + "/end" }
    static func procedureLetter(_ run: String, _ letter: String) -> String { procedureRun(run) + "/letters/\(letter)" }
}
