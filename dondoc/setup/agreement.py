"""Whether config.yaml, the rules and the texts speak of the same things."""

from dondoc.setup.settings import LocatedSettings, OfficeSettings
from notifications.texts import unmatched
from rules.errors import Problem, RuleError
from rules.files.source import read
from rules.meaning.body import BodyRegistry
from rules.rulebook import Rulebook


def house_of(located: LocatedSettings, bodies: BodyRegistry) -> OfficeSettings:
    """Return who follows up: as config.yaml says, or else the bodies.

    Raises: RuleError where config.yaml names a body that is not among `bodies`, or as who releases
    a post that it has not.
    """
    found = located.settings.office.among(bodies)
    if found.body and found.body not in bodies:
        what = f'không có đơn vị "{found.body}" trong rules/bodies của bộ quy tắc đang dùng'
        raise RuleError([problem_at(located, ("office", "body"), what)])
    post = located.settings.escalations.released_by
    posts = bodies.get(found.body).posts if found.body else ()
    if post and posts and post not in posts:
        what = f'{found.body} không có chức danh "{post}"; có: {", ".join(posts)}'
        raise RuleError([problem_at(located, ("escalations", "released_by"), what)])
    return found


def unknown_directives(located: LocatedSettings, rulebook: Rulebook) -> list[Problem]:
    """Return a problem for each directive that config.yaml names and the rules do not have."""
    known = ", ".join(rulebook.directives)
    return [
        problem_at(
            located,
            ("directives",),
            f'không có văn bản "{name}" trong rules/directives; có: {known}',
        )
        for name in located.settings.directives
        if name not in rulebook.directives
    ]


def text_problems() -> list[Problem]:
    """Return each step that has no text to be told with, and each text that tells no step."""
    return [Problem(file, 1, "(file)", what) for file, what in unmatched()]


def problem_at(located: LocatedSettings, path: tuple[str, ...], what: str) -> Problem:
    """Return a problem of config.yaml, located at `path`."""
    if located.file is None:
        return Problem("config.yaml", 1, ".".join(path), what)
    return read(located.file).problem(path, what)
