// expect: type 'Note' does not conform to protocol 'Record'
import Vault

struct Note: Record {
    let id: RecordID<Note>
    static let table = Table<Note>("note", final: false, read: { _ in Note(id: .random()) }, write: { _ in Row() })
}
