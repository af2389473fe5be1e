"""What a link in a letter opens: what the letter is about, by a click and nothing before it."""
