"""misdirect-tui: what to do in the minutes after a mail went to the wrong recipient."""

__version__ = "0.1.0"
