// expect: implicit conversion to 'Transaction?' is consuming
import Ledger
import Vault

final class Box { var records: Transaction? }

func keep(_ records: inout Transaction, _ box: Box) { box.records = records }
