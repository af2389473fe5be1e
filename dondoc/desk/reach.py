"""How far what is asked of the desk may reach: what an office can mean, and a column can hold."""

# The years an office can mean: no dispatch we follow is older, none reaches further.
YEARS = range(2000, 2100)
# The largest number a person can mean by a notice, a version, a count: what a column holds.
LARGEST = 2**31 - 1
# No decision moves a date by more days than this.
MOST_DAYS = 3_660
