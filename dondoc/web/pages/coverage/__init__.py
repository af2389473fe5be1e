"""Coverage counted from people, and which people a figure counts."""
