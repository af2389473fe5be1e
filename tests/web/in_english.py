"""What of a page is Vietnamese, and whether it is marked as such."""

import re
from html.parser import HTMLParser

VIETNAMESE = re.compile("[\u00c0-\u01b0\u1ea0-\u1ef9]")
_EMPTY = {"meta", "link", "input", "br", "img", "hr", "rect", "path", "line", "circle", "use"}
# They hold no elements, so that their words are not marked one by one.
_TEXT_ALONE = {"title", "textarea", "text", "desc"}


class Words(HTMLParser):
    """The Vietnamese words of a page: `unmarked` ones, and those of its heading."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._open: list[tuple[str, str | None]] = []
        self.unmarked: list[str] = []
        self.heading = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an element and its language."""
        if tag not in _EMPTY:
            self._open.append((tag, dict(attrs).get("lang")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember nothing of an element without content."""

    def handle_endtag(self, tag: str) -> None:
        """Forget an element, and whatever was left open in it."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Look at the words between two tags."""
        names = [tag for tag, _ in self._open]
        if "h1" in names:
            self.heading += data
        lang = next((one for _, one in reversed(self._open) if one), None)
        if VIETNAMESE.search(data) and lang != "vi" and not _TEXT_ALONE & set(names):
            self.unmarked.append(" ".join(data.split()))
