"""The commands that write documents into a folder: one for each kind in the registry."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Any

import typer

from dondoc.cli import consolidation, context, reports
from dondoc.cli.output import LARGEST, Bar, ViewerOption, parse_instant, say, tell
from dondoc.cli.written import ForceOption, writing
from dondoc.desk.look import Look
from dondoc.documents.kind import FORMATS, Content, Kind, Sources
from dondoc.documents.registry import KINDS
from dondoc.people.row import Personal
from dondoc.visible import Sight
from models import Access

app = typer.Typer(no_args_is_help=True)

Signer = typer.Option(
    None, "--signer", help="Chức danh ký, trong những người thể thức cho ký (mặc định: người ký)."
)
Book = typer.Option("den", "--book", help="Sổ nào: den (văn bản đến), di (văn bản đi).")
Year = typer.Option(None, "--year", min=2000, max=2100, help="Năm (mặc định: năm nay).")
SheetNumber = typer.Option(
    ..., "--sheet", min=1, max=LARGEST, help="Số của phiếu (dondoc sheet print)."
)
Reconciled = typer.Option(
    ..., "--number", min=1, max=LARGEST, help="Số của lần đối chiếu (dondoc reconcile show)."
)
SponsorNumber = typer.Option(
    ..., "--sponsor", min=1, max=LARGEST, help="Số của nhà tài trợ (dondoc sponsor balance)."
)
CaseReportNumber = typer.Option(
    ..., "--report", min=1, max=LARGEST, help="Số của báo cáo trường hợp (dondoc case report)."
)
Out = typer.Option(..., "--out", help="Thư mục để ghi các tệp.")


@dataclass(frozen=True)
class _Asked:
    """How something a kind asks for is typed: its option, its type, and how it is read."""

    option: Any
    type: type = str
    read: Callable[[Any], Any] = lambda typed: typed


# By the name of the parameter of `Kind.fill`.
ASKED = {
    "directive": _Asked(consolidation.Directive),
    "duty": _Asked(reports.Duty),
    "bearer": _Asked(reports.Bearer),
    "due": _Asked(reports.DueIfAny, read=reports.optional_day),
    "round_due": _Asked(consolidation.DueIfAny, read=reports.optional_day),
    "round_duty": _Asked(consolidation.Duty),
    "as_of": _Asked(consolidation.AsOf, read=parse_instant),
    "signer": _Asked(Signer),
    "revision": _Asked(consolidation.Revision, int),
    "book": _Asked(Book),
    "year": _Asked(Year, int),
    "sheet": _Asked(SheetNumber, int),
    "reconciliation": _Asked(Reconciled, int),
    "sponsor": _Asked(SponsorNumber, int),
    "case_report": _Asked(CaseReportNumber, int),
}


def asked_of(kind: Kind[Any]) -> list[str]:
    """Return the names of what `kind` asks for, all of them in ASKED."""
    return list(signature(kind.fill).parameters)[1:]


def _command(kind: Kind[Any]) -> Callable[..., None]:
    formats = ", ".join(name.upper() for name in kind.formats)

    def command(out: Path, only: list[str], force: bool, as_: str | None, **typed: Any) -> None:
        consolidation.refuse_both(typed.get("as_of"), typed.get("revision"))
        asked = {name: ASKED[name].read(value) for name, value in typed.items()}
        write_document(kind, asked, out, only or [], as_, force=force)

    only = typer.Option(None, "--format", help="Chỉ định dạng này; nêu được nhiều.")
    options = [(name, ASKED[name].type, ASKED[name].option) for name in asked_of(kind)]
    options += [("out", Path, Out), ("only", list[str], only), ("force", bool, ForceOption)]
    options.append(("as_", str, ViewerOption))
    command.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Parameter(name, Parameter.KEYWORD_ONLY, default=option, annotation=type_)
            for name, type_, option in options
        ]
    )
    command.__annotations__ = {name: type_ for name, type_, _ in options}
    command.__doc__ = f"{kind.help} Định dạng: {formats}."
    return command


def write_document(
    kind: Kind[Any],
    asked: dict[str, Any],
    out: Path,
    only: list[str],
    as_: str | None,
    *,
    force: bool,
) -> None:
    """Write the files of one document into the folder `out`; raise as the looking and filling do.

    Args:
        asked: what `Kind.fill` takes; only: formats, none for all; as_: who looks.
    """
    _refuse_unknown(kind, only)
    persons = kind.sight is Sight.PERSONS
    with context.look(kind.sight, as_) as (office, look):
        look.refuse_hidden(**asked)
        opens = partial(_opened, look) if persons else None
        sources = Sources(look.session, office, look.desk.now, opens)
        if (kept := kind.signed(sources, **asked)) is not None:
            _write(_chosen(kept, only), out, force=force)
            tell("Đây là bản đã ký, đúng từng byte như lúc ký.")
            return
        document = kind.filled(sources, **asked)
        made = kind.files(document, sources.now, only or FORMATS, Bar, office.mark)
        _write(made, out, force=force, private=persons)
    if kind.then and (word := kind.then(document, asked)):
        tell(word)


def _opened(look: Look, persons: Collection[int]) -> Mapping[int, Personal]:
    # What opens them is loaded with what opens seals: few documents need it.
    from dondoc.desk.persons import open_persons

    return open_persons(look, persons, Access.PRINT).personal


def _chosen(kept: Iterable[tuple[str, bytes]], only: list[str]) -> list[tuple[str, bytes]]:
    return [one for one in kept if not only or Path(one[0]).suffix[1:] in only]


def _refuse_unknown(kind: Kind[Any], only: list[str]) -> None:
    for name in only:
        if name not in kind.formats:
            has = ", ".join(kind.formats)
            raise typer.BadParameter(f"tài liệu này không có dạng {name}; có: {has}")


def add(to: typer.Typer, kind: Kind[Any]) -> None:
    """Add the command of one kind."""
    to.command(kind.command)(_command(kind))


for _kind in KINDS:
    add(app, _kind)


def _write(
    made: Iterable[tuple[str, Content]], folder: Path, *, force: bool, private: bool = False
) -> None:
    names = []
    with writing(folder, force=force, private=private) as drafts:
        for name, content in made:
            with (drafts / name).open("wb") as out:
                out.writelines([content] if isinstance(content, bytes) else content)
            names.append(name)
    for name in names:
        tell(f"Đã ghi {folder / name}")
    say(f"Đã ghi {len(names)} tệp vào {folder}")


def add_to(parent: typer.Typer) -> None:
    """Add `document` to the commands."""
    parent.add_typer(app, name="document", help="Tài liệu theo thể thức: DOCX, PDF, XLSX, CSV.")
