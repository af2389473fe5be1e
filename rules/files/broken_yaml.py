"""What to write where YAML is broken: the parser's words turned into plain ones."""

# A part of what ruamel.yaml says → what it would have taken.
_REMEDIES = (
    ("mapping values are not allowed", "one `key: value` a line; a text with a colon in quotes"),
    ("expected ',' or", "a comma between items, then the closing bracket"),
    ("could not find expected ':'", "`key: value`, with the colon"),
    ("another document", "one document: no line of `---` within the file"),
    ("end of stream", "the closing quote or bracket"),
    ("document separator", "the closing quote before a line of `---`"),
    ("<block end>", "keys of one level indented alike"),
    ("cannot start any token", "a text that begins with such a sign in quotes"),
    ("undefined alias", "the value written out, or text in quotes"),
    ("escape", "text in single quotes, where a backslash is only a backslash"),
    ("special characters", "letters and signs, no control characters"),
    ("RecursionError", "fewer levels within one another"),
)
_OTHERWISE = "`key: value` lines indented with spaces, texts with signs such as : # & * in quotes"


def remedy(said: str) -> str:
    """Return what is allowed where the parser stopped and said this."""
    return next((words for part, words in _REMEDIES if part in said), _OTHERWISE)
