import ArgumentParser
import CryptoExtras
import GRDB
import Hummingbird
import ServiceLifecycle
import UnixSignals
import Yams
@main struct M { static func main() { print("x") } }
