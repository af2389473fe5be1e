"""`python -m dondoc` is the command `dondoc`."""

from dondoc.cli.app import main

if __name__ == "__main__":
    main()
