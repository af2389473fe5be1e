"""How a round stands, in words: the same in the mail to the leaders and in their brief."""

from datetime import date

from language.dates import full_day, short_day
from language.numbers import count
from notifications.rounds import RoundView


def consolidator_state(view: RoundView, today: date) -> str:
    """Return where the consolidated report stands on the local date `today`, as a clause."""
    if view.consolidator_done_on:
        late = ", quá hạn" if view.consolidator_done_on >= view.consolidator_late_on else ""
        return f"đã gửi báo cáo tổng hợp ngày {full_day(view.consolidator_done_on)}{late}"
    if today >= view.consolidator_late_on:
        return "chưa ghi nhận báo cáo tổng hợp, quá hạn"
    if today > view.consolidator_due_on:
        return "chưa ghi nhận báo cáo tổng hợp; đã đến hạn, chưa tính quá hạn"
    if view.missing:
        come = f"{count(view.received)}/{count(view.total)}"
        return f"chưa đủ báo cáo để tổng hợp ({come}), trong hạn"
    return "đã đủ báo cáo để tổng hợp, trong hạn"


def asked(view: RoundView, answer_by: date | None) -> str:
    """Return what the leader is asked to decide, empty where there is nothing to.

    Args:
        answer_by: the next working day; while the consolidator can still wait for it, the công
            văn is issued only if somebody is absent then.
    """
    if not view.urged or view.consolidator_done_on:
        return ""
    if answer_by and answer_by <= view.consolidator_aim_on:
        return (
            "dự thảo công văn đôn đốc, phát hành nếu đến 16 giờ ngày "
            f"{short_day(answer_by)} còn đơn vị chưa gửi"
        )
    return "phát hành công văn đôn đốc các đơn vị nêu trên (nếu chưa phát hành)"
