import Ledger

/// What a file of keys holds, after it was read to its end once and found whole.
struct KeysFileSurvey: Sendable {
    /// The backup that it was made with.
    let copy: String?
    /// The digest of that backup's file.
    let records: String?
    /// By which tokens names are found.
    let index: BlindIndex

    /// Makes sure that every key in the file can be opened one day: that its master key is at hand.
    /// - Throws: `CopyFault.notKeys`, `.masterKeyMissing`; `MasterKeys.Fault`.
    init(_ file: KeysFile, _ masters: MasterKeys) throws {
        var (copy, records, index): (String?, String?, BlindIndex?)
        var known: Set<String> = []
        try file.each { line in
            copy = line.copy ?? copy
            records = line.records ?? records
            guard let name = line.file, let master = line.master else { return }
            guard let wrapped = line.wrapped, line.made != nil else { throw CopyFault.notKeys(file.path) }
            if known.insert(master).inserted {
                do { _ = try masters.named(master) } catch MasterKeys.Fault.unknown {
                    throw CopyFault.masterKeyMissing(master)
                }
            }
            if name == Keyring.namesFile {
                do {
                    index = BlindIndex(key: try masters.named(master).unwrap(Array(wrapped), of: name).bytes)
                } catch is SealFault {
                    throw CopyFault.notKeys(file.path)
                }
            }
        }
        guard let index else { throw CopyFault.notKeys(file.path) }
        self.copy = copy
        self.records = records
        self.index = index
    }
}
