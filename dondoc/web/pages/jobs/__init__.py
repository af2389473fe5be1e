"""Long work that somebody has begun: how far it is, what was refused, a button that stops it."""
