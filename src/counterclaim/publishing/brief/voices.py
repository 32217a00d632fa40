"""Who speaks of an incident, and what each says, a few statements to a sentence."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from counterclaim.publishing.brief.clauses import Clause, Utterance, clause, utterances
from counterclaim.publishing.brief.model import Said, Sentence
from counterclaim.publishing.brief.names import Names, Speaker, speakable
from counterclaim.publishing.brief.words import bare, full_stop, listed

AT_ONCE = 4  # statements in one sentence


class Voice(NamedTuple):
    """One speaker with what he says; `clauses` are those of it that make a clause, `first` the earliest claim."""

    speaker: Speaker
    first: Said
    told: tuple[Utterance, ...]
    clauses: tuple[tuple[Utterance, Clause], ...]

    @property
    def rank(self) -> int:
        """Those who fight come first, then named third parties, the unnamed, and a report's own voice last."""
        if not self.first.claim.attribution:
            return 3
        role = self.first.claim.attribution[-1].role
        if role in ("belligerent", "ally") or (role == "government" and self.first.speaker is not None):
            return 0
        return 2 if role == "anonymous" else 1


def voices(said: Iterable[Said], names: Names) -> list[Voice]:
    """Return the speakers of some claims, those who fight first, and among them those who say most."""
    groups: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        if speakable(one):
            groups[names.speaker(one).key].append(one)
    found = [_voice(group, names) for group in groups.values()]
    return sorted(found, key=lambda v: (v.rank, -len(v.clauses), v.speaker.key))


def _voice(said: Sequence[Said], names: Names) -> Voice:
    first = min(said, key=lambda s: (s.report.published or "~", s.report.id, s.claim.id))
    speaker = names.speaker(first, several=len({s.report.id for s in said}) > 1)
    told = utterances(said)
    clauses = [(u, c) for u in told if (c := clause(u, speaker, names)) is not None]
    return Voice(speaker, first, tuple(told), tuple(clauses))


def made(words: str, claims: Iterable[str]) -> Sentence:
    """Return a sentence from its words and claims, none of them twice."""
    return Sentence(words=full_stop(words.replace(",,", ",")), claims=tuple(dict.fromkeys(claims)))


def after_says(speaker: Speaker, one: Clause) -> str:
    """Return a clause as it stands after "says"."""
    return f"{speaker.it} {one.words}" if one.shape == "did" else one.words


def spoken(voice: Voice, trite: str | None = None, *, only: frozenset[str] | None = None) -> list[Sentence]:
    """Return what one speaker says.

    An event that is only named, and is the incident itself (`trite`), is left out, and so is what a report tells in its
    own voice without vouching for it. `only` keeps the statements of some types.
    """
    who = voice.speaker
    said = [
        (u, c)
        for u, c in voice.clauses
        if not (c.shape == "happened" and u.first.claim.kind == "event" and u.first.claim.type == trite)
        and not (u.first.claim.stance == "unverified" and not u.first.claim.attribution)
        and (only is None or u.first.claim.type in only)
    ]
    did = _condensed([c for u, c in said if c.shape == "did"])
    order = sorted(
        (p for p in said if p[1].shape == "happened"),
        key=lambda p: (p[0].first.claim.kind == "event") == (voice.rank == 0),
    )
    happened = _condensed([c for _, c in order])
    sentences = list[Sentence]()
    for some in _batches(did, happened):
        subject = who.name if not sentences or who.person else who.it
        also = "also " if sentences else ""
        words = f"{subject} {also}{who.says} {_several(who, some)}"
        sentences.append(made(words, (c for one in some for c in one.claims)))
    quoted = _distinct([c for _, c in said if c.shape == "quoted"])
    for at in range(0, len(quoted), 2):
        some, also = quoted[at : at + 2], "also " if sentences else ""
        words = f"{who.name} {also}{who.says} {listed([c.words for c in some])}"
        sentences.append(made(words, (c for one in some for c in one.claims)))
    denied = _distinct([c for _, c in said if c.shape == "denied"])
    if denied:
        words = listed([c.words for c in sorted(denied, key=lambda c: c.words.startswith("that "))])
        sentences.append(made(f"{who.name} {who.does('deny')} {words}", (c for one in denied for c in one.claims)))
    return sentences


def _batches(did: list[Clause], happened: list[Clause]) -> list[list[Clause]]:
    """Divide statements into sentences: all in one where they are few and simple."""
    simple = not any(", " in bare(c.words) for c in (*did, *happened))
    if simple and len(did) + len(happened) <= AT_ONCE:
        return [[*did, *happened]] if did or happened else []
    return [some[at : at + AT_ONCE] for some in (did, happened) for at in range(0, len(some), AT_ONCE)]


def _several(who: Speaker, clauses: Sequence[Clause]) -> str:
    """Return clauses one after the other: "it lost two and killed five, and that one barge was destroyed"."""
    did = [c.words for c in clauses if c.shape == "did"]
    happened = [c.words for c in clauses if c.shape == "happened"]
    first = f"{who.it} {joined(did)}" if did else ""
    if not (did and happened):
        return first or joined(happened)
    return f"{first}, and that {joined(happened)}"


def joined(clauses: Sequence[str]) -> str:
    """Return clauses as a list, with semicolons where one of them has a comma of its own."""
    if len(clauses) > 1 and any(", " in bare(c) for c in clauses):
        if len(clauses) == 2:
            return f"{clauses[0]}, and {clauses[1]}"
        return f"{'; '.join(clauses[:-1])}; and {clauses[-1]}"
    return listed(clauses)


def _distinct(clauses: Iterable[Clause]) -> list[Clause]:
    """Put together clauses of the same words."""
    found: dict[str, Clause] = {}
    for one in clauses:
        old = found.get(one.words)
        found[one.words] = one if old is None else old._replace(claims=(*old.claims, *one.claims))
    return list(found.values())


def _condensed(clauses: Sequence[Clause]) -> list[Clause]:
    """Tell things of one verb together: "70 rifles, four machine guns and one mortar were seized"."""
    groups: dict[tuple[str, str], list[Clause]] = defaultdict(list)
    for n, one in enumerate(_distinct(clauses)):
        whole = one.verb in ("seized", "destroyed", "damaged", "lost") and one.what
        groups[(one.shape, one.verb) if whole else (one.shape, str(n))].append(one)
    found = []
    for group in groups.values():
        if len(group) == 1:
            found += group
            continue
        first, what = group[0], listed([c.what for c in group])
        words = f"{first.verb} {what}" if first.shape == "did" else f"{what} were {first.verb}"
        found.append(Clause(first.shape, words, tuple(c for one in group for c in one.claims)))
    return found
