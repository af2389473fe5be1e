"""How an office in Việt Nam writes and orders things: one ground under all packages."""
