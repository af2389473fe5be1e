"""Papers and tables of values as bytes; nothing here knows what a document says."""
