"""What the page decides: how long names stay, what a clock set back does, what an answer may."""

from collections.abc import Iterator
from typing import Any

import pytest

from dondoc.web.rendering import static_digest
from tests.web.chromium import Live

pytestmark = pytest.mark.browser
_DECIDED = """async (base) => {
  const q = await import(`${base}/tham/queue.js`);
  const { openStore } = await import(`${base}/tham/store.js`);
  const lock = await import(`${base}/tham/lock.js`);
  const at = Date.parse("2026-11-28T01:00:00Z");
  const clock = { id: "clock", seen: at, contact: at, gone: "" };
  const names = (now, more = {}) => q.standing(q.ticked({ ...clock, ...more }, now)).names;
  const then = (state, answer) => q.merged({ state, at: 1 }, { state: answer, at: 2 });

  const store = await openStore("rules");
  await store.change(async (tx) => {
    await tx.put("meta", clock);
    await tx.put("names", { id: "names", sealed: 1 });
    await tx.put("visits", { key: "sent", state: q.ARRIVED, sealed: 1 });
    await tx.put("visits", { key: "kept", state: q.UNSENT, sealed: 1 });
  });
  let now = at;
  const left = [];
  while (left.at(-1) !== 0) {
    const wait = await q.tryBegun(store, now);
    now += wait;
    if (!wait) left.push(await q.tryEnded(store, false));
  }
  const after = await store.read(async (tx) => ({
    names: (await tx.all("names")).length,
    visits: (await tx.all("visits")).map((row) => [row.key, row.sealed]),
    gone: (await tx.get("meta", "clock")).gone,
  }));
  store.close();

  const { kept, key } = await lock.makeLock("đúng mã", 1000);
  const sealed = await lock.seal(key, "visit:1", { name: "Ma Thị Hoa" });
  const fails = (promise) => promise.then(() => false, () => true);
  return {
    names: {
      "a day": names(at + q.DAY),
      "seven days": names(at + 7 * q.DAY),
      "a moment more": names(at + 7 * q.DAY + 1),
      "set back a minute": names(at - 60_000),
      "set back a day": names(at - q.DAY),
      "set back after eight days": names(at, { seen: at + 8 * q.DAY }),
      revoked: names(at, { gone: "revoked" }),
    },
    answers: [
      then("unsent", "arrived"), then("asked", "arrived"), then("arrived", "asked"),
      then("arrived", "arrived"), then("declined", "arrived"), then("asked", "unsent"),
      then("unsent", "nonsense"),
    ].map((row) => [row.state, row.at]),
    left,
    waited: now - at,
    after,
    weak: ["12345", "123456", "654321", "777777", "108642", "thôn bản"].map(lock.weak),
    wrong_pin: await fails(lock.openLock("sai mã", kept)),
    elsewhere: await fails(lock.unseal(key, "visit:2", sealed)),
    readable: key.extractable || kept.browser.extractable,
    opened: await lock.unseal(await lock.openLock("đúng mã", kept), "visit:1", sealed),
    rounds: lock.ROUNDS,
  };
}"""


@pytest.fixture(scope="module")
def decided(site: Live) -> Iterator[Any]:
    """What the very code of the page decides, in a browser."""
    with site.visit() as seen:
        seen.go("/tham")
        yield seen.page.evaluate(_DECIDED, f"/static/{static_digest()}")


def test_names_stay_seven_days_and_a_clock_set_back_does_not_keep_them(decided: Any) -> None:
    assert decided["names"] == {
        "a day": "kept",
        "seven days": "kept",
        "a moment more": "erased",
        "set back a minute": "kept",
        "set back a day": "withheld",
        "set back after eight days": "erased",
        "revoked": "erased",
    }


def test_an_answer_only_moves_a_row_forward(decided: Any) -> None:
    assert decided["answers"] == [
        ["arrived", 2],
        ["arrived", 2],
        ["arrived", 1],
        ["arrived", 1],
        ["declined", 1],
        ["asked", 1],
        ["unsent", 1],
    ]


def test_ten_wrong_pins_cost_hours_and_the_names_but_no_visit_that_was_not_sent(
    decided: Any,
) -> None:
    assert decided["left"] == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
    assert decided["waited"] > 60 * 60 * 1000
    assert decided["after"] == {
        "names": 0,
        "visits": [["kept", 1], ["sent", None]],
        "gone": "tries",
    }


def test_what_is_sealed_opens_by_its_pin_alone_and_for_what_it_was_sealed(decided: Any) -> None:
    assert decided["wrong_pin"]
    assert decided["elsewhere"]
    assert not decided["readable"]
    assert decided["opened"] == {"name": "Ma Thị Hoa"}
    assert decided["rounds"] >= 600_000
    assert decided["weak"] == ["short", "plain", "plain", "plain", "", ""]
