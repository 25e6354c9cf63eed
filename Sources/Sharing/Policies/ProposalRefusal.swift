/// Why something cannot be done with a proposal as it stands. Nothing was recorded then.
public enum ProposalRefusal: Error, Hashable, Sendable {
    /// Somebody else must approve, or return, what one has proposed.
    case own
    /// It is in a state in which this cannot be done.
    case state(ProposedEdition.State)
    /// It is another than the one that was read.
    case overtaken
    /// It is not sound, not proved, or something stands in its way; how many things.
    case notReady(Int)
    /// Its text has so many bytes.
    case tooLong(Int)
    /// It was to be returned without a word.
    case noWords
}
