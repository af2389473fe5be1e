"""Signing in, locking, signing out; in a demonstration with one click, as any role."""
