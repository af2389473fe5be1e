"""Changes of people that wait for somebody's word: confirmed, answered, noted, taken back."""
