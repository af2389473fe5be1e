"""What a policy may ask: the attributes of each kind of fact, and their types.

There are four kinds of fact, one per kind of obligation, and one about a cell of a filled-in
report; those about the rows of a form are its own (`rules.meaning.report_facts`). Each fact carries
every attribute of its kind, so no comparison is ever lost to an absent one.
"""

from steps.states import ObligationState

_COMMON: dict[str, type] = {
    "directive": str,
    "duty": str,
    # commune, agency, …: the kind of the body that bears the duty.
    "bearer_kind": str,
    "state": ObligationState,
    "recurring": bool,
    # Whether the report goes by way of another body.
    "has_via": bool,
    # Whether it has a term. Without one there is no ladder, and nothing is ever late.
    "dated": bool,
    # How often the obligation was extended or returned.
    "cycle": int,
    # The highest rung climbed in this cycle, 0 before the first.
    "rung": int,
    # Whether the ladder has begun: today is `opens_on` or later. Never without a term.
    "opened": bool,
    # Calendar days from `opens_on` to `due_on`: how much notice the directive left.
    "lead_days": int,
    # Working days after today up to `aim_on`; 0 on the day, negative after it.
    "working_days_to_aim": int,
    # Calendar days from today to `due_on`; negative after it.
    "days_to_due": int,
    # Whether `late_from` has passed.
    "late": bool,
    # Working days from `late_from` to today, both counted; 0 while not late.
    "working_days_late": int,
    # Whole months since `late_from`, 0 in the first.
    "months_past_due": int,
}

_REPORTED = _COMMON | {
    # How many of the bearer's last rounds in a row were done on time.
    "punctual_rounds": int,
    # Of a returned report: working days after today up to its reply date; 0 on the day, negative
    # after it. 0 of every other: `state` tells them apart.
    "working_days_to_reply": int,
    # Working days after the one on which its bearer was last told, in this cycle, that it is
    # late; 0 on that day and while it was not told.
    "working_days_since_told": int,
}

# What is followed without a day in the text: no term, no ladder, nothing is ever late.
_WATCHED: dict[str, type] = {
    "directive": str,
    "duty": str,
    "bearer_kind": str,
    "state": ObligationState,
    "dated": bool,
    "cycle": int,
    "rung": int,
    # Whether its bearer has an officer; else the office works for it.
    "has_officer": bool,
    # The working days since it is followed.
    "working_days_followed": int,
}

FACT_KINDS: dict[str, dict[str, type]] = {
    "obligation": _REPORTED
    | {
        # Whether its bearer has begun to write the report and not filed it.
        "drafted": bool,
    },
    "consolidation": _REPORTED
    | {
        "total": int,
        "received": int,
        "missing": int,
        # Of the missing, those already late.
        "missing_late": int,
        "ready": bool,
        # Working days since the inputs became late, that day counted; 0 if none is late.
        "inputs_working_days_late": int,
        # Whether the leaders' brief would say something new.
        "changed": bool,
        # Without a term: whether the reports that have come are others than those last told of.
        "news": bool,
    },
    "target": _COMMON
    | {
        # Whether it is told of the target's day or later, and whether it is reached: told whenever.
        "figures_known": bool,
        "reached": bool,
        # Calendar days from the target's day to the day up to which its latest figures count;
        # negative before it, 0 without figures.
        "figures_days_after_due": int,
    },
    # Lists of people that go down to the communes.
    "handing": _WATCHED
    | {
        # Of how many of the groups no list has come.
        "lists_owed": int,
        # How many bodies lack their part of the last list of a group, and the working days since
        # the first of these lists came; 0 while none lacks.
        "receipts_owed": int,
        "working_days_listed": int,
    },
    # The people whom a body goes to, or informs: those still to be covered. What "too long" is
    # stands in rules/people/tham.yaml.
    "visiting": _WATCHED
    | {
        # To whom nobody went, and nothing was told, for too long.
        "unvisited": int,
        # Who said they would join, and nobody came back to after the day they named.
        "promises": int,
        # How many would be left on the target's day at the pace so far; 0 without such a day.
        "behind": int,
        # All of them, where the contribution is known to rise soon; else 0.
        "rising": int,
    },
    # Duties without a date, of which whoever bears them is asked once a quarter.
    "asking": _WATCHED
    | {
        # How many have told nothing this quarter: the bearer, or members of the committee it is.
        "bodies_silent": int,
        # Calendar days after today up to the last of the quarter.
        "days_left_in_quarter": int,
    },
    # Cases of who does not join: of the body that reports them, of the one that takes them.
    "cases": _WATCHED
    | {
        # With all their evidence, in no signed report; brought together, without a proposal.
        "cases_to_report": int,
        "cases_to_propose": int,
        # Working days that the first of those waits beyond the office's own term
        # (rules/people/ho-so.yaml); -1 before it, and where the office has none.
        "working_days_past_term": int,
        # Decided to be helped or visited, and not entered as done; decided since last told.
        "decided_open": int,
        "decided_news": int,
        # Working days since the last decision.
        "working_days_decided": int,
        # Of cases brought together: who left the road, or came back to it, since last told.
        "left_news": int,
    },
    # One cell of a filled-in report.
    "figure": {
        "directive": str,
        "duty": str,
        # Empty where the cell is about the whole report.
        "group": str,
        # The id of a figure or of a text of the form, or as_of.
        "figure": str,
        # What the form counts: "người".
        "unit": str,
        # Whether it must be filled in, and whether it is.
        "required": bool,
        "given": bool,
        # A whole number; what is no number counts as whole and 0.
        "whole": bool,
        "value": int,
        # Whether it may be below 0: a correction of an earlier round.
        "signed": bool,
        # Of as_of: calendar days from the receipt to it, above 0 where it speaks of the future, and
        # from the last round's to it, 1 where none is known; and from it to the first day that the
        # figures of this period cover, 0 from that day on; and from their last day to it, 0 up to
        # that day and where it speaks of the future. 0 and 1 of every other cell.
        "days_ahead": int,
        "days_before_period": int,
        "days_past_cut_off": int,
        "days_since_last": int,
        # Those days in words, and the day that was probably meant; "" of every other cell.
        "period_days": str,
        "probably": str,
    },
}

# The kind about a filled-in report: its policies are checks and send nothing. Those about the rows
# of a form are its own (`rules.meaning.report_facts.row_schema`).
CHECKED = frozenset({"figure"})

# What an obligation keeps for life: a policy that contradicts it today can never fire.
FIXED = frozenset(
    {
        "directive",
        "duty",
        "bearer_kind",
        "recurring",
        "has_via",
        "dated",
        "lead_days",
        "has_officer",
    }
)
