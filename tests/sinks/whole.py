"""aiosmtpd as a process of its own, as `tests.sinks.fast` is: a whole SMTP server."""

import sys

from tests.sinks.mail import relay


def main() -> None:
    """Run until the input ends."""
    with relay() as (port, mail):
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        sys.stdin.read()
        sys.stdout.write(f"{len(mail.taken)}\n")


if __name__ == "__main__":
    main()
