"""Rebuild: all incidents of a ledger folded anew, or what that would change."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from counterclaim import settings
from counterclaim.actions.folding import fold_all, sign, whole_fold
from counterclaim.actions.result import Result, counted
from counterclaim.chunks import chunks
from counterclaim.knowledge.actors import load_registry
from counterclaim.ledger import Ledger
from counterclaim.ledger.folding import FoldSession
from counterclaim.record import Figure, Incident


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """A figure as it is compared."""

    low: int
    best: int | None
    high: int | None
    high_stated: int | None
    open_high: bool
    basis: str
    contested: bool
    unanswered: bool

    def text(self) -> str:
        """Return the bounds in one word: "3/5/10", "?" for what is not known, "+" for what is open."""
        high = "+" if self.open_high else ""
        best = "?" if self.best is None else self.best
        return f"{self.low}/{best}/{'?' if self.high_stated is None else self.high_stated}{high}"


class FigureChange(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of an incident before and after; None where there was or is none."""

    incident: str
    measure: str
    side: str
    old: Bounds | None
    new: Bounds | None


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """An incident and those that were joined to it or came out of it."""

    incident: str
    others: tuple[str, ...]


class Rebuilt(Result, frozen=True, kw_only=True):
    """What a rebuild did, or, with `written` false, would do."""

    written: bool
    reports: int
    incidents: int
    appear: tuple[str, ...] = ()
    vanish: tuple[str, ...] = ()
    merge: tuple[Moved, ...] = ()
    split: tuple[Moved, ...] = ()
    figures: tuple[FigureChange, ...] = ()

    def text(self) -> str:
        """Return it as plain lines."""
        head = f"{counted(self.incidents, 'incident')} of {counted(self.reports, 'report')}"
        if self.written:
            return f"{head} folded anew\n"
        lines = [f"{head}; nothing was written"]
        lines += [f"appears: {i}" for i in self.appear] + [f"vanishes: {i}" for i in self.vanish]
        lines += [f"takes in: {m.incident} takes in {', '.join(m.others)}" for m in self.merge]
        lines += [f"splits: {m.incident} gives {', '.join(m.others)}" for m in self.split]
        lines += [
            f"figure: {c.incident} {c.measure}, {c.side}: {c.old.text() if c.old else 'none'} -> "
            f"{c.new.text() if c.new else 'none'}"
            for c in self.figures
        ]
        if len(lines) == 1:
            lines.append("nothing would change")
        return "\n".join(lines) + "\n"


def rebuild(ledger: Ledger, *, diff: bool = False) -> Rebuilt:
    """Fold the whole ledger anew; with `diff` write nothing and tell what would change.

    Where neither rules nor rows have changed, partition, ids and figures come out as they were. Others that write wait
    meanwhile. Raises LedgerBusy where another process writes too long.
    """
    with ledger.folding(keep=not diff) as session:
        sign(session, load_registry())
        if diff:
            return _difference(session)
        done = fold_all(session)
        return Rebuilt(written=True, reports=done.reports, incidents=done.incidents)


def _difference(session: FoldSession) -> Rebuilt:
    before = session.groups()
    fold = whole_fold(session, before)
    groups = fold.groups()
    of_stub = {stub: id_ for id_, stubs in before.items() for stub in stubs}
    merge, split = _moved(groups, before, of_stub)
    joined = {other for m in merge for other in m.others}
    out = {other for m in split for other in m.others}
    return Rebuilt(
        written=False,
        reports=len(fold.folding.table.report_ids),
        incidents=len(groups),
        appear=tuple(i for i in groups if i not in before and i not in out),
        vanish=tuple(sorted(i for i in before if i not in groups and i not in joined)),
        merge=merge,
        split=split,
        figures=tuple(_changes(session, fold.incidents())),
    )


def _moved(
    groups: Mapping[str, Sequence[str]], before: Mapping[str, Sequence[str]], of_stub: Mapping[str, str]
) -> tuple[tuple[Moved, ...], tuple[Moved, ...]]:
    """Return which incidents take in others, and which give others."""
    merge: list[Moved] = []
    gives: dict[str, list[str]] = {}
    for id_, stubs in groups.items():
        olds = sorted({of_stub[s] for s in stubs if s in of_stub} - {id_})
        if taken := tuple(o for o in olds if o not in groups):
            merge.append(Moved(incident=id_, others=taken))
        for old in olds:
            if old in groups:
                gives.setdefault(old, []).append(id_)
    return tuple(merge), tuple(Moved(incident=o, others=tuple(n)) for o, n in sorted(gives.items()))


def _changes(session: FoldSession, made: Iterator[Incident]) -> Iterator[FigureChange]:
    """Yield the figures that change, of incidents that were there."""
    for batch in chunks(made, settings.LEDGER_BATCH):
        olds = session.incidents([i.id for i in batch])
        for new in batch:
            if new.id in olds:
                yield from _changed(olds[new.id], new)


def _changed(old: Incident, new: Incident) -> Iterator[FigureChange]:
    was, now = _bounds(old), _bounds(new)
    for key in sorted(was.keys() | now.keys()):
        if was.get(key) != now.get(key):
            measure, side, _, _ = key
            yield FigureChange(incident=new.id, measure=measure, side=side, old=was.get(key), new=now.get(key))


def _bounds(incident: Incident) -> dict[tuple[str, str, str, bool], Bounds]:
    return {(f.measure, f.side, f.unit, f.residual): _bounds_of(f) for f in incident.figures}


def _bounds_of(figure: Figure) -> Bounds:
    c = figure.contested
    return Bounds(
        low=figure.low, best=figure.best, high=figure.high, high_stated=figure.high_stated, open_high=figure.open_high,
        basis=figure.basis, contested=c.responsibility or c.count or c.occurrence or c.status, unanswered=figure.unanswered,
    )  # fmt: skip
