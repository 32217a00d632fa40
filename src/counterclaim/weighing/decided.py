"""What persons decided of incidents, as pairs of stubs that are one happening and pairs that are not."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from counterclaim.record import Decision
from counterclaim.weighing.columns import NONE
from counterclaim.weighing.join import Constraints
from counterclaim.weighing.minted import Minted
from counterclaim.weighing.table import Table


class Decided(NamedTuple):
    """What decisions make of a fold: pairs of stubs joined (True) or kept apart (False), and the claims rejected."""

    pairs: frozenset[tuple[str, str, bool]] = frozenset()
    rejected: frozenset[str] = frozenset()


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that stand, in the order in which they were made: those that no standing undo takes back."""
    undone: set[str] = set()
    standing = []
    for decision in sorted(decisions, key=lambda d: (d.at, d.id), reverse=True):
        if decision.id in undone:
            continue
        if decision.action == "undo":
            undone.add(decision.subject)
        standing.append(decision)
    return [d for d in reversed(standing) if d.action != "undo"]


def decided_pairs(
    table: Table, decisions: Iterable[Decision], minted: Sequence[Minted]
) -> frozenset[tuple[str, str, bool]]:
    """Return the pairs of stubs that persons joined (True) or kept apart (False); of two decisions the later counts."""
    known = {m.id: m.stubs | {m.stub} for m in minted}
    pairs: dict[tuple[str, str], bool] = {}
    for decision in in_force(decisions):
        if decision.action == "merge":
            whole = _stubs_of(table, decision.subject, decision.before, known)
            for other in (decision.after or {}).get("with", ()):
                _merge(pairs, whole, _stubs_of(table, other, None, known))
        elif decision.action == "split":
            apart = _wholly(table, (decision.after or {}).get("apart", ()))
            rest = _stubs_of(table, decision.subject, decision.before, known) - apart
            pairs.update({_pair(a, b): False for a in apart for b in rest})
    return frozenset((a, b, joined) for (a, b), joined in pairs.items())


def pairs_of_parts(
    decisions: Iterable[tuple[str, Sequence[Collection[str]]]], stub_of: Mapping[str, str], sizes: Mapping[str, int]
) -> frozenset[tuple[str, str, bool]]:
    """Return the pairs that merges and splits made, given by the claims of their parts; the later decision counts.

    `decisions` are (action, parts): of a merge the incidents joined, of a split the claims set apart and then the rest.
    `stub_of` tells where each claim is told, `sizes` how many claims a stub has: at least half of them set it apart.
    """
    pairs: dict[tuple[str, str], bool] = {}
    for action, parts in decisions:
        if not parts:
            continue
        if action == "merge":
            whole, *others = ({stub_of[c] for c in part if c in stub_of} for part in parts)
            for other in others:
                _merge(pairs, whole, other)
        else:
            counts = Counter(stub_of[c] for c in parts[0] if c in stub_of)
            apart = {s for s, n in counts.items() if 2 * n >= sizes[s]}
            rest = {stub_of[c] for part in parts[1:] for c in part if c in stub_of} - apart
            pairs.update({_pair(a, b): False for a in apart for b in rest})
    return frozenset((a, b, joined) for (a, b), joined in pairs.items())


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _merge(pairs: dict[tuple[str, str], bool], one: set[str], other: set[str]) -> None:
    if not one or not other:
        return
    for a in one:
        for b in other:
            pairs.pop(_pair(a, b), None)
    if min(one) != min(other):
        pairs[_pair(min(one), min(other))] = True


def _stubs_of(
    table: Table, incident: str, before: Mapping[str, Any] | None, known: Mapping[str, Collection[str]]
) -> set[str]:
    """Return the stubs of an incident that the table holds: by the snapshot of the decision, else as last known."""
    found = set()
    for claim in (before or {}).get("claims", ()):
        row = table.claim_row(claim)
        if row is not None and table.claims["stub"][row] != NONE:
            found.add(table.stub_ids[table.claims["stub"][row]])
    return found or {s for s in known.get(incident, ()) if table.stub_row(s) is not None}


def _wholly(table: Table, claims: Iterable[str]) -> set[str]:
    """Return the stubs of which at least half the claims are among these."""
    rows = [r for r in map(table.claim_row, claims) if r is not None]
    counts = Counter(int(table.claims["stub"][r]) for r in rows)
    return {table.stub_ids[s] for s, n in counts.items() if s != NONE and 2 * n >= len(table.rows[s])}


def constraints_of(table: Table, decided: Iterable[tuple[str, str, bool]]) -> Constraints:
    """Return decided pairs as rows of a table; a pair of which it lacks a stub is left out."""
    together: set[tuple[int, int]] = set()
    apart: set[tuple[int, int]] = set()
    for a, b, joined in decided:
        rows = table.stub_row(a), table.stub_row(b)
        if rows[0] is not None and rows[1] is not None:
            (together if joined else apart).add((rows[0], rows[1]))
    return Constraints(frozenset(together), frozenset(apart))
