public import Foundation

/// Where this module's schema files stand, for the store to run.
public enum SharingSchema {
    public static var folder: URL? { Bundle.module.resourceURL?.appending(path: "Schema") }
}
