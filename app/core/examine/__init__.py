"""The examiner of letters: the formula, and the leak guard."""
