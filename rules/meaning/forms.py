"""All the forms of an office, each with its earlier versions: what a stored report is read by."""

from collections.abc import Iterable, Iterator, Mapping

from rules.meaning.figures import Figures
from rules.meaning.form import Form


class UnknownForm(LookupError):
    """A stored report names a form, or holds figures of it, that the rules do not hold."""


class Forms:
    """The forms that are declared, each with its earlier versions."""

    def __init__(self, declared: Iterable[Form] = ()) -> None:
        """Hold `declared`: each form with the figures and texts of all its versions."""
        self._declared = tuple(declared)
        self._latest: dict[str, Form] = {}
        self._versions: dict[str, Form] = {}
        for whole in self._declared:
            for version in range(1, whole.version + 1):
                form = whole.at(version)
                self._versions[form.key] = self._latest[form.id] = form

    def made_of(self) -> tuple[object, ...]:
        """Return what forms that ask the same are made of."""
        return (self._declared,)

    def __iter__(self) -> Iterator[Form]:
        """Iterate over the forms as they are asked now."""
        return iter(self._latest.values())

    def __contains__(self, id_: object) -> bool:
        return id_ in self._latest

    def get(self, id_: str | None) -> Form | None:
        """Return the form `id_` as it is asked now, None where there is no such form."""
        return self._latest.get(id_ or "")

    def versions(self) -> tuple[Form, ...]:
        """Return every version of every form that is known."""
        return tuple(self._versions.values())

    def stored(self, key: str) -> Form:
        """Return the form that a stored report names ("coverage@1").

        Raises: UnknownForm naming the versions there are.
        """
        try:
            return self._versions[key]
        except KeyError:
            known = ", ".join(self._versions) or "không có mẫu nào"
            raise UnknownForm(
                f"báo cáo đã ghi theo mẫu {key} mà bộ quy tắc không có (forms/); có: {known}"
            ) from None

    def read(self, key: str, stored: Mapping[str, object]) -> Figures:
        """Return what is stored of a report by the form that it names.

        Raises: UnknownForm where the rules do not hold that form, or no more all it was asked:
        sums without a figure that somebody had struck out would be wrong, and look right.
        """
        form = self.stored(key)
        figures = Figures.from_json(stored, form)
        asked = {*form.ids, *form.text_ids, "as_of", "nil", "groups"}
        held = {id_ for group in figures.groups.values() for id_ in group.people}
        if lost := sorted({*held, *stored} - asked):
            raise UnknownForm(
                f"báo cáo đã ghi theo mẫu {key} có {', '.join(lost)} mà tệp của mẫu (forms/) không "
                "còn nêu: ghi lại ô ấy như cũ; thôi hỏi thì tăng version, thêm until, không xóa"
            )
        return figures


NO_FORMS = Forms()
