// swift-tools-version: 6.2
import PackageDescription

/// Every wall of ARCHITECTURE.md is a target: what is not listed here cannot be imported
/// (`--explicit-target-dependency-import-check error`, set by the Makefile).
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "hailong",
    products: [.executable(name: "hailong", targets: ["hailong"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(
            name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
        .systemLibrary(
            name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CUTF8Proc", providers: [.apt(["libutf8proc-dev"])]),
        .target(
            name: "CMicrohttpd",
            linkerSettings: [.linkedLibrary("microhttpd"), .linkedLibrary("gnutls")]),
        // libxlsxwriter is loaded with the first workbook, and then takes this function of ours.
        .target(
            name: "CXLSXWriter",
            linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic-symbol=lxw_tmpfile"])]),
        .target(name: "CAssets"),

        room("Survey", ["CUTF8Proc"]),
        room("Statistics"),
        room("Columns", ["Survey"]),
        room("Analytics", ["Survey", "Columns", "Statistics"]),
        room("Secrets", ["CNettle", "CSodium"]),
        room("Storage", ["Survey", "Secrets", "CSQLite"]),
        room("Documents", ["Survey", "Analytics", "CQREncode", "CXLSXWriter"]),
        room("HTTPServer", ["CMicrohttpd", "CZlib"]),
        room(
            "Web",
            ["Survey", "Columns", "Analytics", "Secrets", "Storage", "Documents", "HTTPServer"]),
        .executableTarget(
            name: "hailong",
            dependencies: [
                "Survey", "Statistics", "Columns", "Analytics", "Secrets", "Storage", "Documents",
                "HTTPServer", "Web", "CAssets",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),

        tests("Survey", ["Survey"]),
        tests("Statistics", ["Statistics"]),
        tests("Columns", ["Columns", "Survey"]),
        tests("Analytics", ["Analytics", "Columns", "Survey", "Statistics"]),
        tests("Secrets", ["Secrets"]),
        tests("Storage", ["Storage", "Survey"]),
        tests("Documents", ["Documents", "Analytics", "Survey"]),
        tests("HTTPServer", ["HTTPServer"]),
        tests("Web", ["Web", "HTTPServer", "Survey", "Secrets", "Storage", "Analytics"]),
        tests("hailong", ["hailong"]),
        tests("Tidy"),
    ],
    swiftLanguageModes: [.v6], cLanguageStandard: .gnu2x)

// libFuzzer's loop is linked by `make fuzz` alone (`--sanitize fuzzer`). It brings a main of its own,
// so the program is a library there, whose main has another name.
if Context.environment["HAILONG_FUZZ"] != nil {
    let program = package.targets.first { $0.name == "hailong" }
    let otherMain: SwiftSetting = .unsafeFlags([
        "-Xfrontend", "-entry-point-function-name", "-Xfrontend", "hailong_main",
    ])
    package.products = []
    package.targets.removeAll { $0.name == "hailong" || $0.type == .test }
    package.targets += [
        .target(
            name: "hailong", dependencies: program?.dependencies ?? [],
            swiftSettings: strict + [otherMain]),
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "Survey", "Columns", "Analytics", "Secrets", "Storage", "HTTPServer", "Web",
                "hailong",
            ],
            path: "Tests/Fuzz", exclude: ["seeds"]),
    ]
}
