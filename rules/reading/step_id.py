"""A step as files name it: one that policies fire."""

from typing import Literal

from steps.table import BY_POLICY

StepId = Literal[BY_POLICY]  # type: ignore[valid-type] # the table's own ids
