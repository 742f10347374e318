"""Applications that the board is measured beside."""
