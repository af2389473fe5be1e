"""The command `dondoc`, also as `python -m dondoc`."""

import gc


def main() -> None:
    """Load the program and run the command line, see `dondoc.cli.app.main`."""
    # Looking for garbage in what is being loaded, again and again, takes a sixth of it; who has
    # loaded the command begins to (`dondoc.cli.contents`).
    gc.disable()
    from dondoc.cli.app import main as run

    run()


if __name__ == "__main__":
    main()
