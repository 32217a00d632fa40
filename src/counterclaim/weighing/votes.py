"""One utterance, one vote (METHOD 1.4, points 1 to 4): from the claims of one measure and side to what each claimant says."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import msgspec

from counterclaim.knowledge.weighing_rules import WeighingRules, load_weighing
from counterclaim.record.claim import NARRATOR
from counterclaim.weighing.sides import CIVILIANS, COUNTED, Sides, Standing
from counterclaim.weighing.target_words import is_part, persons_named, thing_told
from counterclaim.weighing.weighed import VAGUE, WeighedClaim

_OWN_VOICES = (NARRATOR, VAGUE)
_LAST = 2**31  # the day of what has none: after all others
Key = tuple[str, str, str]  # measure, side, unit
_Voice = tuple[str, int | None, int | None]


class Vote(msgspec.Struct, gc=False):
    """What one claimant says: the numbers, on which standing, and the claims that say so.

    `speaker` is who has the vote, `origin` the first claim's origin group. `soft` is the upper end that may be thought of
    where none is stated. `firm`: it may set floor, low and best. `subset` bounds from below alone, `superset` from above.
    """

    claim: WeighedClaim
    speaker: str
    standing: Standing
    low: int | None
    high: int | None
    soft: int | None
    stated: bool
    firm: bool
    subset: bool
    superset: bool
    day: int
    origins: set[str]
    verified: bool = False

    @property
    def point(self) -> int | None:
        """The number stated, the lower of two."""
        return self.high if self.low is None else self.low


class Row(msgspec.Struct, gc=False):
    """The claims of one measure, side and unit, and what came of each.

    `votes` are live; `denials` are claims that deny; `claimed_only` those that somebody disbelieves. `wordless` votes
    are told without any number. `named` counts the persons named, a floor of its own (METHOD 1.4, point 5). `relayed` is set where two reports give one claimant two numbers on one day.
    """

    key: Key
    claims: tuple[WeighedClaim, ...]
    votes: list[Vote]
    denials: list[WeighedClaim]
    claimed_only: list[WeighedClaim]
    wordless: list[WeighedClaim]
    named: Vote | None
    relayed: bool


def rows_of(claims: Iterable[WeighedClaim], sides: Sides) -> list[Row]:
    """Return the rows of an incident's claims, in the order of their keys; what is background is not weighed."""
    grouped: dict[Key, list[WeighedClaim]] = {}
    for claim in claims:
        if claim.kind in COUNTED and claim.scope == "incident":
            grouped.setdefault((claim.measure, sides.of[claim.id], claim.unit), []).append(claim)
    everything = {c.id: key for key, group in grouped.items() for c in group} if len(grouped) > 1 else {}
    return [_row(key, grouped[key], sides, everything) for key in sorted(grouped)]


def claim_order(claim: WeighedClaim) -> tuple[int, str]:
    """Sort by day of publication, then by id: what has no day comes last."""
    return (_LAST if claim.day is None else claim.day, claim.id)


def _row(key: Key, claims: list[WeighedClaim], sides: Sides, everything: dict[str, Key]) -> Row:
    rules = load_weighing()
    if len(claims) > 1:
        claims.sort(key=claim_order)
    row = Row(
        key=key, claims=tuple(claims), votes=[], denials=[], claimed_only=[], wordless=[], named=None, relayed=False
    )
    denied = {(c.low, c.high) for c in claims if c.stance == "denied" and sides.standing[c.id] == "third_party"}
    denied.discard((None, None))
    disbelieved = {_utterance(c) for c in claims if c.discredited}
    counted = list[WeighedClaim]()
    for claim in claims:
        if claim.stance == "denied":
            row.denials.append(claim)
        elif _utterance(claim) in disbelieved or (
            (claim.low, claim.high) in denied and sides.standing[claim.id] != "third_party"
        ):
            row.claimed_only.append(claim)
        elif claim.low is None and claim.high is None:
            row.wordless.append(claim)
        else:
            counted.append(claim)
    row.named = _named(counted + row.wordless, sides)
    speakers = {c.id: _speaker(c) for c in counted}
    if len(counted) > 1:
        outdated = _outdated(counted, speakers, sides) if any(c.supersedes for c in counted) else set()
        counted = [c for c in _without_inherited(counted, rules) if c.id not in outdated]
    votes = _collapsed(counted, speakers, sides, rules, lambda c: everything.get(c.part_of or "", key) == key)
    if len(votes) > 1:
        _mark_parts(votes, key)
        votes, row.relayed = _latest(votes)
    row.votes = [v for v in votes if v.low is not None or not v.subset]  # "up to 10 of them" bounds nothing
    return row


def _named(claims: list[WeighedClaim], sides: Sides) -> Vote | None:
    """Return how many persons are named by a side about its own men or by a third party, with a claim that names one."""
    found: dict[str, WeighedClaim] = {}
    for claim in claims:
        if claim.target_id is None and claim.target_kind == "people" and claim.kind == "casualty":
            sure = claim.stance == "asserted" and sides.standing[claim.id] in ("own", "third_party")
            for person in persons_named(claim.target_name) if sure else ():
                found.setdefault(person, claim)
    if not found:
        return None
    first = min(found.values(), key=claim_order)
    return Vote(
        first, _speaker(first), sides.standing[first.id], len(found), None, None, stated=True, firm=True, subset=True,
        superset=False, day=_day(first), origins={first.origin},
    )  # fmt: skip


def _utterance(claim: WeighedClaim) -> tuple[str, int | None, int | None]:
    return _speaker(claim), claim.low, claim.high


# Who has the vote


def _speaker(claim: WeighedClaim) -> str:
    """Return who has the vote: a report's own voice, and a name that is none, are those of its origin group."""
    return f"{claim.speaker}@{claim.origin}" if claim.speaker.startswith(_OWN_VOICES) else claim.speaker


def _without_inherited(claims: list[WeighedClaim], rules: WeighingRules) -> list[WeighedClaim]:
    """Leave out what a report says in its own voice and attributes too: the figure is that claimant's (METHOD 1.2)."""
    named: dict[str, list[WeighedClaim]] = defaultdict(list)
    for claim in claims:
        if claim.speaker != NARRATOR:
            named[claim.report].append(claim)
    if not named or len(claims) == sum(map(len, named.values())):
        return claims
    inherited = {
        (c.origin, c.low, c.high)
        for c in claims
        if c.speaker == NARRATOR and any(_same_figure(c, other, rules) for other in named.get(c.report, ()))
    }
    return [c for c in claims if c.speaker != NARRATOR or (c.origin, c.low, c.high) not in inherited]


def _same_figure(own: WeighedClaim, told: WeighedClaim, rules: WeighingRules) -> bool:
    mine, theirs = own.point, told.point
    if mine is None or theirs is None:
        return False
    if mine == theirs or (own.high is None and mine == theirs + 1):  # "more than 10" for "ten"
        return True
    term = rules.every_term.get(own.term)
    return term is not None and not term.stated and mine <= theirs <= (term.soft or theirs)


def _outdated(claims: list[WeighedClaim], speakers: dict[str, str], sides: Sides) -> set[str]:
    """Return the claims whose figure a later claim says it updates, wherever the figure is printed again.

    An update by a third party outdates the same figure of any third party; a party's outdates only its own.
    """
    by_id = {c.id: c for c in claims}
    voices = {c.id: (_voice(c, speakers, sides), c.low, c.high) for c in claims}
    first: dict[_Voice, int] = {}
    updated: dict[_Voice, int] = {}
    updates: dict[_Voice, int] = {}
    for claim in claims:
        voice, day = voices[claim.id], _day(claim)
        first[voice] = min(first.get(voice, day), day)
        for old in (voices[i] for i in claim.supersedes if i in by_id):
            if old != voice and old[0] == voice[0]:
                updated[old] = max(updated.get(old, 0), day)
                updates[voice] = max(updates.get(voice, 0), day)
    gone = {v for v, day in updated.items() if first[v] <= day and updates.get(v, -1) <= day}
    live = {v for v in voices.values() if v not in gone}
    return {c.id for c in claims if voices[c.id] in gone} if live else set()


def _voice(claim: WeighedClaim, speakers: dict[str, str], sides: Sides) -> str:
    return "" if sides.standing[claim.id] == "third_party" else speakers[claim.id]


def _day(claim: WeighedClaim) -> int:
    return _LAST if claim.day is None else claim.day


# Votes


def _collapsed(
    claims: list[WeighedClaim],
    speakers: dict[str, str],
    sides: Sides,
    rules: WeighingRules,
    inside: Callable[[WeighedClaim], bool],
) -> list[Vote]:
    """Return one vote for each claimant and figure; printed again, a figure keeps the day on which it was first told."""
    votes: dict[tuple[str, int | None, int | None], Vote] = {}
    for claim in claims:  # in order, so that the first told is the vote's claim
        speaker, standing = speakers[claim.id], sides.standing[claim.id]
        firm = standing == "own" or claim.stance != "unverified"
        subset = claim.part_of is not None and inside(claim)
        vote = votes.get((speaker, claim.low, claim.high))
        if vote is None:
            term = rules.every_term.get(claim.term)
            vote = votes[speaker, claim.low, claim.high] = Vote(
                claim, speaker, standing, claim.low, claim.high, claim.high if term is None else term.soft,
                term is None or term.stated, firm, subset, claim.id in sides.composites, _day(claim), set(),
            )  # fmt: skip
        elif firm and not vote.firm:
            vote.firm, vote.standing, vote.claim = True, standing, claim
        vote.subset = vote.subset and subset
        vote.origins.add(claim.origin)
        vote.verified = vote.verified or claim.verified
    return list(votes.values())


def _mark_parts(votes: list[Vote], key: Key) -> None:
    """Set which votes count more or less than the row: a coalition beside one of its forces, one sort of several."""
    if all(v.superset for v in votes):
        for vote in votes:
            vote.superset = False
    if votes[0].claim.kind == "materiel":
        general = load_weighing().general
        things = [thing_told(v.claim.target_name) for v in votes]
        parts = [len(set(things)) > 1 and thing not in general for thing in things]
    else:
        parts = [is_part(v.claim.target_name, civilians=key[1] == CIVILIANS) for v in votes]
    whole = max(
        (v.point or 0 for v, part in zip(votes, parts, strict=True) if not (part or v.subset)), default=None
    )
    for vote, part in zip(votes, parts, strict=True):
        vote.subset = vote.subset or (part and whole is not None and (vote.point or 0) <= whole)


def _latest(votes: list[Vote]) -> tuple[list[Vote], bool]:
    """Return the latest figure of each claimant, and whether reports give one claimant two numbers on one day.

    A part ("including three children") stands beside the later total; soft words do not replace a number.
    """
    by_speaker: dict[str, list[Vote]] = defaultdict(list)
    for vote in votes:
        by_speaker[vote.speaker].append(vote)
    if len(by_speaker) == len(votes):
        return votes, False
    live, relayed = list[Vote](), False
    for mine in by_speaker.values():
        parts = [v for v in mine if v.subset]
        whole = [v for v in mine if not v.subset]
        whole = [v for v in whole if v.stated] or whole
        newest = max((v.day for v in whole if v.day != _LAST), default=_LAST)
        whole = [v for v in whole if v.day in (newest, _LAST)]
        relayed = relayed or _relayed(whole)
        live += parts + whole
    return live, relayed


def _relayed(votes: list[Vote]) -> bool:
    if len(votes) < 2 or votes[0].speaker.startswith(NARRATOR):
        return False
    return any(
        a.point != b.point and not (a.origins & b.origins) for i, a in enumerate(votes) for b in votes[i + 1 :]
    )


def evidence_groups(votes: Sequence[Vote]) -> list[int]:
    """Return for each vote the number of its primary source: two newsrooms that quote one army are one (METHOD 1.6).

    Votes are of one source where one claimant gives them, or where one origin gives the same figure.
    """
    if len(votes) == 1:
        return [0]
    numbers: dict[object, int] = {}
    found = list[int]()
    for vote in votes:
        names: list[object] = [vote.speaker, *((o, vote.low, vote.high) for o in vote.origins)]
        known = sorted({numbers[n] for n in names if n in numbers})
        number = known[0] if known else len(found)
        for other in known[1:]:
            found = [number if g == other else g for g in found]
            numbers = {n: number if g == other else g for n, g in numbers.items()}
        numbers.update(dict.fromkeys(names, number))
        found.append(number)
    return found
