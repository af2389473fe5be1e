"""One folder a kind of document: what it says, how it is filled, set out and tabulated."""
