"""One statement is one claim: repeats in headline, lead and body fold into the fullest (CODING.md 1 and 3)."""

from counterclaim.reading.fact import Fact
from counterclaim.reading.phrases import noun_class

_GENERIC = {
    "people",
    "person",
    "victim",
    "member",
    "man",
    "other",
    "dead",
    "body",
    "life",
    "fighter",
    "individual",
    "wounded",
    "injured",
    "casualty",
    "death",
    "toll",
    "number",
    "fatality",
}
_RULE_RANK = {"verb": 0, "toll": 0, "state": 1, "noun": 1, "list": 1, "surface": 2, "event": 0, "event-noun": 1}


_OF_THINGS = {"Looting/property destruction", "Government regains territory", "Non-state actor overtakes territory"}


def fold(facts: list[Fact]) -> list[Fact]:
    """Return the facts without repeats, in text order. Parents of dropped facts are redirected to what stands for them."""
    facts = [f for f in facts if _stands(f)]
    kept: list[Fact] = []
    replaced: dict[int, Fact] = {}
    for fact in sorted(facts, key=_rank):
        twin = next((k for k in kept if _same(k, fact)), None)
        if twin is None:
            kept.append(fact)
        else:
            replaced[id(fact)] = twin
            _enrich(twin, fact)
    kept = [f for f in kept if not _outdone(f, kept)]
    alive = {id(f) for f in kept}
    for fact in kept:
        for slot in ("parent", "supersedes"):
            other = getattr(fact, slot)
            if other is not None and id(other) not in alive:
                setattr(fact, slot, replaced.get(id(other)))
            if getattr(fact, slot) is fact:
                setattr(fact, slot, None)
    kept.sort(key=lambda f: (f.block.index, f.trigger.i, f.counted.start if f.counted else 0))
    return kept


def _stands(fact: Fact) -> bool:
    if fact.modal:
        return False
    return not (fact.negated and not fact.chain and fact.kind != "media" and fact.quantity is None)


def _rank(fact: Fact) -> tuple[int, ...]:
    """The fullest first: attributed before the lead's own voice, body before headline, a verb before a noun."""
    rule = fact.rule.split(":")[0]
    return (
        fact.block.role == "headline",
        fact.block.index <= 1 and fact.kind != "event" and len(fact.block.doc) < 90,
        _RULE_RANK.get(rule, 1) if fact.kind == "event" else 0,
        not fact.chain if fact.kind != "event" else 0,
        fact.target is None,
        fact.block.index,
        fact.trigger.i,
    )


def _same(kept: Fact, fact: Fact) -> bool:
    if kept.kind != fact.kind or (kept.block.role == "headline" and fact.block.role == "headline"):
        return False
    if kept.kind == "event":
        return _same_event(kept, fact)
    if (
        kept.kind == "materiel"
        and kept.type != fact.type
        and {kept.type, fact.type} <= {"destroyed", "lost", "damaged"}
        and (
            kept.block is fact.block
            and kept.target is not None
            and fact.target is not None
            and kept.target.i == fact.target.i
        )
    ):
        return True  # one thing, told twice in one breath ("burned and was lost")
    if kept.type != fact.type or kept.stance == "denied" or fact.stance == "denied":
        return (
            kept.type == fact.type
            and kept.stance == fact.stance
            and kept.claimant_key == fact.claimant_key
            and kept.quantity == fact.quantity
            and (_head(kept) == _head(fact))
        )
    if kept.kind in {"posture", "agreement"}:
        return kept.claimant_key == fact.claimant_key or not fact.chain
    if kept.kind == "media":
        return _head(kept) == _head(fact) and kept.block is fact.block
    if kept.kind == "assessment":
        return kept.claimant_key == fact.claimant_key
    if (kept.quantity != fact.quantity and not _unqualified(kept, fact)) or _adds(fact) != _adds(kept):
        return False
    if kept.claimant_key != fact.claimant_key and fact.chain and kept.chain:
        return False
    if (
        kept.incident is not fact.incident
        and kept.incident is not None
        and fact.incident is not None
        and (fact.block.role != "headline" and not (fact.block.index <= 2))
    ):
        return False
    if kept.part != fact.part and kept.block is fact.block and kept.sentence == fact.sentence:
        return False
    return _compatible_targets(kept, fact)


def _unqualified(kept: Fact, fact: Fact) -> bool:
    """Tell whether a headline or the first words of a text give a number of the body without its "at least"."""
    if (
        kept.quantity is None
        or fact.quantity is None
        or not (fact.block.role == "headline" or fact.block.index == 0)
    ):
        return False
    (low, high), (again, bound) = kept.quantity, fact.quantity
    first = fact.block.role == "headline" or fact.sentence.start == 0
    return first and low == again and high is None and bound == low


def _adds(fact: Fact) -> bool:
    """Tell whether the words add to what was told ("another seven people", "a further two"): never a repeat of it."""
    if fact.counted is None:
        return False
    words = [t.lower_ for t in fact.block.doc[max(0, fact.counted.start - 1) : fact.counted.start + 2]]
    return bool({"another", "further", "additional"} & set(words))


def _same_event(kept: Fact, fact: Fact) -> bool:
    if (kept.stance == "denied") != (fact.stance == "denied"):
        return False
    kept_made = kept.rule.startswith("responsibility")
    made = fact.rule.startswith("responsibility")
    if kept_made or made:
        if kept_made and made:
            return (
                kept.claimant_key == fact.claimant_key
                and kept.stance == fact.stance
                and kept.type == fact.type
                and (kept.rule == fact.rule and kept.incident is fact.incident)
            )
        return False
    if kept.background and fact.background:
        here = kept.block is fact.block and kept.sentence == fact.sentence
        return kept.type == fact.type and (
            here or (kept.claimant_key == fact.claimant_key and _head(kept) == _head(fact))
        )
    if fact.stance == "denied":
        return kept.type == fact.type and kept.claimant_key == fact.claimant_key
    if fact.block.role == "headline" and kept.type == fact.type:
        return True
    if kept.incident is not fact.incident:
        return False
    if kept.type == fact.type:
        if (
            kept.rule.startswith("event:")
            and fact.rule.startswith("event:")
            and kept.block is not fact.block
            and min(kept.block.index, fact.block.index) > 1
            and kept.target is not None
            and fact.target is not None
            and _head(kept) != _head(fact)
            and fact.target.pos_ == kept.target.pos_ == "NOUN"
        ):
            return False
        return not _versions(kept, fact)
    return fact.rule.startswith("event-noun") and _mentions_again(fact) and not _versions(kept, fact)


_BARE_EVENTS = frozenset(
    [
        "attack",
        "blast",
        "explosion",
        "bombing",
        "bomb",
        "raid",
        "strike",
        "airstrike",
        "incident",
        "violence",
        "assault",
        "massacre",
        "bombardment",
        "hostility",
        "battle",
        "ambush",
    ]
)


def _versions(kept: Fact, fact: Fact) -> bool:
    """Tell whether two claimants each tell an event in words of their own (CODING.md, 2): "the attack" alone repeats it."""
    if not (kept.chain and fact.chain) or kept.claimant_key == fact.claimant_key:
        return False
    return not (_mentions_again(fact) or _mentions_again(kept))


def _mentions_again(fact: Fact) -> bool:
    """Tell whether a noun only refers to an event told elsewhere: "the attack", "Thursday's raid", "this violence"."""
    if not fact.rule.startswith("event-noun"):
        return False
    bare = fact.agent is None and fact.trigger.lemma_.lower() in _BARE_EVENTS
    return fact.target is None and (fact.presupposed or bare)


def _head(fact: Fact) -> str:
    return str(fact.target.lemma_.lower()) if fact.target is not None else ""


def _compatible_targets(kept: Fact, fact: Fact) -> bool:
    a, b = _head(kept), _head(fact)
    if a == b or not a or not b:
        return True
    if fact.kind == "materiel":
        return False
    if a in _GENERIC or b in _GENERIC:
        return True
    if fact.target is not None and kept.target is not None:
        return (
            noun_class(fact.target) == "people"
            and noun_class(kept.target) == "people"
            and _status(a) == _status(b)
            and _status(a) is not None
        )
    return False


def _status(lemma: str) -> str | None:
    from counterclaim.knowledge.people import person_noun

    noun = person_noun(lemma)
    return noun.status if noun is not None else None


def _enrich(kept: Fact, fact: Fact) -> None:
    """What a repeat tells and the kept one does not: who did it, when, where."""
    if kept.agent is None and fact.agent is not None and fact.block is kept.block:
        kept.agent = fact.agent
    if kept.time is None and fact.time is not None:
        kept.time = fact.time
    if kept.place is None and fact.place is not None:
        kept.place = fact.place
    kept.background = kept.background and fact.background


def _outdone(fact: Fact, kept: list[Fact]) -> bool:
    """A bare participle or plural never counts where the incident has a number; a headline's vague word neither."""
    if fact.kind not in {"casualty", "materiel"} or fact.stance == "denied":
        return False
    if fact.block.role == "headline":
        vague = fact.counted is None or not fact.counted.stated or fact.counted.high is None
        for other in kept:
            if other is fact or other.kind != fact.kind or other.type != fact.type:
                continue
            if vague or (
                fact.quantity is not None
                and other.quantity is not None
                and fact.counted is not None
                and other.counted is not None
                and fact.counted.low == other.counted.low
            ):
                return True
        return False
    if fact.type == "casualties" and fact.counted is not None and fact.counted.high is None:
        return any(
            o.kind == "casualty"
            and o.type in {"killed", "injured"}
            and o.counted is not None
            and o.counted.stated
            and o.incident is fact.incident
            for o in kept
        )
    if fact.kind == "casualty" and (fact.counted is None or not fact.counted.stated):
        return any(
            o is not fact
            and o.kind == fact.kind
            and o.type == fact.type
            and o.counted is not None
            and o.counted.stated
            and (o.incident is fact.incident or o.block is fact.block)
            for o in kept
        )
    if fact.kind == "materiel" and any(
        o.kind == "event" and o.type in _OF_THINGS and o.block is fact.block and o.trigger.i == fact.trigger.i
        for o in kept
    ):
        return True  # the event is the fact where someone is said to have done it (CODING.md)
    if fact.kind == "materiel" and fact.quantity is None:
        return any(
            o is not fact
            and o.kind == fact.kind
            and o.type == fact.type
            and _head(o) == _head(fact)
            and o.claimant_key == fact.claimant_key
            and (o.quantity is not None or (o.block.index, o.trigger.i) < (fact.block.index, fact.trigger.i))
            for o in kept
        )
    return False
