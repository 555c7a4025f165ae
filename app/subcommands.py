"""The commands beside the walk, by name."""

COMMANDS = ("inspect", "recall", "grade", "new", "letters", "export", "validate", "list", "stats")
