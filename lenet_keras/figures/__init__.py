"""The book's figures: pure functions from arrays to matplotlib Figures."""
