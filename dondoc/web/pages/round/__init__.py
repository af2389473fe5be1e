"""Đợt báo cáo: who is in, since when, what was said; taken, given back, consolidated, signed."""
