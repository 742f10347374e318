"""Files from the institutes: read apart from the server, checked whole, turned into ledger rows."""
