"""The stop step: the checklist, and what a recall can still do."""
