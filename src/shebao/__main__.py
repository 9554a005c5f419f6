"""``python -m shebao`` and the installed ``shebao``: hand over to the command line."""

import sys

from shebao.commands.main import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
