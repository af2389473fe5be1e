"""Báo cáo: one report, built from its form: from the first figure to its receipt."""
