"""How word gets out: letters, their texts, their bytes, and the door to apprise."""
