"""Numbers that no frame of their own has claimed: bounded fallbacks on the surface, lists, subsets."""

from typing import Any

from counterclaim.knowledge.triggers import load_triggers
from counterclaim.reading.fact import Fact
from counterclaim.reading.phrases import Counted, Mention, counted_items, noun_class, own_quantity
from counterclaim.reading.predicates import CUT, PEOPLE_LIKE, near
from counterclaim.reading.syntax import is_participle


def including_facts(block: Any, mentions: list[Mention], facts: list[Fact]) -> list[Fact]:
    """ "six people, including a journalist", "among them a mother and her infant": subsets named without a number."""
    doc = block.doc
    added: list[Fact] = []
    for token in doc:
        lower = token.lower_
        if lower == "including":
            at = token.i + 1
        elif lower == "among" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ in {"them", "whom"}:
            at = token.i + 2
        else:
            continue
        before = [
            f
            for f in facts
            if f.kind == "casualty"
            and f.counted is not None
            and f.counted.stated
            and f.trigger.sent == token.sent
            and f.counted.start < token.i
            and token.i - max(f.counted.end, f.trigger.i) <= 14
        ]
        if not before:
            continue
        before.sort(key=lambda f: f.counted.start if f.counted else 0)
        parent = before[-1]
        head = None
        for other in doc[at : at + 8]:
            if other.text in {",", ";", "."} and head is not None:
                break
            if other.pos_ in {"NOUN"} and noun_class(other) in {"people"}:
                head = other
                if other.dep_ not in {"compound", "nmod", "poss"}:
                    break
            elif other.pos_ == "VERB":
                break
        if head is None or own_quantity(head, mentions) is not None:
            continue
        for item in counted_items([head], mentions):
            if not item.stated or item.low == 0:
                continue
            fact = Fact(block, "casualty", parent.type, parent.trigger, "list:including")
            fact.counted, fact.target, fact.target_span = item, item.heads[0], (item.start, item.end)
            fact.agent, fact.part, fact.parent = parent.agent, True, parent
            if item.mention is not None:
                item.mention.used = True
            added.append(fact)
    return added


def beside_facts(block: Any, mentions: list[Mention], facts: list[Fact]) -> list[Fact]:
    """ "four rebels were killed, along with a soldier": one more victim beside those of a verb."""
    doc = block.doc
    added: list[Fact] = []
    for token in doc:
        if (token.lower_ == "with" and token.i > 0 and doc[token.i - 1].lower_ in {"along", "together"}) or (
            token.lower_ == "as" and token.i > 1 and doc[token.i - 1].lower_ == "well"
        ):
            before = [
                f
                for f in facts
                if f.kind == "casualty"
                and f.counted is not None
                and f.trigger.sent == token.sent
                and 0 < token.i - f.trigger.i <= 12
            ]
            head = next(
                (t for t in doc[token.i + 1 : token.i + 7] if t.pos_ in {"NOUN", "PROPN"} and t.dep_ != "compound"),
                None,
            )
            if not before or head is None or noun_class(head) not in {"people"}:
                continue
            for item in counted_items([head], mentions):
                if not item.stated or (item.mention is not None and item.mention.used):
                    continue
                fact = Fact(block, "casualty", before[-1].type, before[-1].trigger, "list:beside")
                fact.counted, fact.target, fact.target_span, fact.agent = (
                    item,
                    item.heads[0],
                    (item.start, item.end),
                    before[-1].agent,
                )
                if item.mention:
                    item.mention.used = True
                added.append(fact)
    return added


def surface_facts(block: Any, mentions: list[Mention]) -> list[Fact]:
    """ "seven injured", "killed at least 12": a trigger beside an unclaimed number, where the parse failed."""
    index = load_triggers()
    doc = block.doc
    facts: list[Fact] = []
    for mention in mentions:
        if mention.used or mention.found is None or mention.cls not in PEOPLE_LIKE | {"lives"}:
            continue
        if mention.head is not None and mention.cls == "unknown" and not _could_be_people(mention.head):
            continue
        found = None
        sent = doc[mention.start].sent
        for token in doc[mention.end : min(sent.end, mention.end + 6)]:
            if token.text in CUT or token.pos_ in {"NUM"}:
                break
            entries = [
                e
                for e in index.verbs.get(token.lemma_.lower(), [])
                if e.kind == "casualty"
                and not e.particle
                and (not e.with_ or (e.subj == "victim" and near(token, e.with_)))
            ]
            if (
                entries
                and token.tag_ in {"VBN", "VBD", "JJ"}
                and (entries[0].subj == "victim" or (is_participle(token) or token.tag_ == "VBD"))
            ):
                if entries[0].subj == "victim" or not any(c.dep_ == "dobj" for c in token.children):
                    found = (token, entries[0].type)
                break
            if token.pos_ == "VERB":
                break
        if found is None:
            for token in reversed(doc[max(sent.start, mention.start - 4) : mention.start]):
                if token.text in CUT - {":"} or token.pos_ == "NUM" or token.lower_ in {"and"}:
                    break
                entries = [
                    e
                    for e in index.verbs.get(token.lemma_.lower(), [])
                    if e.kind == "casualty" and e.obj == "victim" and not e.with_ and not e.particle
                ]
                if entries and token.tag_ in {"VBD", "VBG", "VBN", "VB", "VBZ", "VBP"}:
                    if (
                        token.tag_ == "VBN"
                        and token.i + 1 < mention.start
                        and doc[token.i + 1].dep_ in {"prep", "agent"}
                    ):
                        break
                    found = (token, entries[0].type)
                    break
                if token.pos_ in {"VERB", "NOUN", "PROPN"}:
                    break
        if found is None:
            continue
        fact = Fact(block, "casualty", found[1], found[0], "surface")
        heads = [mention.head] if mention.head is not None else []
        fact.counted = Counted.of(mention, heads)
        fact.target = mention.head
        fact.target_span = (mention.start, mention.end)
        fact.confidence = "medium"
        mention.used = True
        facts.append(fact)
    return facts


def _could_be_people(head: Any) -> bool:
    if head.pos_ == "NOUN" and head.lemma_.lower() in load_triggers().event_nouns:
        return False
    return head.tag_ in {"NNS", "NNPS"} or head.pos_ in {"PROPN", "PRON", "ADJ", "NUM"}


def list_facts(block: Any, mentions: list[Mention], facts: list[Fact]) -> list[Fact]:
    """Numbers that continue a fact: subsets ("including three children", "of whom two", "two officers included") and
    gapped members of a list ("killed two soldiers in Diffa and three in Bosso")."""
    doc = block.doc
    added: list[Fact] = []
    claimed = {id(f.counted.mention): f for f in facts if f.counted is not None and f.counted.mention is not None}
    for position, mention in enumerate(mentions):
        if mention.used or mention.found is None or mention.cls not in PEOPLE_LIKE:
            continue
        sent = doc[mention.start].sent
        if (
            mention.start > 1
            and doc[mention.start - 1].lower_ == "from"
            and doc[mention.start - 2].lower_ in {"up", "down", "revised"}
        ):
            older = [
                f
                for f in facts
                if f.kind == "casualty" and f.counted is not None and f.counted.stated and f.trigger.sent == sent
            ]
            if older:  # "have now died, up from 11"
                fact = Fact(block, "casualty", older[-1].type, older[-1].trigger, "list:update")
                fact.counted = Counted.of(mention, older[-1].counted.heads if older[-1].counted else [])
                fact.target, fact.target_span, fact.superseded = older[-1].target, older[-1].target_span, True
                older[-1].supersedes = fact
                mention.used = True
                added.append(fact)
            continue
        if (whole := _whole_ahead(doc, mention, claimed)) is not None:
            fact = Fact(block, whole.kind, whole.type, whole.trigger, "list:subset")
            heads = [mention.head] if mention.head is not None else []
            fact.counted, fact.target = Counted.of(mention, heads), mention.head
            fact.target_span, fact.agent = (mention.start, mention.end), whole.agent
            fact.part, fact.parent, mention.used = True, whole, True
            added.append(fact)
            continue
        previous = None
        own = _own_people(doc, mention)
        victims = (
            mention.head is not None
            and mention.partitive
            and mention.head.lower_
            in {"victims", "dead", "wounded", "injured", "them", "five", "killed", "casualties"}
        ) or (
            mention.head is None
            and mention.end < len(doc)
            and doc[mention.end].lower_ in {"were", "was", "are"}
            and mention.found.form == "number"
        )
        for other in reversed(mentions[:position]):
            if doc[other.start].sent != sent and not (victims and mention.start - other.start < 30):
                break
            if id(other) in claimed:
                previous = claimed[id(other)]
                break
        if previous is None or previous.counted is None:
            continue
        between = doc[previous.counted.end : mention.start]
        words = [t.lower_ for t in between]
        subset = (
            any(w in {"including", "included", "whom", "among", "them"} for w in words[-6:])
            or (mention.end < len(doc) and doc[mention.end].lower_ in {"included", "including"})
            or _of_them(doc, mention)
        )
        colon = ":" in words
        gap = (
            bool(words)
            and words[-1] in {"and", ",", "another", ";"}
            and len(words) <= 12
            and not any(t.pos_ in {"VERB"} and t.tag_ in {"VBD", "VBZ", "VBP"} for t in between)
        )
        if mention.cls == "unknown" and not _could_be_people(mention.head):
            continue
        if (
            gap
            and mention.head is not None
            and mention.head.dep_ in {"nsubj", "nsubjpass"}
            and mention.head.head.pos_ == "VERB"
            and (
                mention.head.head.i != previous.trigger.i
                and mention.head.head.tag_ in {"VBD", "VBZ", "VBP", "VBN"}
                and mention.head.head.i > mention.head.i
            )
        ):
            gap = False
        if any(
            doc[i].lower_ == "among" and i + 1 < len(doc) and doc[i + 1].lower_ in {"them", "the", "those"}
            for i in range(mention.end, min(sent.end, mention.end + 9))
        ):
            subset = True
        if victims and mention.start > 0 and doc[mention.start - 1].lower_ not in {"of"} and not gap:
            subset = True
        if subset and not _same_sentence(doc, previous, mention) and _acts_itself(mention):
            continue  # "many of them were fighting": told of them, not what befell them
        if not (subset or colon or gap or own):
            continue
        fact = Fact(
            block, previous.kind, previous.type, previous.trigger, "list:subset" if subset or colon else "list:gap"
        )
        heads = [mention.head] if mention.head is not None else []
        summed = counted_items(heads, mentions) if heads else []
        item = (
            summed[0]
            if len(summed) == 1 and summed[0].mention is mention and summed[0].low != mention.found.low
            else Counted.of(mention, heads)
        )
        fact.counted, fact.target, fact.target_span = item, mention.head, (mention.start, mention.end)
        fact.agent, fact.negated = previous.agent, previous.negated
        fact.part = subset or colon
        fact.parent = previous if fact.part else None
        fact.confidence = "medium"
        mention.used = True
        claimed[id(mention)] = fact
        added.append(fact)
    return added


def _same_sentence(doc: Any, previous: Fact, mention: Mention) -> bool:
    """Tell whether a number stands in the sentence of the fact that it would continue."""
    return bool(previous.trigger.sent == doc[mention.start].sent)


def _acts_itself(mention: Mention) -> bool:
    """Tell whether the counted people are the subject of a verb of their own."""
    tokens = [mention.head, *mention.tokens] if mention.head is not None else mention.tokens
    return any(t.dep_ == "nsubj" and t.head.pos_ == "VERB" for t in tokens if t is not None)


def _own_people(doc: Any, mention: Mention) -> bool:
    """Tell whether a number counts one's own people without naming what befell them ("admit to 14 of their own")."""
    return any(t.lower_ == "own" for t in doc[mention.end - 1 : mention.end + 4]) and mention.partitive


_EARLIER = {"earlier", "previous", "initial", "prior", "preliminary", "first", "last"}
_UPDATES = {"update", "revise", "raise", "correct", "replace", "increase", "up"}


def mark_updates(facts: list[Fact]) -> None:
    """Mark the old figure of "13 were killed, updating an earlier toll of nine", and what takes its place."""
    for old in facts:
        toll = old.trigger
        if old.rule != "toll" or old.superseded or toll.dep_ != "dobj" or toll.head.lemma_.lower() not in _UPDATES:
            continue
        if not any(c.lower_ in _EARLIER for c in toll.children):
            continue
        mine = [
            f for f in facts if f is not old and f.type == old.type and f.trigger.sent == toll.sent and not f.part
        ]
        new = next((f for f in reversed(mine) if f.trigger.i < toll.i and f.counted and f.counted.stated), None)
        if new is not None:
            old.superseded, new.supersedes = True, old
            old.target, old.target_span = new.target, new.target_span


def mark_subsets(block: Any, facts: list[Fact]) -> None:
    """Mark as a part what "including" or "among them" introduces, however it was found ("15 civilians including four children were killed")."""
    doc = block.doc
    for fact in facts:
        if fact.part or fact.kind != "casualty" or fact.counted is None or fact.counted.start < 1:
            continue
        if _of_known(fact.counted.mention):
            earlier = [
                f
                for f in facts
                if f is not fact
                and f.kind == "casualty"
                and f.counted is not None
                and f.counted.stated
                and f.counted.start < fact.counted.start
                and fact.counted.start - f.counted.end <= 40
            ]
            if earlier:
                fact.part, fact.parent = True, max(earlier, key=lambda f: f.counted.start if f.counted else 0)
            continue
        if (whole := _were_among(doc, fact, facts)) is not None:
            fact.part, fact.parent = True, whole
            continue
        twin = _joined_part(doc, fact, facts)
        if twin is not None:
            fact.part, fact.parent = True, twin.parent
            continue
        before = [t.lower_ for t in doc[max(0, fact.counted.start - 3) : fact.counted.start]]
        if "among" in before[-1:] and fact.counted.start > 1 and doc[fact.counted.start - 2].lemma_ == "be":
            continue  # "six children were among 12 killed": the 12 are the whole
        if not ({"including", "among", "included"} & set(before)) and not _of_them(
            doc, fact.counted.mention or Mention(None, None, [], fact.counted.start, fact.counted.end)
        ):
            continue
        wholes = [
            f
            for f in facts
            if f is not fact
            and f.kind == "casualty"
            and f.counted is not None
            and f.trigger.sent == fact.trigger.sent
            and f.counted.start < fact.counted.start
            and f.counted.stated
        ]
        if wholes:
            fact.part, fact.parent = True, max(wholes, key=lambda f: f.counted.start if f.counted else 0)


def _among_others(doc: Any, end: int, words: int) -> bool:
    """Tell whether "were among" follows a number within so many words: it counts some of those told after it."""
    after = {t.lower_ for t in doc[end : end + words]}
    return "among" in after and bool(after & {"was", "were"})


def _whole_ahead(doc: Any, mention: Mention, claimed: dict[int, Fact]) -> Fact | None:
    """Return the whole that a number not yet told of is a part of ("six children were among 12 civilians killed")."""
    if not _among_others(doc, mention.end, 4):
        return None
    ahead = [
        f for f in claimed.values() if f.counted is not None and mention.end < f.counted.start <= mention.end + 8
    ]
    return min(ahead, key=lambda f: f.counted.start) if ahead else None  # type: ignore[union-attr]


def _were_among(doc: Any, fact: Fact, facts: list[Fact]) -> Fact | None:
    """Return the whole of "six children were among 12 civilians killed" for the six."""
    if fact.counted is None:
        return None
    if not _among_others(doc, fact.counted.end, 3):
        return None
    reach = fact.counted.end + 7
    return next(
        (
            f
            for f in facts
            if f is not fact and f.kind == "casualty" and f.counted is not None and f.counted.stated
            and fact.counted.end < f.counted.start <= reach
        ),
        None,
    )  # fmt: skip


def _joined_part(doc: Any, fact: Fact, facts: list[Fact]) -> Fact | None:
    """Return the part that an "and" ties this number to ("including five children and two women")."""
    if fact.counted is None or (fact.trigger.i < fact.counted.start and fact.trigger.i > fact.counted.start - 3):
        return None
    for other in facts:
        if (
            other is fact
            or not other.part
            or other.counted is None
            or other.type != fact.type
            or other.parent is fact
        ):
            continue
        between = [t.lower_ for t in doc[other.counted.end : fact.counted.start]]
        if between and between[-1] in {"and", ","} and all(w in {"and", ","} for w in between):
            return other
    return None


def _of_known(mention: Mention | None) -> bool:
    """Tell whether a number counts some of those told before ("three of whom", "nine of the fighters", "two of the dead")."""
    if mention is None or not mention.partitive or mention.head is None:
        return False
    if mention.head.lower_ in {"them", "whom", "these", "those"}:
        return True
    return any(c.dep_ == "det" and c.lower_ in {"the", "those", "these"} for c in mention.head.children)


def _of_them(doc: Any, mention: Mention) -> bool:
    tail = [t.lower_ for t in doc[mention.end : mention.end + 3]]
    return tail[:2] in (["of", "them"], ["of", "whom"]) or (bool(tail) and tail[0] == "included")
