"""Việc của tôi: what a body owes over all directives, on one axis of days."""
