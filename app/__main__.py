"""The way in: settle the terminal, then hand over to the command line."""

from __future__ import annotations

import gc
import os
import sys

from .lean import leave_out
from .terminal import prepare_environment


def main() -> int:
    """Run misdirect-tui; give its exit status."""
    # Nothing made while starting becomes garbage; looking for some costs a tenth of the start.
    gc.disable()
    prepare_environment(os.environ, sys.platform)
    leave_out(sys.modules)
    try:
        from .cli import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        # So much is missing that not even the words can be read.
        sys.stderr.write(f"misdirect-tui: {type(error).__name__}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
