"""The commands that need no screen: the same core, told on standard output."""
