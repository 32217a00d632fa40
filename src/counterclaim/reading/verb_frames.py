"""Facts told by verbs: one entry of the lexicon, read in every construction."""

from typing import Any

from counterclaim.knowledge.people import person_noun
from counterclaim.knowledge.triggers import VerbTrigger, load_triggers
from counterclaim.reading.fact import Fact
from counterclaim.reading.phrases import Mention, counted_items, noun_class, own_quantity
from counterclaim.reading.predicates import (
    class_ok,
    has_particle,
    is_hypothetical,
    materiel_head,
    near,
    of_head,
    or_other,
)
from counterclaim.reading.syntax import Arguments, arguments


def verb_facts(block: Any, mentions: list[Mention]) -> list[Fact]:
    index = load_triggers()
    facts: list[Fact] = []
    for token in block.doc:
        if token.pos_ not in {"VERB", "AUX", "ADJ", "NOUN", "PROPN"}:
            continue
        lemma = token.lemma_.lower()
        entries = index.verbs.get(lemma)
        if not entries or (token.pos_ not in {"VERB", "AUX"} and not _verbal(token)):
            continue
        if (token.dep_ == "amod" and token.head.i > token.i) or any(
            m.head is not None and m.head.i == token.i for m in mentions
        ):
            continue  # a bare participle before its noun never counts: see state_facts
        if (
            token.tag_ == "VBN"
            and token.dep_ not in {"conj", "ROOT"}
            and token.i + 1 < len(block.doc)
            and block.doc[token.i + 1].pos_ == "NOUN"
            and not any(c.dep_ in {"auxpass", "aux", "nsubjpass", "nsubj"} for c in token.children)
        ):
            continue  # "displaced people", "wounded soldiers"
        args = arguments(token)
        for entry in entries:
            found = _verb_entry(block, token, entry, args, mentions)
            if found:
                facts += found
                if entry.kind == "casualty":
                    break
    return facts


def _verbal(token: Any) -> bool:
    return token.tag_ in {"VBD", "VBN", "VBZ", "VBG", "VBP", "VB"} and token.dep_ not in {"compound"}


def _verb_entry(block: Any, verb: Any, entry: VerbTrigger, args: Arguments, mentions: list[Mention]) -> list[Fact]:
    if entry.with_ and not near(verb, entry.with_):
        return []
    if entry.without and near(verb, entry.without):
        return []
    if entry.particle and not has_particle(verb, entry.particle):
        return []
    slots = {entry.subj: args.subjects, entry.obj: args.objects}
    for preposition, role in entry.prep.items():
        slots[role] = args.prepositions.get(preposition, [])
    victims = slots.get("victim") or slots.get("thing") or []
    agents = slots.get("agent") or slots.get("owner") or []
    if entry.obj == "lives":
        return _lives(block, verb, entry, args, mentions)
    if entry.subj in {"victim", "thing"} and not victims and args.objects and args.passive:
        victims = args.objects
    if entry.subj in {"victim", "thing"} and entry.obj == "none" and args.objects and entry.with_:
        victims = args.subjects  # the object is part of the idiom ("lost their lives")
    if not victims:
        if entry.kind == "posture" and agents and "thing" not in slots:
            pass
        else:
            return []
    subject_class = entry.subj_class if entry.subj not in {"none"} else "any"
    if subject_class != "any" and not class_ok(
        args.subjects or (args.objects if entry.obj == "none" else []), subject_class
    ):
        return []
    if entry.obj_class != "any" and not class_ok(victims or agents, entry.obj_class):
        return []
    harmed = (
        verb.tag_ == "VBG"
        and verb.dep_ == "acl"
        and any(t.lemma_.lower() in {"kill", "wound", "injure", "die"} for t in verb.ancestors)
    )
    if entry.type == "displaced" and harmed:
        return []  # "killed two children fleeing across the river": who they were, not what is told
    if victims and victims[0].lower_ == "those" and verb.dep_ in {"relcl", "conj"}:
        return []  # "those who executed the attack"
    if entry.kind == "materiel" and victims and not materiel_head(victims[0]):
        return []
    if entry.kind == "casualty" and victims and not _victim_head(victims[0], entry):
        return []
    if entry.type in {"abducted", "captured"} and agents and _harmless(agents[0]):
        return []  # "rescue workers took away the bodies", "a man carrying a child away"
    if (
        entry.type == "displaced"
        and victims
        and any(c.lower_ in {"armed", "militant"} for c in victims[0].children)
    ):
        return []
    if entry.kind == "casualty" and len(victims) == 1 and (first := _coordinate(verb, victims[0])) is not None:
        victims = [first]
    if entry.kind == "casualty" and entry.obj == "victim" and victims and _told_of_subject(victims[0]):
        victims, agents = args.subjects, []  # "two killed 6 injured": the second number has a word of its own
    items = counted_items(victims, mentions) if victims else []
    if entry.type == "captured" and items and noun_class(victims[0]) == "unknown" and _by_article(items[0]):
        return []  # "captured a gas field"
    if entry.kind == "posture" and not victims:
        items = [i for i in counted_items(agents, mentions) if i.stated]
        if entry.counted and not items:
            return []
    if entry.counted:
        if not _denied(verb):
            items = [i for i in items if i.stated or (i.low is not None and entry.type in {"injured", "captured"})]
        if victims and not items:
            return []
    if entry.counted_or_arms and "to" in args.prepositions:
        return []  # "taking food to the garrison": carried, not taken
    if victims and any(c.lower_ in {"each", "every"} for c in victims[0].children):
        return []
    if entry.counted_or_arms and not any(i.stated for i in items) and not _arms(victims):
        return []
    facts = []
    for item in [*items] if items else [None]:
        fact = Fact(block, entry.kind, entry.type, verb, f"verb:{entry.type}")
        fact.counted = item
        fact.agent = agents[0] if agents else None
        fact.target = item.heads[0] if item else None
        fact.target_span = (item.start, item.end) if item else None
        fact.negated = args.negated and entry.type != "missing"
        fact.modal = is_hypothetical(verb) and not (
            entry.type == "reinforced" and verb.dep_ in {"advcl", "xcomp"} and not is_hypothetical(verb.head)
        )
        if entry.kind == "posture":
            _posture_quantity(fact)
        if entry.kind == "casualty" and or_other(verb):
            fact.type = "casualties"
        if entry.subj == "owner":
            fact.rule = "verb:own_loss"
        if item is not None and item.mention is not None:
            item.mention.used = True
        facts.append(fact)
    return facts


def _coordinate(verb: Any, victim: Any) -> Any:
    """Return the first of "four children and one man killed", of which the parse gives the participle the last alone."""
    if verb.dep_ != "acl" or verb.head.i != victim.i or victim.dep_ != "conj" or verb.i != victim.i + 1:
        return None
    first = victim.head
    people = noun_class(first) == "people" and noun_class(victim) == "people"
    return first if people and any(c.dep_ == "nummod" for c in first.children) else None


def _harmless(head: Any) -> bool:
    """Tell whether a noun names a civilian, a medic or a rescuer, who takes nobody prisoner."""
    noun = person_noun(head.lemma_.lower())
    rescue = any(c.lower_ in {"rescue", "medical", "civil", "aid", "defence", "defense"} for c in head.children)
    return rescue or (noun is not None and noun.status in {"civilian", "medic", "aid_worker", "journalist"})


def _told_of_subject(head: Any) -> bool:
    """Tell whether an object is a word of state with a bare number ("6 injured"), which a headline ran into the verb."""
    words = load_triggers().states
    if head.pos_ == "NUM":  # the number itself, with its word after it
        after = head.doc[head.i + 1].lower_ if head.i + 1 < len(head.doc) else ""
        return words.get(after) == "injured"
    return words.get(head.lower_) == "injured" and not any(c.dep_ == "det" for c in head.children)


def _by_article(item: Any) -> bool:
    """Tell whether only an article counts a thing."""
    return item.mention is None or item.mention.found is None or item.mention.found.form == "article"


def _denied(verb: Any) -> bool:
    """Tell whether a verb stands under one of denial: what is denied need not be counted ("denied losing any troops")."""
    head = verb.head.head if verb.dep_ == "pcomp" else verb.head
    return bool(head.i != verb.i and head.lemma_.lower() in {"deny", "reject", "dispute", "refute"})


def _posture_quantity(fact: Fact) -> None:
    if fact.counted is not None and not fact.counted.stated:
        fact.counted.q_start = None
        fact.counted.low = fact.counted.high = None
    if fact.counted is not None and fact.counted.heads and fact.counted.mention is None:
        fact.counted.q_start = None


def _arms(heads: list[Any]) -> bool:
    return bool(heads) and noun_class(heads[0]) == "materiel"


def _victim_head(head: Any, entry: VerbTrigger) -> bool:
    """Tell whether a noun can be the victim: never a weapon, a time, a place or an abstract thing."""
    cls = noun_class(head)
    if cls in {"materiel", "building"} or head.pos_ in {"ADP", "SCONJ", "VERB", "AUX", "ADV", "PUNCT"}:
        return False
    if head.lemma_.lower() in {"body", "corpse", "remains"} and entry.type != "killed":
        return False
    if head.lemma_.lower() in load_triggers().event_nouns and head.pos_ == "NOUN":
        return False  # "two raids left another 30 injured"
    if head.lower_ in {"it", "which", "that", "this", "what", "hundred"} and head.pos_ in {"PRON", "DET"}:
        return False
    if (
        head.lemma_.lower()
        in {
            "attack",
            "hope",
            "talk",
            "plan",
            "bill",
            "number",
            "conflict",
            "war",
            "deal",
            "truce",
            "time",
            "day",
            "animal",
            "dog",
            "cow",
            "goat",
            "sheep",
            "camel",
            "cattle",
            "toll",
            "strike",
            "feeling",
            "photo",
            "photograph",
            "picture",
            "image",
            "video",
            "footage",
            "scene",
            "moment",
            "attention",
        }
        and entry.type != "displaced"
    ):
        return head.lemma_.lower() == "number" and of_head(head) is not None
    return True


def _lives(block: Any, verb: Any, entry: VerbTrigger, args: Arguments, mentions: list[Mention]) -> list[Fact]:
    """ "claimed 180 lives", "cost the lives of 18 people", "cost five soldiers their lives"."""
    doc = block.doc
    for token in doc[verb.i + 1 : verb.i + 12]:
        if token.sent != verb.sent:
            break
        if token.lemma_.lower() != "life":
            continue
        head = of_head(token)
        mention = own_quantity(token, mentions)
        heads = [head] if head is not None else [token]
        if head is None and mention is None:
            others = [t for t in args.objects + args.prepositions.get("dative", []) if t.i != token.i]
            heads = others or heads
        items = counted_items(heads, mentions)
        facts = []
        for item in items:
            if not item.stated:
                continue
            fact = Fact(block, "casualty", "killed", verb, "verb:lives")
            fact.counted, fact.target, fact.target_span = item, item.heads[0], (item.start, item.end)
            fact.negated = args.negated
            if item.mention:
                item.mention.used = True
            facts.append(fact)
        return facts
    return []
