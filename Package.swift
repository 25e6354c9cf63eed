// swift-tools-version: 6.2
import PackageDescription

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let grdbSQLite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
    name: "discretion",
    products: [.executable(name: "discretion", targets: ["Command"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(name: "Policy", dependencies: [crypto, yams]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "Ledger", dependencies: [crypto]),
        .target(
            name: "Vault", dependencies: ["CLibPQ", "Ledger", crypto, cryptoExtras, grdb, grdbSQLite],
            resources: [.copy("Schema")]),
        .target(name: "Sharing", dependencies: ["Ledger", "Policy", "Vault", yams], resources: [.copy("Schema")]),
        .target(
            name: "Website",
            dependencies: ["Ledger", "Policy", "Sharing", "Vault", crypto, httpTypes, hummingbird, logging, nio, yams],
            resources: [.copy("Assets")]),
        .target(name: "Exchange", dependencies: ["Ledger", "Policy", "Vault", httpTypes, hummingbird, logging, nio]),
        .executableTarget(
            name: "Command",
            dependencies: [
                "Exchange", "Ledger", "Policy", "Sharing", "Vault", "Website", argumentParser, crypto, hummingbird,
                lifecycle, logging, nio, signals, yams,
            ]),
        .testTarget(name: "PolicyTests", dependencies: ["Policy"]),
        .testTarget(name: "LedgerTests", dependencies: ["Ledger"]),
        .testTarget(name: "VaultTests", dependencies: ["Ledger", "Vault"]),
        .testTarget(name: "SharingTests", dependencies: ["Ledger", "Policy", "Sharing", "Vault"]),
    ])

for target in package.targets where target.type != .system {
    // What computes is optimised in debug builds too: proofs over whole policies and audits of whole ledgers are slow
    // without, and every start makes them.
    let computes = ["Policy", "Ledger", "Vault"].contains(target.name)
    target.swiftSettings =
        (computes ? [.unsafeFlags(["-O"], .when(configuration: .debug))] : [])
        + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .treatAllWarnings(as: .error),
        ]
}

// The fuzzer is built only when asked for (Scripts/fuzz): everything it tries must be compiled to tell where it has been.
if Context.environment["DISCRETION_FUZZ"] != nil {
    let watched: SwiftSetting = .unsafeFlags(["-sanitize=fuzzer", "-O"])
    for target in package.targets where target.name == "Policy" { target.swiftSettings?.append(watched) }
    package.targets.append(
        .executableTarget(
            name: "Fuzz", dependencies: ["Policy"], path: "Tests/Fuzz", exclude: ["words.txt"],
            swiftSettings: [.unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"])],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]))
}
