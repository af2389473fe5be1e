"""The outbox: from pending notices to a settled outcome."""
