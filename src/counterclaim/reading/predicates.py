"""What triggers ask of their surroundings: words near by, classes of arguments, whether a thing is told as done."""

from typing import Any

from counterclaim.knowledge.people import person_noun
from counterclaim.knowledge.triggers import load_triggers
from counterclaim.reading.phrases import noun_class

_MODALS = {"would", "could", "may", "might", "should", "must", "can", "shall"}


_HYPOTHETICAL = {
    "threaten",
    "plan",
    "vow",
    "try",
    "want",
    "intend",
    "attempt",
    "seek",
    "hope",
    "fear",
    "risk",
    "aim",
    "urge",
    "warn",
    "prepare",
    "order",
    "refuse",
    "promise",
    "pledge",
}


PEOPLE_LIKE = {"people", "state", "unknown", "bare"}


CUT = {",", ";", ":", "(", ")", "-", "–", "—"}


FORCES = {
    "force",
    "troop",
    "army",
    "battalion",
    "brigade",
    "unit",
    "company",
    "regiment",
    "division",
    "patrol",
    "contingent",
    "convoy",
    "police",
    "militia",
    "group",
    "fighter",
    "side",
    "peacekeeper",
    "coalition",
    "navy",
    "rebel",
    "column",
    "government",
    "movement",
    "mission",
    "squad",
    "platoon",
    "command",
    "garrison",
    "reinforcement",
    "mercenary",
    "gendarme",
}


PLACE_NOUNS = {
    "town",
    "city",
    "village",
    "district",
    "neighbourhood",
    "neighborhood",
    "area",
    "territory",
    "hill",
    "post",
    "base",
    "outpost",
    "camp",
    "position",
    "airport",
    "airbase",
    "checkpoint",
    "farm",
    "crossing",
    "bridge",
    "suburb",
    "settlement",
    "province",
    "region",
    "road",
    "height",
    "barracks",
    "garrison",
    "headquarters",
    "stronghold",
    "countryside",
    "mountain",
    "valley",
    "station",
    "quarter",
    "locality",
    "junction",
    "point",
    "field",
    "oilfield",
    "refinery",
    "dam",
    "plant",
    "factory",
    "island",
    "peninsula",
    "mine",
}


def near(verb: Any, lemmas: tuple[str, ...]) -> bool:
    """Tell whether one of the lemmas stands in the verb's own clause, or within eight words after it."""
    wanted = set(lemmas)
    doc = verb.doc
    sent = verb.sent
    for token in doc[max(sent.start, verb.i - 4) : min(sent.end, verb.i + 9)]:
        if token.i != verb.i and (token.lemma_.lower() in wanted or token.lower_ in wanted):
            return True
    return False


def has_particle(verb: Any, particle: str) -> bool:
    doc = verb.doc
    for child in verb.children:
        if child.lower_ == particle:
            return True
    return any(t.lower_ == particle for t in doc[verb.i + 1 : verb.i + 3])


def class_ok(heads: list[Any], wanted: str) -> bool:
    """Tell whether the first head can be of the class that a trigger wants of its argument."""
    if wanted == "any":
        return True
    if not heads:
        return False
    head = heads[0]
    found = noun_class(head)
    real = of_head(head)
    if real is not None and found == "unknown":
        head, found = real, noun_class(real)
    if wanted == "people" and head.lemma_.lower() in PLACE_NOUNS:
        return False
    if wanted == "people":
        return (found in PEOPLE_LIKE and head.pos_ != "PROPN") or found == "people" or head.ent_type_ == "PERSON"
    if wanted in {"combatant", "civilian"}:
        noun = person_noun(head.lemma_.lower())
        status = noun.status if noun is not None else None
        if wanted == "combatant":
            return (
                status == "combatant"
                or head.pos_ in {"PROPN", "PRON"}
                or (status is None and head.lemma_.lower() in FORCES)
            )
        return status != "combatant" and (found in PEOPLE_LIKE)
    if wanted == "materiel":
        return found in {"materiel", "building"}
    if wanted == "building":
        return found == "building"
    if wanted == "place":
        return head.pos_ == "PROPN" or head.lemma_.lower() in PLACE_NOUNS
    return True


def of_head(head: Any) -> Any:
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            for grand in child.children:
                if grand.dep_ == "pobj":
                    return grand
    return None


def is_hypothetical(verb: Any) -> bool:
    """Tell whether a predicate is planned, possible or threatened, not told as done."""
    for child in verb.children:
        if child.dep_ == "aux" and child.lower_ in _MODALS | {"will", "'ll"}:
            return True
        if child.dep_ == "mark" and child.lower_ in {"if", "unless", "whether"}:
            return True
    if verb.dep_ == "csubj" and any(c.dep_ == "aux" and c.lower_ in _MODALS for c in verb.head.children):
        return True  # "taking the city would be a prize"
    if (
        verb.tag_ == "VB"
        and verb.dep_ in {"xcomp", "acl", "relcl", "advcl", "ccomp"}
        and any(c.tag_ == "TO" for c in verb.children)
    ):
        if any(c.lower_ == "have" and c.dep_ == "aux" for c in verb.children):
            return False
        head = (
            verb.head.head
            if verb.dep_ in {"acl", "relcl"} and verb.head.dep_ in {"dobj", "nsubjpass"}
            else verb.head
        )
        return head.lemma_.lower() not in {
            "manage",
            "force",
            "prompt",
            "cause",
            "push",
            "lead",
            "help",
            "compel",
            "go",
            "continue",
            "use",
        }
    return bool(verb.dep_ == "pcomp" and verb.head.head.lemma_.lower() in _HYPOTHETICAL)


def materiel_head(head: Any) -> bool:
    cls = noun_class(head)
    if cls in {"materiel", "building"}:
        return True
    real = of_head(head)
    if real is not None and noun_class(real) in {"materiel", "building"}:
        return True
    return any(noun_class(c) in {"materiel", "building"} for c in head.children if c.dep_ == "conj")


def or_other(trigger: Any) -> bool:
    """Tell whether killed and injured are told in one number ("killed or wounded", "dead or injured")."""
    index = load_triggers()
    for token in trigger.doc[trigger.i + 1 : trigger.i + 3]:
        if token.lower_ == "or" and token.i + 1 < len(trigger.doc):
            return index.states.get(trigger.doc[token.i + 1].lower_) == "injured" or trigger.doc[
                token.i + 1
            ].lemma_.lower() in {"wound", "injure"}
    return False
