"""How an office writes numbers: thousands by a full stop, decimals by a comma, a true minus."""


def count(number: int) -> str:
    """02, 31, 3.571: two digits at least, as in official figures."""
    return f"{number:02d}" if number < 1000 else grouped(number)


def grouped(number: int) -> str:
    """1.240, −3: in tables and on screen, no leading zero."""
    return f"{number:,}".replace(",", ".").replace("-", "−")


def shown(value: object) -> str:
    """Return a whole number as the office writes it, 1.240; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, int):
        return str(value)
    return grouped(value)


def decimal(number: float, digits: int = 1) -> str:
    """98,7."""
    return f"{number:,.{digits}f}".translate(str.maketrans(",.", ".,")).replace("-", "−")


def percent(share: float) -> str:
    """98,7%; a share just short of the whole is never rounded up to it."""
    return f"{decimal(min(share, 99.9) if share < 100 else share)}%"
