"""What a person does, one act a module: a typed request, a typed answer, one transaction."""
