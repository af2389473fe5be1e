"""What a step is, in one table; its text is `notifications/templates/<text>.txt.j2`."""
