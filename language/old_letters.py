"""Vietnamese in the letters of before Unicode: TCVN3 (ABC) and VNI, read as if they were Latin."""

import re

# Marks and letters that TCVN3 put in the place of Vietnamese ones, within a word: "V¨n", "NguyÔn".
_TCVN3 = (
    r"[^\W\d_][¨©ª«¬®¸µ¶·¹»¼½¾\xad]|[¨©ª«¬®¸µ¶·¹»¼½¾§\xad][^\W\d_]"
    r"|[a-z][À-ÖØ-Þ](?:[a-z]|\b)|[æîðþÞßÆ]"
)
# A letter and its accent written as two ("Nguyeãn"), and letters no Vietnamese word has ("Ñaïi").
_VNI = r"[aA][âêáàãéèúùõÂÊÁÀÃÉÈÚÙÕ]|[eE][âáàãùõÂÁÀÃÙÕ]|[åäëïøûñüöÅÄËÏØÛÑÜÖ]"
_OLD = re.compile(f"{_TCVN3}|{_VNI}")


def in_old_letters(text: str) -> bool:
    """Return whether `text` (NFC) holds words that only an old font would show as Vietnamese."""
    return not text.isascii() and _OLD.search(text) is not None
