/// Why records cannot be copied. Names files and tables, and never what is in them.
public enum CopyFault: Error, Hashable, Sendable {
    /// A file that would be overwritten.
    case exists(String)
    case unreadable(String)
    case unwritable(String)
    /// A file that is no backup of ours.
    case notABackup(String)
    /// A file that is not the whole file of keys as it was written.
    case notKeys(String)
    /// What a backup says, or the file it is in, is not what was written.
    case damaged(String)
    /// The place that the records would go to is not empty.
    case notEmpty
    /// A table that is another one in the program's schema.
    case otherTable(String)
    /// A master key that wraps keys of files.
    case masterKeyMissing(String)
    /// From one server to another.
    case betweenServers
    /// Somebody wrote to the records while they were moved.
    case changedMeanwhile
}

/// How far copying has come: the table, and rows so far of all.
public typealias CopyProgress = @Sendable (_ table: String, _ done: Int, _ total: Int) -> Void
