"""What screen and commands share of the register: reading it in, and telling it."""
