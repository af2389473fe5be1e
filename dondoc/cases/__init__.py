"""Cases: the road of one who is not covered, from the first visit on; seen by numbers and counts.

What is personal of it lies sealed (`dondoc.people.safe`); `dondoc.desk.persons` alone shows it.
"""
