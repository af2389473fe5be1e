"""Every alarm the program raises stands in the table of who receives it and how."""

import ast
import re
from collections.abc import Sequence

from dondoc.looking.alarms import ALARMS, Way, alarm_of
from tests.program import ROOT

PAGE = (ROOT / "docs" / "operating.md").read_text("utf-8")
LOOKING = sorted((ROOT / "dondoc" / "looking").glob("*.py"))
# A line of the board that shouts, and the alarm it stands for.
ON_BOARD = {
    "ĐÃ NGỪNG GỬI": "việc gửi",
    "VĂN BẢN NGOÀI CẤU HÌNH": "văn bản",
    "DẤU VẾT KHÔNG CÒN ĐƯỢC KÝ": "dấu vết",
    "CÓ THỂ LÀ BẢN CŨ": "bản phục hồi",
    "KÊNH TẠM DỪNG": "kênh gửi",
    "KHÁC CÁC MÁY KIA": "các máy",
    "KHÔNG CÒN GÌ CHẠY": "nhịp chạy",
}


def raised() -> set[str]:
    """Return the names of what is found, as the sources spell them, those in variables too."""
    names = set[str]()
    for file in LOOKING:
        tree = ast.parse(file.read_text("utf-8"))
        everywhere = _held(tree.body)
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            held = everywhere | _held(list(ast.walk(function)))
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding":
                    names.add(_text(node.args[0], held))
    return names


def _held(nodes: Sequence[ast.AST]) -> dict[str, ast.expr]:
    """Return what is assigned to names in `nodes`: `a = x` and `a, b = x, y`."""
    found = {}
    for node in nodes:
        if not isinstance(node, ast.Assign):
            continue
        target = node.targets[0]
        pairs = [(target, node.value)]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=True))
        found |= {name.id: value for name, value in pairs if isinstance(name, ast.Name)}
    return found


def _text(node: ast.expr, held: dict[str, ast.expr]) -> str:
    if isinstance(node, ast.Name):
        return _text(held[node.id], held)
    if isinstance(node, ast.JoinedStr):
        return _text(node.values[0], held).strip()
    assert isinstance(node, ast.Constant), ast.dump(node)
    return str(node.value)


def test_every_alarm_of_the_doctor_says_who_receives_it_and_no_line_stands_for_nothing() -> None:
    assert raised() == set(ALARMS)


def test_the_page_says_of_each_alarm_who_receives_it_and_how() -> None:
    section = PAGE.partition("| Line of the doctor |")[2].partition("\n\n")[0]
    told = {}
    for row in section.splitlines()[2:]:
        name, when, receiver, ways = (cell.strip() for cell in row.strip("| ").split(" | "))
        assert when
        told[name.removesuffix(" …")] = (receiver, ways)
    assert told == {
        name: (one.receiver.value, ", ".join(one.ways) or "–") for name, one in ALARMS.items()
    }


def test_what_the_board_shouts_is_an_alarm_that_says_so() -> None:
    summary = (ROOT / "dondoc" / "looking" / "summary.py").read_text("utf-8")
    shouted = {one.strip() for one in re.findall(r"· ([A-ZĐÀ-Ỹ][A-ZĐÀ-Ỹ ]{5,})", summary)}
    assert shouted == set(ON_BOARD)
    assert all(Way.BOARD in ALARMS[name].ways for name in ON_BOARD.values())


def test_an_alarm_about_one_account_is_that_of_accounts() -> None:
    assert alarm_of("kênh email") == ALARMS["kênh"]
