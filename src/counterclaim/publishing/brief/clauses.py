"""One statement by one claimant as a clause: what stands after "says", with the claims that it rests on."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from counterclaim.publishing.brief.events import event_noun
from counterclaim.publishing.brief.model import Said
from counterclaim.publishing.brief.names import Names, Speaker
from counterclaim.publishing.brief.nouns import PEOPLE, Noun, people, speaks_of_its_own, things
from counterclaim.publishing.brief.words import amount, bare, given, quote
from counterclaim.record import Claim

NOBODYS = ("civilians", "people")
_PASSIVE = {
    "killed": "killed", "injured": "injured", "casualties": "killed or injured", "captured": "captured",
    "abducted": "abducted", "missing": "missing", "displaced": "displaced", "arrested": "arrested",
    "released": "released", "surrendered": "surrendered", "seized": "seized", "destroyed": "destroyed",
    "damaged": "damaged", "lost": "lost",
}  # fmt: skip
_BY_AGENT = frozenset({"killed", "injured", "casualties", "captured", "abducted", "displaced", "arrested", "released", "seized", "destroyed", "damaged"})  # fmt: skip
_SUBJECT = re.compile(
    r"^(?:[A-Z\d“\"]|(?:a|an|the|its|their|our|his|her|we|it|they|he|she|some|no|two|three|four|five|six|seven|eight"
    r"|nine|ten|dozens|hundreds|armed)\b)"
)
_VERB = re.compile(
    r"\b(?:was|were|is|are|has|have|had|been|will|would|did|\w+ed|began|broke|fell|fought|shot|hit|struck|took|said"
    r"|withdrew|left|came|went|set|lost|held)\b"
)
_NEGATED = re.compile(r"\b(?:not?|nothing|never|none|n't)\b", re.IGNORECASE)
_DANGLING = re.compile(
    r",?\s+(?:although|though|while|but|and|when|which|who|that|as|after|before)(?:\s+\w+){0,2}$"
)
_LEAST_WORDS = 4

Shape = Literal["did", "happened", "quoted", "denied"]


class Utterance(NamedTuple):
    """What one claimant says once, in however many reports; `before` is what it said earlier of the same."""

    said: tuple[Said, ...]
    before: tuple[Said, ...] = ()
    parts: tuple["Utterance", ...] = ()

    @property
    def first(self) -> Said:
        return self.said[0]

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of all claims in it."""
        found = [s.claim.id for s in (*self.said, *self.before)]
        return (*found, *(c for part in self.parts for c in part.claims))


class Clause(NamedTuple):
    """`did` goes on after "it" ("killed 52"), `happened` stands alone ("52 were killed"), `quoted` is a quotation.

    `what` and `verb` are those of a plain `did` or `happened`, so that two of one verb can be told in one.
    """

    shape: Shape
    words: str
    claims: tuple[str, ...]
    what: str = ""
    verb: str = ""


def utterances(said: Iterable[Said]) -> list[Utterance]:
    """Put together what one claimant says in several reports, with what it replaces and what is part of it."""
    said = _without_shadows(list(said))
    groups: dict[tuple[object, ...], list[Said]] = defaultdict(list)
    known: dict[tuple[object, ...], tuple[object, ...]] = {}
    for one in sorted(said, key=lambda s: (s.side in (None, "people"), s.claim.stance == "unverified")):
        claim = one.claim
        quantity = (claim.quantity.low, claim.quantity.high) if claim.quantity else None
        loose = (claim.kind, claim.type, quantity, claim.stance == "denied")
        key: tuple[object, ...] = (*loose, one.side if claim.kind == "casualty" else None, _what(claim))
        if claim.kind == "casualty" and one.side == "people" and quantity is not None:
            key = known.get(loose, key)
        known.setdefault(loose, key)
        groups[key].append(one)
    found = [Utterance(tuple(sorted(group, key=_order))) for group in groups.values()]
    return _with_parts(_with_revisions(sorted(found, key=lambda u: _order(u.first))))


def _what(claim: Claim) -> object:
    """Return what tells two statements of one kind apart, beside their number."""
    if claim.kind == "casualty":
        return people(claim)[1] if claim.quantity is None else None
    if claim.kind == "materiel":
        return things(claim)
    if claim.kind in ("media", "strength"):
        return claim.quantity.text if claim.quantity else claim.type
    return " ".join(e.quote for e in claim.evidence)


def _order(one: Said) -> tuple[object, ...]:
    claim = one.claim
    kinds = ("casualty", "materiel", "event", "posture", "strength", "agreement", "media", "assessment")
    at = claim.evidence[0].start if claim.evidence else 0
    return (
        one.side in (None, "people"),
        kinds.index(claim.kind),
        one.report.published or "~",
        one.report.id,
        at,
        claim.id,
    )


def _without_shadows(said: Sequence[Said]) -> list[Said]:
    """Leave out what a wider quotation tells again of nobody in particular ("nine of its own killed … rather than seven")."""
    kept = []
    for one in said:
        shadow = one.side == "people" and any(
            other is not one
            and other.report.id == one.report.id
            and other.claim.type == one.claim.type
            and other.side not in (None, "people")
            and _inside(other.claim, one.claim)
            for other in said
        )
        if not shadow:
            kept.append(one)
    return kept


def _inside(inner: Claim, outer: Claim) -> bool:
    return bool(inner.evidence) and all(
        any(o.start <= i.start and i.end <= o.end and (o.start, o.end) != (i.start, i.end) for o in outer.evidence)
        for i in inner.evidence
    )


def _with_revisions(found: list[Utterance]) -> list[Utterance]:
    """Hang what was said earlier beneath what replaces it."""
    by_claim = {s.claim.id: u for u in found for s in u.said}
    replaced: dict[int, list[Said]] = defaultdict(list)
    gone = set[int]()
    for old, new in _outdated(found):
        replaced[id(new)] += old.said
        gone.add(id(old))
    for new in found:
        for one in new.said:
            for earlier in one.claim.supersedes:
                other = by_claim.get(earlier)
                if other is not None and other is not new and id(other) not in gone:
                    replaced[id(new)] += other.said
                    gone.add(id(other))
    return [u._replace(before=tuple(replaced[id(u)])) for u in found if id(u) not in gone]


def _outdated(found: list[Utterance]) -> Iterator[tuple[Utterance, Utterance]]:
    """Yield the tolls of a side that the claimant gave on an earlier day, each with the latest (METHOD 1.4, point 2)."""
    tolls: dict[tuple[str, str | None], list[Utterance]] = defaultdict(list)
    for told in found:
        claim, side = told.first.claim, told.first.side
        whole = claim.kind == "casualty" and claim.quantity is not None and claim.part_of is None
        if whole and claim.stance != "denied" and side not in (None, "people"):
            tolls[claim.type, side].append(told)
    for several in tolls.values():
        days = [min(s.report.published or "" for s in told.said) for told in several]
        last = [told for told, day in zip(several, days, strict=True) if day == max(days)]
        if len(last) == 1 and "" not in days:
            yield from ((told, last[0]) for told in several if told is not last[0])


def _with_parts(found: list[Utterance]) -> list[Utterance]:
    """Hang parts beneath their totals, where both count the same."""
    by_claim = {s.claim.id: u for u in found for s in u.said}
    parts: dict[int, list[Utterance]] = defaultdict(list)
    inner = set[int]()
    for part in found:
        first = part.first.claim
        whole = by_claim.get(first.part_of or "")
        if whole is None or whole is part or first.kind != "casualty" or whole.first.claim.kind != "casualty":
            continue
        exact = first.quantity is not None and first.quantity.low is not None
        if exact and (whole.first.claim.type == first.type) and id(whole) not in inner:
            parts[id(whole)].append(part)
            inner.add(id(part))
    return [u._replace(parts=tuple(parts[id(u)])) for u in found if id(u) not in inner]


def clause(told: Utterance, speaker: Speaker, names: Names) -> Clause | None:
    """Return a statement as a clause, None where its words would not make a sentence."""
    claim = told.first.claim
    if claim.kind == "casualty":
        return _counted(told, speaker, names, people(claim))
    if claim.kind == "materiel":
        noun = things(claim)
        return _counted(told, speaker, names, noun) if noun is not None else None
    if claim.kind in ("event", "agreement"):
        return _event(told, names)
    return None


def _counted(told: Utterance, speaker: Speaker, names: Names, noun: Noun) -> Clause | None:
    one = told.first
    claim = one.claim
    quantity = claim.quantity
    if claim.stance == "denied" and (claim.target is None or noun == PEOPLE) and quantity is None:
        return None
    if quantity is None and claim.kind == "casualty" and noun == PEOPLE:
        return None
    own = one.stands == "own" and one.side not in NOBODYS and one.side is not None and claim.kind == "casualty"
    what = counted(told, noun, own=own, its=speaker.its)
    verb = _PASSIVE[claim.type]
    if claim.stance == "denied":
        return Clause("denied", f"that {what} {_be(claim)} {verb}", told.claims)
    more = _more(told, noun)
    did_it = claim.type in _BY_AGENT and one.agent is not None and one.agent == one.speaker and not own
    lost = (own and claim.type == "killed") or claim.type == "lost"
    if speaker.acts and (did_it or lost):
        done = "lost" if lost else verb
        return Clause("did", f"{done} {what}{more}", told.claims, "" if more else what, done)
    by = ""
    if claim.agent is not None and claim.agent.id is not None and claim.type in _BY_AGENT and one.agent != one.side:
        by = f" by {names.party(claim.agent)}"
    if claim.type == "surrendered":
        return Clause("happened", f"{what} surrendered{more}", told.claims)
    be = {"missing": "is" if _be(claim) == "was" else "are"}.get(claim.type, _be(claim))
    plain = "" if by or more or claim.type == "missing" else what
    return Clause("happened", f"{what} {be} {verb}{by}{more}", told.claims, plain, verb)


def counted(told: Utterance, noun: Noun, *, own: bool, its: str) -> str:
    """Return what is counted with its number: "52 fighters", "eight of its own"."""
    claim = told.first.claim
    if own and speaks_of_its_own(claim):
        number = amount(claim.quantity, "", "")
        if claim.quantity is None:
            return f"members of {its} own"
        return f"{number} of {its} own"
    words = amount(claim.quantity, *noun)
    if told.first.joined and claim.quantity is not None:
        words += f" and {given(told.first.joined)}"
    return words


def _more(told: Utterance, noun: Noun) -> str:
    more = ""
    if told.before:
        earlier = list(dict.fromkeys(amount(s.claim.quantity) for s in told.before if s.claim.quantity is not None))
        if earlier:
            more += f", revised from {' and '.join(earlier)}"
    inside = []
    for part in told.parts:
        one, many = people(part.first.claim)
        quantity = part.first.claim.quantity
        single = quantity is not None and quantity.low == quantity.high == 1
        if single and re.search(r"[’']s ", one):
            inside.append(f"the {one}")
        elif (one, many) == PEOPLE:
            inside.append(f"{amount(quantity)} of them")
        else:
            inside.append(amount(quantity, one, many))
    return more + (f", including {' and '.join(inside)}" if inside else "")


def _be(claim: Claim) -> str:
    quantity = claim.quantity
    if claim.kind == "materiel" and quantity is None:
        name = claim.target.name if claim.target else ""
        return "were" if name.casefold().endswith("s") else "was"
    return "was" if quantity is not None and quantity.low == quantity.high == 1 else "were"


# Events, and whatever is best said in its own words


def _event(told: Utterance, names: Names) -> Clause | None:
    claim = told.first.claim
    words = own_words(claim)
    if claim.stance == "denied":
        if words is not None and not _NEGATED.search(words):
            return Clause("denied", f"that {quote(words)}", told.claims)
        own = told.first.agent is not None and told.first.agent == told.first.speaker
        doing = f"{'any part in ' if own else ''}{event_noun(claim)}"
        return Clause("denied", doing, told.claims)
    if words is not None and is_clause(words):
        return Clause("quoted", quote(words), told.claims)
    noun = event_noun(claim)
    by = ""
    if claim.agent is not None and claim.agent.id is not None and told.first.agent != told.first.speaker:
        by = f" by {names.party(claim.agent)}"
    be = "were" if noun == "arrests" else "was"
    return Clause("happened", f"there {be} {noun}{by}", told.claims)


def own_words(claim: Claim, least: int = _LEAST_WORDS) -> str | None:
    """Return the words of a claim fit to be quoted, None where they are too few to be understood."""
    if not claim.evidence:
        return None
    words = re.sub(r"^that\s+", "", " ".join(claim.evidence[0].quote.split()))
    words = _DANGLING.sub("", words).strip(" ,;:–-")
    return words if len(words.split()) >= least else None


def is_clause(words: str) -> bool:
    """Tell whether words look like a whole clause: somebody, and what he did."""
    first = words.split()[0].casefold()
    verb = _VERB.search(words)
    if verb is None or verb.start() == 0:
        return False
    started = bool(_SUBJECT.match(words)) or bool(re.match(r"[\w-]+s\b", first))
    return started and bare(words).count("“") == bare(words).count("”")
