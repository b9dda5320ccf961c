"""The log: leaves, salted disclosures, Merkle trees and the store protocol. Standard library only."""
