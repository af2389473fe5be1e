"""What a step is (`table`), to which posts it goes, how that stands of which it speaks.

A step's text is `notifications/templates/<text>.txt.j2`.
"""
