"""Tables from outside: one reader of declared columns, and its defences."""
