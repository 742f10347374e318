"""The import desk: who may change the ledger, what a change does, and what readers get to see."""
