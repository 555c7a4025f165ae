"""What the keys do, by what they act on."""
