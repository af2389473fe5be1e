"""What a change of one kind comes to: each is really made here, and seen to work."""
