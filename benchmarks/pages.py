"""How fast the pages answer: milliseconds a page, statements a page, readers at once.

Run `python -m benchmarks.pages [SIZES …] [--directives 20]`. An office that has lived through five
rounds (`benchmarks.province`), or one that has followed many directives for three years
(`benchmarks.years`), serves its pages on loopback; each role opens every page it has, again and
again, over a connection that stays. `unchanged` is the same page asked for with what the browser
holds of it (304), `CPU` what a page takes of the processor, whoever else works on it. At the end
fifty readers, a process of their own, ask for all of it at once. Beside each page stands how many
times `/healthz`, which does nothing, its median is: between machines compare that. What was
promised is exceeded where "missed" stands.
"""

import http.client
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode, urlsplit

from sqlalchemy import event

from benchmarks import years
from benchmarks.country import communes_of
from benchmarks.province import LOOKED, Province, found, live, mornings
from benchmarks.told import asking, say
from dondoc.setup.collector import loaded
from dondoc.setup.loading import load
from dondoc.setup.loopback import free_port
from dondoc.setup.settings import WebSettings
from dondoc.setup.wiring import Office, open_office
from dondoc.web.serving import serving
from models.clock import FixedClock

SIZES, TINY = (31, 170), (2,)
TIMES, READERS, EACH = 30, 50, 20
# Milliseconds at the median and at the 95th of a hundred; requests a second of all readers.
MEDIAN, SLOWEST, MIX, UNCHANGED = 60.0, 150.0, 30.0, 100.0
_HEALTH = "/healthz"
_TOKEN = re.compile(r'name="_token" value="([0-9a-f]+)"')
_LINK = re.compile(r'href="(/[^"#?]+)"')


@dataclass(frozen=True)
class Browser:
    """One person at the pages, on a connection that stays; `cookie` is their session."""

    address: str
    connection: http.client.HTTPConnection
    cookie: str = ""

    def ask(self, path: str, held: str = "") -> tuple[int, str, str]:
        """Return status, ETag and body; `held`: the ETag of what the browser has."""
        headers = {"Cookie": self.cookie, **({"If-None-Match": held} if held else {})}
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        return answer.status, answer.getheader("ETag", ""), answer.read().decode()

    def close(self) -> None:
        """End the connection."""
        self.connection.close()


def come(address: str) -> Browser:
    """Return somebody who has opened nothing yet."""
    where = urlsplit(address)
    return Browser(address, http.client.HTTPConnection(where.hostname or "", where.port))


def come_as(address: str, said: str) -> Browser:
    """Return somebody signed in as `said` (`uid/post`), as a demonstration lets them."""
    stranger = come(address)
    stranger.connection.request("GET", "/dang-nhap")
    answer = stranger.connection.getresponse()
    first, page = answer.getheader("Set-Cookie", "").partition(";")[0], answer.read().decode()
    token = _TOKEN.search(page)
    sent = urlencode({"_token": token.group(1) if token else "", "vai": said})
    form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": address}
    stranger.connection.request("POST", "/dang-nhap/vai", sent, {**form, "Cookie": first})
    answer = stranger.connection.getresponse()
    answer.read()
    cookie = answer.getheader("Set-Cookie", "").partition(";")[0]
    if answer.status != 303 or not cookie:
        sys.exit(f"{said}: not let in ({answer.status})")
    return Browser(address, stranger.connection, cookie)


@contextmanager
def served(folder: Path, size: int, directives: int = 1) -> Iterator[tuple[Office, str]]:
    """Yield an office of so many communes and the address of its pages.

    `directives`: more than one, followed for three years.
    """
    config = folder / f"{size}-{directives}" / "config.yaml"
    province = Province(config, size)
    if not config.exists():
        say(f"{size} communes live through their rounds")
        if directives > 1:
            province = years.found(config.parent, communes_of(size, None), directives)
        else:
            province = found(config.parent, communes_of(size, None))
            live(province, list(mornings()))
    with closing(open_office(load(province.config))) as office:
        office.clock = office.wall = FixedClock(LOOKED)
        settings = office.settings.settings.model_copy(
            update={"web": WebSettings(port=free_port())}
        )
        office.settings = office.settings.model_copy(update={"settings": settings})
        with serving(office, open_doors=True) as pages:
            # As `dondoc up` and `dondoc web` do.
            loaded()
            yield office, pages.url


@contextmanager
def statements(office: Office) -> Iterator[list[str]]:
    """Yield what the database is asked meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(office.database, "before_cursor_execute", note)
    yield asked
    event.remove(office.database, "before_cursor_execute", note)


def pages_of(browser: Browser) -> list[str]:
    """Return the paths of the navigation, and one page behind each of them where there is one."""
    _, _, home = browser.ask(_home(browser))
    listed = home.partition('<nav class="nav"')[2].partition("</nav>")[0]
    paths = list(dict.fromkeys(_LINK.findall(listed)))
    behind = []
    for path in paths:
        body = browser.ask(path)[2].partition("<main")[2]
        inner = (one for one in _LINK.findall(body) if one.startswith(f"{path}/"))
        behind += [one for one in islice(inner, 1) if browser.ask(one)[0] == 200]
    return [*paths, *behind]


def _home(browser: Browser) -> str:
    browser.connection.request("GET", "/", headers={"Cookie": browser.cookie})
    answer = browser.connection.getresponse()
    answer.read()
    return answer.getheader("Location", "/")


def timed(browser: Browser, path: str, times: int, held: str = "") -> list[float]:
    """Return the milliseconds of so many answers, after one that warms up."""
    browser.ask(path, held)
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        browser.ask(path, held)
        took.append((time.perf_counter() - begin) * 1000)
    return took


def worked(browser: Browser, path: str, times: int, held: str = "") -> float:
    """Return the milliseconds of the processor that one answer takes, the asking included."""
    begin = time.process_time()
    for _ in range(times):
        browser.ask(path, held)
    return (time.process_time() - begin) * 1000 / times


def line(office: Office, browser: Browser, path: str, times: int, health: float) -> str:
    """Measure one page; return its line of the table."""
    status, tag, body = browser.ask(path)
    took = timed(browser, path, times)
    with statements(office) as asked:
        browser.ask(path)
    same = timed(browser, path, times, tag) if tag else []
    cpu = worked(browser, path, max(1, times // 3))
    median, slowest = statistics.median(took), sorted(took)[int(len(took) * 0.95)]
    missed = "  missed" if median > MEDIAN or slowest > SLOWEST else ""
    unchanged = f"{statistics.median(same):>11.1f}" if same else f"{'':>11}"
    return (
        f"  {path[:38]:40}{status:>5}{median:>8.1f}{slowest:>8.1f}{median / health:>7.0f}"
        f"{cpu:>7.1f}{unchanged}{len(asked):>6}{len(body.encode()) / 1024:>7.0f}{missed}"
    )


def read_at_once(address: str, each: int, cookies: Sequence[str], paths: Sequence[str]) -> None:
    """Ask as fifty readers, each on a connection of its own; print requests a second.

    Exits with 1 where one of them is not answered.
    """
    # Each role has its own page at an address that many have.
    held = []
    with closing(come(address)) as first:
        for cookie, path in zip(cookies, paths, strict=True):
            held.append(Browser(address, first.connection, cookie).ask(path)[1])

    def reader(number: int, known: bool) -> int:
        with closing(come(address)) as own:
            for turn in range(each):
                place = (number + turn) % len(paths)
                browser = Browser(address, own.connection, cookies[place])
                status, _, _ = browser.ask(paths[place], held[place] if known else "")
                if status not in (200, 304):
                    raise SystemExit(f"{paths[place]}: {status}")
        return each

    for known in (False, True):
        begin = time.perf_counter()
        with ThreadPoolExecutor(READERS) as pool:
            done = sum(pool.map(reader, range(READERS), [known] * READERS))
        print(done / (time.perf_counter() - begin))


def crowd(address: str, each: int, browsers: Sequence[Browser], paths: Sequence[str]) -> None:
    """Let fifty readers come, `each` so often; print how many requests a second they got."""
    told = [address, str(each), "|".join(one.cookie for one in browsers), "|".join(paths)]
    begin = time.process_time()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.pages", "--readers", *told],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{READERS} readers: {done.stderr[-500:]}")
    said = done.stdout.split()
    for name, rate, goal in zip(
        ("mix", "unchanged"), map(float, said), (MIX, UNCHANGED), strict=True
    ):
        missed = "  missed" if rate < goal else ""
        print(f"  {READERS} readers, {name:12}{rate:>10.0f} requests/s{missed}", flush=True)
    spent = (time.process_time() - begin) * 1000
    print(f"  a request of both kinds took {spent / (2 * READERS * each):.1f} ms of the processor")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table a size."""
    parser = asking(__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help="numbers of communes")
    parser.add_argument("--directives", type=int, default=1, help="above 1: for three years")
    parser.add_argument("--keep", type=Path, help="make the offices here, or take those that are")
    parser.add_argument("--readers", nargs=4, help="only read, as the crowd at the end does")
    asked = parser.parse_args(arguments)
    if asked.readers:
        address, each, cookies, paths = asked.readers
        read_at_once(address, int(each), cookies.split("|"), paths.split("|"))
        return
    sizes = asked.sizes or (TINY if asked.tiny else SIZES)
    with TemporaryDirectory(prefix="dondoc-pages-") as made:
        for size in sizes:
            folder, directives = asked.keep or Path(made), asked.directives
            with served(folder, size, directives) as (office, address):
                print(f"{size} communes, {directives} directives; load {os.getloadavg()[0]:.1f}")
                _table(office, address, size, *((1, 1) if asked.tiny else (TIMES, EACH)))


def _table(office: Office, address: str, size: int, times: int, each: int) -> None:
    first = communes_of(size, None)[0].code
    roles = (f"{first}@base/officer", "tong-hop/officer", "van-phong/office-head", "ubnd/leader")
    columns = f"{'median':>8}{'95th':>8}{'× bare':>7}{'CPU':>7}{'unchanged':>11}{'SQL':>6}{'kB':>7}"
    print(f"  {'page':45}{columns}")
    with ExitStack() as stack:
        stranger = stack.enter_context(closing(come(address)))
        health = statistics.median(timed(stranger, _HEALTH, times))
        print(f"  {_HEALTH:40}{200:>5}{health:>8.1f}")
        browsers, paths = [], []
        for said in roles:
            browser = stack.enter_context(closing(come_as(address, said)))
            print(f" {said}")
            for path in pages_of(browser):
                print(line(office, browser, path, times, health), flush=True)
                browsers.append(browser)
                paths.append(path)
        crowd(address, each, browsers, paths)


if __name__ == "__main__":
    main()
