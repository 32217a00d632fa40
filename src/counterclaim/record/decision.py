"""A decision: what a person said of a claim or an incident. Append-only; it stands beside the machine's output."""

from typing import Any, Literal

from counterclaim.record.base import Record

Action = Literal["accept", "correct", "reject", "add", "merge", "split", "undo", "comment"]


class Decision(Record, frozen=True, kw_only=True):
    """`subject` is the id of a claim, an incident or (undo) a decision; `at` is an ISO 8601 instant in UTC.

    `before` is the full subject as it stood, `after` as the person left it, None where the action makes none.
    add, correct: `after` is the whole claim; where it is told in an incident that no reading of its report has, also
    `opens`, the stub of it. merge: `after` is `{"with": [ids]}`; split: `after` is `{"apart": [claim ids]}`.
    """

    id: str
    coder: str
    at: str
    action: Action
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str | None
