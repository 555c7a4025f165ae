"""The grade step: severity, harm to persons, legal clocks, suggestions."""
