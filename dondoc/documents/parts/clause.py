"""The sentence a document rests on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clause:
    """The sentence a document rests on.

    Args:
        cited_as: the dispatch as a whole noun phrase.
        place: where in it ("mục 1, gạch đầu dòng thứ tư").
        quote: the sentence, word for word.
        wording: its words for the time ("trước ngày 05 hàng tháng"); may be empty.
        corrected: that the text was corrected since, and what the sentence read before; whole
            sentences, "" where it was not.
    """

    cited_as: str
    place: str
    quote: str
    wording: str = ""
    corrected: str = ""
