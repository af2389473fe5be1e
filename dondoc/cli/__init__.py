"""The command line: doors that open transactions, call one use case and print what came of it."""
