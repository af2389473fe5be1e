"""Files read so that every refusal knows its file, line and path."""
