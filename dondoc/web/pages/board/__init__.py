"""The board of the leaders: one directive at a glance, as of now or any past day, on one page."""
