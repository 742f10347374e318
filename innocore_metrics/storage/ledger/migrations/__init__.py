"""Steps that bring a ledger database to the form that this version of the library uses."""
