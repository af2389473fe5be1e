"""Văn thư: the documents of reports, presented, signed, issued; the registers, to be printed."""
