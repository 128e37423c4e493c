"""What we say to each need: one need a file, each a pure function `(turn) -> Outcome | None`."""
