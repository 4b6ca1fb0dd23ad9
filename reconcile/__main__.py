"""`python -m reconcile`: the command line, where the script `reconcile` is not on the path."""

from reconcile.cli import main

if __name__ == "__main__":
    main()
