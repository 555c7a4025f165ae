"""What leaves the app in another form: reports, records for research, stand-ins for names."""
