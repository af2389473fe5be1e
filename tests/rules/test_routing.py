"""Routes: the first that matches decides; what would leave a notice without a way is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import RuleError
from rules.meaning.routing import BY_EMAIL, Routing
from rules.reading.routing_file import load_routing
from rules.rulebook import HOME, Rulebook, load
from steps import table
from steps.posts import Post
from tests.rules.written import write

LAST = """
  mac-dinh: {title: Còn lại, channels: [email]}
"""


def refused(folder: Path, text: str) -> list[str]:
    write(folder, text, "duong-gui.yaml")
    with pytest.raises(RuleError) as found:
        load_routing(folder)
    return [str(problem).removeprefix(f"{folder}/") for problem in found.value.problems]


def test_shipped_everything_goes_by_email_and_nobody_gets_a_copy(rulebook: Rulebook) -> None:
    for step in table.ALL:
        for post in Post:
            assert rulebook.routing.channels(step, post, ("zalo", "email")) == ("email",)
            assert rulebook.routing.copies(step, post) == ()


def test_an_office_without_routes_sends_by_email(tmp_path: Path) -> None:
    assert load_routing(tmp_path) is BY_EMAIL


def test_the_first_route_that_matches_decides(tmp_path: Path) -> None:
    write(
        tmp_path,
        """
        routes:
          qua-han-chu-tich:
            title: Quá hạn gửi Chủ tịch
            steps: [overdue]
            posts: [chair]
            channels: [zalo, email]
            copies: [mailbox]
          qua-han: {title: Quá hạn, steps: [overdue], channels: [any]}
          mac-dinh: {title: Còn lại, channels: [email]}
        """,
    )
    routing = load_routing(tmp_path)
    assert routing.channels("overdue", "chair", ("email", "zalo")) == ("zalo", "email")
    assert routing.copies("overdue", "chair") == ("mailbox",)
    assert routing.channels("overdue", "officer", ("sms", "email")) == ("sms", "email")
    assert routing.channels("first", "chair", ("email", "zalo")) == ("email",)


@pytest.mark.parametrize(
    ("routes", "problem"),
    [
        (
            "a: {title: A, steps: [overdu], channels: [email]}" + LAST,
            'duong-gui.yaml:2: routes.a.steps.0: unknown step "overdu"; allowed: correction, ',
        ),
        (
            "a: {title: A, posts: [boss], channels: [email]}" + LAST,
            'duong-gui.yaml:2: routes.a.posts.0: unknown post "boss"; allowed: ',
        ),
        (
            "a: {title: A, steps: [], channels: [email]}" + LAST,
            "duong-gui.yaml:2: routes.a.steps: nothing is named; allowed: all, or at least one",
        ),
        (
            "a: {title: A, channels: [email], copy: [mailbox], steps: [first]}" + LAST,
            "duong-gui.yaml:2: routes.a.copy: unknown key; allowed: channels, copies, ",
        ),
        (
            "a: {title: A, steps: [first], channels: []}" + LAST,
            "duong-gui.yaml:2: routes.a.channels: ",
        ),
        (
            "a: {title: A, steps: [first], channels: [E-mail!]}" + LAST,
            'duong-gui.yaml:2: routes.a.channels.0: "E-mail!" is no channel',
        ),
        (
            "a: {title: A, steps: [first], channels: [email, email]}" + LAST,
            'duong-gui.yaml:2: routes.a.channels.1: "email" is written twice',
        ),
        (
            "a: {title: A, posts: [mailbox], channels: [email], copies: [mailbox]}" + LAST,
            'duong-gui.yaml:2: routes.a.copies.0: "mailbox" would get a copy of its own',
        ),
        (
            "a: {title: A, channels: [email]}" + LAST,
            'duong-gui.yaml:2: routes.a: "mac-dinh" and what follows is never reached after it',
        ),
        (
            "a: {title: A, steps: [first], channels: [email]}",
            "duong-gui.yaml:2: routes.a: the last route must match every step and post",
        ),
    ],
    ids=[
        "step",
        "post",
        "no-step",
        "key",
        "no-channel",
        "no-name",
        "channel-twice",
        "own-copy",
        "never-reached",
        "nothing-left",
    ],
)
def test_a_route_that_cannot_be_meant_is_refused(tmp_path: Path, routes: str, problem: str) -> None:
    (found,) = refused(tmp_path, f"routes:\n  {routes}\n")
    assert found.startswith(problem), found


def test_an_id_taken_in_another_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "routes: {a: {title: A, steps: [first], channels: [email]}}", "1.yaml")
    (found,) = refused(tmp_path, "routes: {a: {title: A, channels: [email]}}")
    assert 'the id "a" is already taken in' in found


def test_a_bad_route_is_refused_with_the_rest_of_the_rules(tmp_path: Path) -> None:
    from shutil import copytree, ignore_patterns

    rules = tmp_path / "rules"
    copytree(HOME, rules, ignore=ignore_patterns("*.py", "__pycache__"))
    file = rules / "routing" / "duong-gui.yaml"
    file.write_text(file.read_text("utf-8").replace("channels: [email]\n", "channels: []\n"))
    with pytest.raises(RuleError, match=r"routing/duong-gui\.yaml:\d+: routes\.mac-dinh\.channels"):
        load(rules)


def test_a_route_the_office_has_no_account_for_is_located(tmp_path: Path) -> None:
    write(tmp_path, "routes: {a: {title: A, channels: [zalo]}}")
    routing = load_routing(tmp_path)
    (problem,) = routing.without_account({"email"})
    assert (problem.path, problem.allowed) == ("routes.a.channels", "email")
    assert routing.without_account({"email", "zalo"}) == []


names = st.sampled_from(["email", "zalo", "sms", "telegram"])


@given(
    st.lists(names, unique=True, min_size=1),
    st.lists(names, unique=True).map(tuple),
    st.sets(names),
    st.sampled_from(table.BY_POLICY),
)
def test_only_what_is_allowed_owned_and_sendable_is_ever_taken(
    allowed: list[str], has: tuple[str, ...], accounts: set[str], step: str
) -> None:
    from rules.meaning.routing import Route

    routing = Routing([Route("r", "R", tuple(allowed))]).limited_to(accounts)
    found = routing.channels(step, "chair", has)
    assert set(found) == set(allowed) & set(has) & accounts
    assert list(found) == [name for name in allowed if name in found]
