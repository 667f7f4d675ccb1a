"""The parts of `tools.build_book`, one for each of its steps."""
