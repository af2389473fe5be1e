"""One's own devices: prepared, seen, revoked."""
