"""The register: one row for each incident, found by what is typed, and what they all teach."""
