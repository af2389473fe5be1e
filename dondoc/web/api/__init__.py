"""The desk for other programs: the same acts and sights as JSON, by a token of one post."""
