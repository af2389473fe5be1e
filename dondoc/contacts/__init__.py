"""Who holds which post, and how to reach them."""
