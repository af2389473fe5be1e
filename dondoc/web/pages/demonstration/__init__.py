"""A demonstration's clock: on to the next moment at which something happens."""
