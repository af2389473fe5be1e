"""Rules of an office that asks other forms: a table of counts, and words alone."""

from hashlib import sha256
from pathlib import Path
from shutil import copytree, ignore_patterns

from rules.rulebook import HOME

DIRECTIVE = "thu-tuc"
COUNTS, WORDS = "bao-cao-ho-so", "bao-cao-loi"
BODIES = ("Đại Phú", "Sơn Nam", "Tam Đa")
TEXT = """Kính gửi: Ủy ban nhân dân các xã Đại Phú, Sơn Nam, Tam Đa.
- Báo cáo kết quả giải quyết hồ sơ trước ngày 05 hàng tháng.
- Phòng Lao động tổng hợp kết quả giải quyết hồ sơ trước ngày 10 hàng tháng.
- Báo cáo việc niêm yết thủ tục trước ngày 20/6/2024.
- Phòng Lao động tổng hợp việc niêm yết trước ngày 25/6/2024.
"""
_YAML = """\
directive: thu-tuc
title: Giải quyết thủ tục hành chính
cited_as: Văn bản về giải quyết thủ tục hành chính
topic: thủ tục hành chính
matter: giải quyết thủ tục hành chính
issuer: ubnd-huyen
text: {file: dispatch.txt, sha256: SHA, source: viết để thử}
in_force: {from: 2024-04-10, until: 2024-12-31, assumed: để thử}
gaps:
  number: văn bản không nêu số
  issued_on: văn bản không nêu ngày ban hành
areas:
  ba-xa: [Đại Phú, Sơn Nam, Tam Đa]
duties:
  bao-cao-ho-so:
    clause: C-1
    place: mục 1
    short: báo cáo hồ sơ
    kind: report
    quote: Báo cáo kết quả giải quyết hồ sơ trước ngày 05 hàng tháng
    bearers: ba-xa
    action: báo cáo kết quả giải quyết hồ sơ
    to: ubnd-huyen
    via: phong-ldtbxh
    due: {wording: trước ngày 05 hàng tháng, sense: before, every: month, day: 05,
      first: 2024-05-05, last: 2024-06-05, assumed: hai kỳ}
    period: {due: in the next one, assumed: để thử}
    opens: 5 working days before aim
    asks: ket-qua-ho-so
    gaps: {first_period: để thử, last_period: để thử}
  tong-hop-ho-so:
    clause: C-2
    place: mục 2
    short: tổng hợp hồ sơ
    kind: report
    quote: tổng hợp kết quả giải quyết hồ sơ trước ngày 10 hàng tháng
    bearers: phong-ldtbxh
    action: tổng hợp kết quả giải quyết hồ sơ
    to: ubnd-huyen
    due: {wording: trước ngày 10 hàng tháng, sense: before, every: month, day: 10,
      first: 2024-05-10, last: 2024-06-10, assumed: cùng kỳ}
    period: {due: in the next one, assumed: để thử}
    opens: 5 working days before aim
    consolidates: bao-cao-ho-so
    gaps: {first_period: để thử, last_period: để thử}
  bao-cao-loi:
    clause: C-3
    place: mục 3
    short: báo cáo niêm yết
    kind: report
    quote: Báo cáo việc niêm yết thủ tục trước ngày 20/6/2024
    bearers: ba-xa
    action: báo cáo việc niêm yết thủ tục
    to: ubnd-huyen
    via: phong-ldtbxh
    due: {wording: trước ngày 20/6/2024, sense: before, on: 2024-06-20}
    opens: 5 working days before aim
    asks: loi-van
  tong-hop-loi:
    clause: C-4
    place: mục 4
    short: tổng hợp niêm yết
    kind: report
    quote: tổng hợp việc niêm yết trước ngày 25/6/2024
    bearers: phong-ldtbxh
    action: tổng hợp việc niêm yết
    to: ubnd-huyen
    due: {wording: trước ngày 25/6/2024, sense: before, on: 2024-06-25}
    opens: 5 working days before aim
    consolidates: bao-cao-loi
"""


def write_rules(folder: Path) -> Path:
    """Return a rules folder in which this office's directive stands alone, with shipped forms."""
    rules = copytree(HOME, folder / "rules", ignore=ignore_patterns("*.py", "directives", "__py*"))
    home = rules / "directives" / DIRECTIVE
    home.mkdir(parents=True)
    (home / "dispatch.txt").write_text(TEXT, "utf-8")
    digest = sha256(TEXT.encode()).hexdigest()
    (home / "directive.yaml").write_text(_YAML.replace("SHA", digest), "utf-8")
    return rules
