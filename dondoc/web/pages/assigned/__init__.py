"""Who has which village: counts and officials, nobody of the people who live there."""
