"""People: lists that come down, each person once, what is known of them, who may see them."""
