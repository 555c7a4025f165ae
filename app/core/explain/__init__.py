"""The explain step: which letters are due, and their text."""
