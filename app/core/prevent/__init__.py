"""The prevent step: techniques, the firewall that stays, what is still to come."""
