"""Run every benchmark, one after the other, each in a process of its own: `python -m benchmarks`.

A benchmark is a file of this folder that can be run by itself; nothing lists them. What is said
after the name is said to each: `--tiny` is the size at which one only shows that it still runs.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HOME = Path(__file__).parent
_RUNNABLE = 'if __name__ == "__main__":\n'


def programs() -> list[str]:
    """Return the modules that are benchmarks."""
    files = (path for path in sorted(HOME.glob("*.py")) if path.stem != "__main__")
    return [f"benchmarks.{path.stem}" for path in files if _RUNNABLE in path.read_text("utf-8")]


def main(arguments: Sequence[str], names: Sequence[str]) -> None:
    """Print the tables of `names`; exits naming those that failed, after all have run."""
    failed = []
    for name in names:
        print(f"== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", name, *arguments], check=False).returncode:
            failed.append(name)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main(sys.argv[1:], programs())
