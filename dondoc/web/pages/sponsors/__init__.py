"""Sponsors: their accounts and balances, for whom they paid; cards and reconciliations, counted."""
