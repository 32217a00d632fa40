"""Coding sessions: two or more coders code the same reports, blind to each other until all of them are done.

A session is made of decisions and so needs no table: a comment on a report whose `after` is {"session": name, "step":
"take"} says that a coder takes it, one with "step": "done" that the coder is done with it. What a coder decides between
the two counts for nobody else until everyone who took the report is done (two at least); then what they agree on counts,
and where they differ the machine's claim stands until a later decision on it settles the matter.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from counterclaim.ledger import Attached
from counterclaim.ledger.decisions import overlap
from counterclaim.ledger.opened import claim_in
from counterclaim.record import Claim, Decision
from counterclaim.record.base import Record

MIN_CODERS = 2
SAME_SPAN = 0.5  # of the shorter of two added quotations that the other has to share, to be one claim
WEIGHTY = ("accept", "correct", "reject", "add")
# What two coders have to agree on: all of a claim but what the machine alone knows.
FIELDS = tuple(f for f in Claim.__struct_fields__ if f not in ("id", "engine", "confidence", "relation"))

Step = Literal["take", "done"]


class Task(Record, frozen=True, kw_only=True):
    """One report in one session: who took it, and who is done. `blind` while somebody is not, or nobody else came."""

    session: str
    report: str
    coders: tuple[str, ...]
    done: tuple[str, ...]

    @property
    def blind(self) -> bool:
        """Nobody may see what another decided yet."""
        return len(self.coders) < MIN_CODERS or set(self.coders) != set(self.done)


class Coded(NamedTuple):
    """What one coder made of one report in one session."""

    session: str
    report: str
    coder: str
    decisions: tuple[Attached, ...]


def step_of(decision: Decision) -> tuple[str, Step] | None:
    """Return the session and the step that a decision is, None where it is an ordinary one."""
    after = decision.after
    if decision.action != "comment" or not isinstance(after, dict):
        return None
    session, step = after.get("session"), after.get("step")
    return (session, step) if isinstance(session, str) and step in ("take", "done") else None


class Coding:
    """The sessions of a ledger, read out of the decisions in force, in their order."""

    def __init__(self, attached: Iterable[Attached]) -> None:
        self.attached = list(attached)
        self._tasks: dict[tuple[str, str], dict[str, bool]] = defaultdict(dict)
        self._open: dict[tuple[str, str], str] = {}  # (report, coder) -> session
        self._closed_at: dict[tuple[str, str], int] = {}
        self._made: dict[tuple[str, str, str], list[Attached]] = defaultdict(list)
        for at, one in enumerate(self.attached):
            self._take_in(at, one)
        self.tasks = tuple(
            Task(
                session=session,
                report=report,
                coders=tuple(sorted(coders)),
                done=tuple(sorted(c for c, done in coders.items() if done)),
            )
            for (session, report), coders in sorted(self._tasks.items())
        )

    def _take_in(self, at: int, one: Attached) -> None:
        decision, report = one.decision, one.report
        if report is None:
            return
        step = step_of(decision)
        if step is None:
            session = self._open.get((report, decision.coder))
            if session is not None:
                self._made[session, report, decision.coder].append(one)
        elif step[1] == "take":
            self._tasks[step[0], report].setdefault(decision.coder, False)
            self._open[report, decision.coder] = step[0]
        elif decision.coder in self._tasks.get((step[0], report), {}):
            self._tasks[step[0], report][decision.coder] = True
            self._open.pop((report, decision.coder), None)
            self._closed_at[step[0], report] = at

    def made(self, session: str, report: str, coder: str) -> tuple[Attached, ...]:
        """Return what a coder decided of a report in a session."""
        return tuple(self._made.get((session, report, coder), ()))

    def of(self, session: str) -> tuple[Task, ...]:
        """Return the reports of a session."""
        return tuple(t for t in self.tasks if t.session == session)

    def open_for(self, coder: str) -> tuple[Task, ...]:
        """Return what a coder took and is not done with."""
        return tuple(t for t in self.tasks if coder in t.coders and coder not in t.done)

    def hidden(self, coder: str | None = None) -> frozenset[str]:
        """Return the ids of the decisions that a coder may not see yet: those of others on reports still coded blind."""
        return frozenset(
            one.decision.id
            for task in self.tasks
            if task.blind
            for other in task.coders
            if other != coder
            for one in self.made(task.session, task.report, other)
        )

    def in_effect(self, coder: str | None = None) -> list[Attached]:
        """Return the decisions that count, in order: for everybody, or as `coder` left things in open sessions."""
        held: set[str] = set()
        for task in self.tasks:
            by_coder = {c: self.made(task.session, task.report, c) for c in task.coders}
            if task.blind:
                held |= {a.decision.id for c, told in by_coder.items() if c != coder for a in told}
            else:
                held |= self._unsettled(task, by_coder)
        return [a for a in self.attached if a.decision.id not in held and step_of(a.decision) is None]

    def as_coded(self, task: Task, coder: str) -> list[Attached]:
        """Return the decisions in force as one coder of a task left the report: nobody else's of the task, none later."""
        closed = self._closed_at.get((task.session, task.report), len(self.attached))
        others = {a.decision.id for c in task.coders if c != coder for a in self.made(task.session, task.report, c)}
        early = self.attached[: closed if not task.blind else len(self.attached)]
        return [a for a in early if a.decision.id not in others and step_of(a.decision) is None]

    def settled(self, task: Task) -> dict[str, Attached]:
        """Return the last decision on each claim of a finished task that was made when all were done."""
        closed = self._closed_at.get((task.session, task.report), -1)
        later = self.attached[closed + 1 :] if not task.blind else []
        return {_about(a): a for a in later if a.report == task.report and a.decision.action in WEIGHTY}

    def _unsettled(self, task: Task, by_coder: Mapping[str, Sequence[Attached]]) -> set[str]:
        """Return the decisions of a finished task that do not count: the coders differ, or one repeats another.

        Who settles the matter decides on the machine's claim: what the coders made of it does not come back by that.
        """
        settled = set(self.settled(task))
        held: set[str] = set()
        left = {c: verdicts(told) for c, told in by_coder.items()}
        for subject in {s for told in left.values() for s in told}:
            said = [told.get(subject) for told in left.values()]
            if any(v is not None and v.added for v in said):
                continue
            first = said[0] or UNTOUCHED
            if not all((v or UNTOUCHED).same(first) for v in said):
                held |= {a.decision.id for told in by_coder.values() for a in told if _about(a) == subject}
        added = [(c, s, v) for c, told in left.items() for s, v in told.items() if v.added and v.claim is not None]
        return held | self._unsettled_adds(added, by_coder, settled)

    def _unsettled_adds(
        self,
        added: Sequence[tuple[str, str, "Verdict"]],
        by_coder: Mapping[str, Sequence[Attached]],
        settled: set[str],
    ) -> set[str]:
        """Of a claim that all added, the first coder's counts; one that only some added waits."""
        counts: set[str] = set()
        for coder, subject, mine in added:
            twins = {c: s for c, s, v in added if c != coder and _one_claim(mine.claim, v.claim)}
            if subject in settled or (len(twins) == len(by_coder) - 1 and not counts & set(twins.values())):
                counts.add(subject)
        subjects = {s for _, s, _ in added} - counts
        return {a.decision.id for told in by_coder.values() for a in told if _about(a) in subjects}


class Verdict(NamedTuple):
    """How one coder left one claim: rejected, or as `claim` has it (None: as the machine has it)."""

    rejected: bool
    claim: Claim | None
    added: bool = False

    def same(self, other: "Verdict") -> bool:
        """Tell whether two coders left a claim alike."""
        if self.rejected != other.rejected:
            return False
        if self.rejected or (self.claim is None and other.claim is None):
            return True
        return self.claim is not None and other.claim is not None and not differing(self.claim, other.claim)


UNTOUCHED = Verdict(False, None)  # who is done and left a claim alone takes it as the machine has it


def verdicts(told: Iterable[Attached]) -> dict[str, Verdict]:
    """Return how a coder left each claim, by the claim's id."""
    found: dict[str, Verdict] = {}
    for one in told:
        action, subject = one.decision.action, _about(one)
        before = found.get(subject, UNTOUCHED)
        if action == "reject":
            found[subject] = before._replace(rejected=True)
        elif action == "accept":
            found[subject] = before._replace(rejected=False)
        elif action in ("correct", "add"):
            claim = claim_in(one.decision.after)
            found[subject] = Verdict(False, claim, before.added or action == "add")
    return found


def differing(one: Claim, other: Claim) -> tuple[str, ...]:
    """Return the fields in which two codings of a claim differ."""
    return tuple(f for f in FIELDS if getattr(one, f) != getattr(other, f))


def _about(one: Attached) -> str:
    return one.claim or one.decision.subject


def _one_claim(a: Claim | None, b: Claim | None) -> bool:
    if a is None or b is None or (a.kind, a.type) != (b.kind, b.type):
        return False
    return max(overlap(a.evidence, b.evidence), overlap(b.evidence, a.evidence)) >= SAME_SPAN
