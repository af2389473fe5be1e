"""Why a letter was sent, or how an obligation stands: the sentence, the reading, what was said."""
