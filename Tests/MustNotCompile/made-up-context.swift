// expect: 'AccessContext' initializer is inaccessible due to 'internal' protection level
import Vault

let anyone = AccessContext(practitioner: "p", organisation: "o", role: .manager, purpose: .casework)
