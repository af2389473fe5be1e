"""The command `dondoc`, also as `python -m dondoc`."""

import gc


def main() -> None:
    """Load the program and run the command line, see `dondoc.cli.app.main`."""
    # Nothing that is loaded is garbage; looking through it again and again takes a sixth of it.
    gc.disable()
    from dondoc.cli.app import main as run

    gc.freeze()
    gc.enable()
    run()


if __name__ == "__main__":
    main()
