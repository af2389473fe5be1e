"""Reconciliations in three: the lists, where they differ and why, the minutes, who signed."""
