"""A rules folder of an office that has nothing to do with the shipped one: a province of 2026.

Calendar, policies and routing are those shipped; bodies, dispatch and cases are its own.
"""

import shutil
from hashlib import sha256
from pathlib import Path

from rules.rulebook import HOME

BODIES = """\
kinds:
  commune:
    called: cấp xã
    acts_as: UBND
    together: UBND các xã, phường
    head: chair
    posts: {chair: Chủ tịch, officer: công chức chuyên môn, mailbox: văn thư}
  agency:
    called: cơ quan cấp tỉnh
    head: director
    posts: {director: Giám đốc, officer: chuyên viên, mailbox: văn thư}
  province:
    called: UBND tỉnh
    head: chair
    posts: {chair: Chủ tịch, leader: Phó Chủ tịch, mailbox: văn thư}
  office:
    called: văn phòng
    head: office-head
    posts: {office-head: Chánh Văn phòng, specialist: chuyên viên, mailbox: văn thư}

bodies:
  ubnd-tinh: {name: Ủy ban nhân dân tỉnh Kiến Tân, short: UBND tỉnh, kind: province}
  vp-tinh: {name: Văn phòng UBND tỉnh Kiến Tân, short: Văn phòng UBND tỉnh, kind: office}
  so-y-te: {name: Sở Y tế tỉnh Kiến Tân, short: Sở Y tế, kind: agency}
  90001@2025: {name: Phường Tân Bình An, kind: commune}
  90002@2025: {name: Xã Mỹ Lộc Thượng, kind: commune}
changes:
  - citation: Nghị quyết số 1/NQ
    known_from: 2025-06-16
    effective: 2025-07-01
    into: {90001@2025: [], 90002@2025: []}
"""
LETTERHEADS = """\
letterheads:
  ubnd-tinh:
    for: [ubnd-tinh]
    documents:
      urging:
        symbol: UBND-KGVX
        signature: [TM. Ủy ban nhân dân, KT. Chủ tịch, Phó Chủ tịch]
        copies: [Như trên, "Chủ tịch, các PCT UBND tỉnh (báo cáo)", "Lưu: VT, KGVX"]
  vp-tinh:
    for: [vp-tinh]
    above: [Ủy ban nhân dân, tỉnh Kiến Tân]
    documents:
      brief:
        symbol: BC-VP
        to: Phó Chủ tịch UBND tỉnh
        signature: [Chánh Văn phòng]
        copies: [Như trên, "Lưu: VT"]
  so-y-te:
    for: [so-y-te]
    above: [Ủy ban nhân dân, tỉnh Kiến Tân]
    documents:
      consolidation:
        symbol: BC-SYT
        signature: [Giám đốc]
        copies: [Như trên, "Lưu: VT"]
  cap-xa:
    for: [commune]
    documents:
      report:
        symbol: BC-UBND
        signature: [TM. Ủy ban nhân dân, Chủ tịch]
        copies: [Như trên, "Lưu: VT"]
"""
TEXT = """\
Kính gửi: Ủy ban nhân dân các xã, phường.
1. Báo cáo kết quả về Ủy ban nhân dân tỉnh (qua Sở Y tế tổng hợp) trước ngày 05 hàng tháng.
2. Sở Y tế tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 10 hàng tháng; đôn đốc các xã, phường.
"""
DIRECTIVE = """\
directive: kien-tan-2026
title: Công tác y tế cơ sở năm 2026
cited_as: Công văn số 999/UBND-KGVX ngày 15/12/2025 của UBND tỉnh Kiến Tân
topic: y tế
issuer: ubnd-tinh
number: 999/UBND-KGVX
issued_on: 2025-12-15
text: {file: dispatch.txt, sha256: SHA, source: viết cho thử nghiệm}
in_force: {from: 2025-12-15, until: 2026-12-31, assumed: kế hoạch của năm 2026}
basis:
  - {clause: K-3, bearers: every commune, steps: [first, reminder, due_today, overdue]}
duties:
  bao-cao:
    clause: K-1
    place: mục 1
    short: báo cáo tháng y tế
    kind: report
    quote: >-
      Báo cáo kết quả về Ủy ban nhân dân tỉnh (qua Sở Y tế tổng hợp) trước ngày 05 hàng tháng
    bearers: every commune
    action: báo cáo kết quả thực hiện
    to: ubnd-tinh
    via: so-y-te
    period: {of: month, due: in the next one, assumed: báo cáo đầu tháng là của tháng trước}
    due:
      wording: trước ngày 05 hàng tháng
      sense: before
      every: month
      day: 5
      first: 2026-01-05
      last: 2026-12-05
      assumed: các kỳ của năm
  tong-hop:
    clause: K-2
    place: mục 2, câu thứ nhất
    short: tổng hợp y tế tháng
    kind: report
    quote: Sở Y tế tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 10 hàng tháng
    bearers: so-y-te
    action: tổng hợp, báo cáo
    to: ubnd-tinh
    consolidates: bao-cao
    period: {of: month, due: in the next one, assumed: báo cáo đầu tháng là của tháng trước}
    due:
      wording: trước ngày 10 hàng tháng
      sense: before
      every: month
      day: 10
      first: 2026-01-10
      last: 2026-12-10
      assumed: các kỳ của năm
  don-doc:
    clause: K-3
    place: mục 2, câu thứ hai
    kind: duty
    quote: đôn đốc các xã, phường
    bearers: so-y-te
    concerns: every commune
    action: đôn đốc các xã, phường
"""
CASES = """\
cases:
  - case: Kỳ tháng 01/2026
    duty: bao-cao
    bearer: Phường Tân Bình An
    due_on: 2026-01-05
    expect: {bearers: 2}
"""


def other_office(folder: Path) -> Path:
    """Write the rules of that office into `folder`, and return them."""
    for part in ("calendars", "policies", "routing"):
        shutil.copytree(HOME / part, folder / part)
    home = folder / "directives" / "kien-tan-2026"
    home.mkdir(parents=True)
    for part, text in (("bodies", BODIES), ("letterheads", LETTERHEADS)):
        (folder / part).mkdir()
        (folder / part / "kien-tan.yaml").write_text(text, encoding="utf-8")
    (home / "dispatch.txt").write_text(TEXT, encoding="utf-8")
    digest = sha256(TEXT.encode()).hexdigest()
    (home / "directive.yaml").write_text(DIRECTIVE.replace("SHA", digest), encoding="utf-8")
    (home / "cases.yaml").write_text(CASES, encoding="utf-8")
    return folder
