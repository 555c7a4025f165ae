"""The typed shape of data/: what a rules file or a word file may say."""
