"""The queue of whoever takes the cases: what reached it, returned, brought together, proposed."""
