"""The command line: parse, call, print.

Data goes to standard output as UTF-8, everything else to standard error. Exit status: 0 all done,
1 some records failed or the output could not be written, 2 the command was used wrongly, 130
interrupted, 141 the reader went away, 143 terminated.
"""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line and exit with its status."""
    try:
        from reconcile.cli.app import app
        from reconcile.cli.completion import prepare_completion
        from reconcile.cli.console import prepare_streams, written

        prepare_streams()
        prepare_completion()
        with written():
            app(prog_name="reconcile")
    except KeyboardInterrupt:
        sys.exit(130)
