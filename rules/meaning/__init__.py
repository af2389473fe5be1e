"""What the rules mean: bodies, dates, duties, policies. Pure: no file, no database, no clock."""
