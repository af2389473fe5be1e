"""The one page that works without signal: its shell, and the door for the devices that have it."""
