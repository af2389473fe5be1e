"""Help that is asked for: for whom it lacks, who was asked, what they said."""
