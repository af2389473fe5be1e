"""One person, for who may see them: facts with their sources, changes, doubles, who saw them."""
