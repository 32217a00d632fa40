"""The compiler of fact frames: trigger words to facts, in every construction.

Order: verbs, then nouns of acts, then nouns and adjectives of state, then tolls, then, for the numbers of people and
things that nobody has claimed, bounded fallbacks on the surface. A number is used once for a kind of fact.
"""

from typing import Any

from counterclaim.knowledge.people import person_noun
from counterclaim.knowledge.triggers import VerbTrigger, load_triggers
from counterclaim.reading.fact import Fact
from counterclaim.reading.phrases import Counted, Mention, counted_items, noun_class, np_bounds, own_quantity
from counterclaim.reading.syntax import Arguments, arguments, is_participle

_MODALS = {"would", "could", "may", "might", "should", "must", "can", "shall"}
_HYPOTHETICAL = {"threaten", "plan", "vow", "try", "want", "intend", "attempt", "seek", "hope", "fear", "risk", "aim", "urge",
                 "warn", "prepare", "order", "refuse", "promise", "pledge"}
_PEOPLE_LIKE = {"people", "state", "unknown", "bare"}
_THING_LIKE = {"materiel", "building", "unknown"}
_CUT = {",", ";", ":", "(", ")", "-", "–", "—"}
_ANAPHORIC = {"they", "them", "he", "she", "it", "who", "whom", "others", "all"}


def casualty_and_materiel_facts(block: Any, mentions: list[Mention]) -> list[Fact]:
    """Return the casualty, materiel and posture facts of a block, in text order."""
    facts: list[Fact] = []
    facts += _verb_facts(block, mentions)
    facts += _act_noun_facts(block, mentions)
    facts += _toll_facts(block, mentions)
    facts += _state_facts(block, mentions)
    facts += _surface_facts(block, mentions)
    facts += _thing_state_facts(block, mentions, facts)
    facts += _beside_facts(block, mentions, facts)
    facts += _bare_facts(block)
    facts += _including_facts(block, mentions, facts)
    facts += _list_facts(block, mentions, facts)
    _mark_subsets(block, facts)
    facts.sort(key=lambda f: (f.trigger.i, f.counted.start if f.counted else 0))
    return facts


# Verbs


def _near(verb: Any, lemmas: tuple[str, ...]) -> bool:
    """Tell whether one of the lemmas stands in the verb's own clause, or within eight words after it."""
    wanted = set(lemmas)
    doc = verb.doc
    sent = verb.sent
    for token in doc[max(sent.start, verb.i - 4) : min(sent.end, verb.i + 9)]:
        if token.i != verb.i and (token.lemma_.lower() in wanted or token.lower_ in wanted):
            return True
    return False


def _particle(verb: Any, particle: str) -> bool:
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
    real = _of_head(head)
    if real is not None and found == "unknown":
        head, found = real, noun_class(real)
    if wanted == "people":
        return found in _PEOPLE_LIKE and head.pos_ != "PROPN" or found == "people" or head.ent_type_ == "PERSON"
    if wanted in {"combatant", "civilian"}:
        noun = person_noun(head.lemma_.lower())
        status = noun.status if noun is not None else None
        if wanted == "combatant":
            return status == "combatant" or head.pos_ in {"PROPN", "PRON"} or (status is None and head.lemma_.lower() in _FORCES)
        return status != "combatant" and (found in _PEOPLE_LIKE)
    if wanted == "materiel":
        return found in {"materiel", "building"}
    if wanted == "building":
        return found == "building"
    if wanted == "place":
        return head.pos_ == "PROPN" or head.lemma_.lower() in _PLACE_NOUNS
    return True


_FORCES = {"force", "troop", "army", "battalion", "brigade", "unit", "company", "regiment", "division", "patrol", "contingent",
           "convoy", "police", "militia", "group", "fighter", "side", "peacekeeper", "coalition", "navy", "rebel", "column",
           "government", "movement", "mission", "squad", "platoon", "command", "garrison", "reinforcement", "mercenary", "gendarme"}
_PLACE_NOUNS = {"town", "city", "village", "district", "neighbourhood", "neighborhood", "area", "territory", "hill", "post",
                "base", "outpost", "camp", "position", "airport", "airbase", "checkpoint", "farm", "crossing", "bridge",
                "suburb", "settlement", "province", "region", "road", "height", "barracks", "garrison", "headquarters",
                "stronghold", "countryside", "mountain", "valley", "station", "quarter", "locality", "junction", "point"}


def _of_head(head: Any) -> Any:
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
    if verb.tag_ == "VB" and verb.dep_ in {"xcomp", "acl", "relcl", "advcl", "ccomp"} and any(c.tag_ == "TO" for c in verb.children):
        if any(c.lower_ == "have" and c.dep_ == "aux" for c in verb.children):
            return False
        head = verb.head.head if verb.dep_ in {"acl", "relcl"} and verb.head.dep_ in {"dobj", "nsubjpass"} else verb.head
        if head.lemma_.lower() in {"manage", "force", "prompt", "cause", "push", "lead", "help", "compel", "go", "continue", "use"}:
            return False
        return True
    if verb.dep_ == "pcomp" and verb.head.head.lemma_.lower() in _HYPOTHETICAL:
        return True
    return False


def _verb_facts(block: Any, mentions: list[Mention]) -> list[Fact]:
    index = load_triggers()
    facts: list[Fact] = []
    for token in block.doc:
        if token.pos_ not in {"VERB", "AUX", "ADJ", "NOUN", "PROPN"}:
            continue
        lemma = token.lemma_.lower()
        entries = index.verbs.get(lemma)
        if not entries or (token.pos_ not in {"VERB", "AUX"} and not _verbal(token)):
            continue
        if token.dep_ == "amod" and token.head.i > token.i or any(m.head is not None and m.head.i == token.i for m in mentions):
            continue  # a bare participle before its noun never counts: see _state_facts
        if token.tag_ == "VBN" and token.dep_ not in {"conj", "ROOT"} and token.i + 1 < len(block.doc) and block.doc[token.i + 1].pos_ == "NOUN" and not any(
                c.dep_ in {"auxpass", "aux", "nsubjpass", "nsubj"} for c in token.children):
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
    if entry.with_ and not _near(verb, entry.with_):
        return []
    if entry.without and _near(verb, entry.without):
        return []
    if entry.particle and not _particle(verb, entry.particle):
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
    if subject_class != "any" and not class_ok(args.subjects or (args.objects if entry.obj == "none" else []), subject_class):
        return []
    if entry.obj_class != "any" and not class_ok(victims or agents, entry.obj_class):
        return []
    if entry.kind == "materiel" and victims and not _materiel_head(victims[0]):
        return []
    if entry.kind == "casualty" and victims and not _victim_head(victims[0], entry):
        return []
    items = counted_items(victims, mentions) if victims else []
    if entry.kind == "posture" and not victims:
        items = [i for i in counted_items(agents, mentions) if i.stated]
        if entry.counted and not items:
            return []
    if entry.counted:
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
    for item in items or [None]:
        fact = Fact(block, entry.kind, entry.type, verb, f"verb:{entry.type}")
        fact.counted = item
        fact.agent = agents[0] if agents else None
        fact.target = item.heads[0] if item else None
        fact.target_span = (item.start, item.end) if item else None
        fact.negated = args.negated and entry.type != "missing"
        fact.modal = is_hypothetical(verb) and not (entry.type == "reinforced" and verb.dep_ in {"advcl", "xcomp"} and not is_hypothetical(verb.head))
        if entry.kind == "posture":
            _posture_quantity(fact)
        if entry.kind == "casualty" and _or_other(verb):
            fact.type = "casualties"
        if entry.subj == "owner":
            fact.rule = "verb:own_loss"
        if item is not None and item.mention is not None:
            item.mention.used = True
        facts.append(fact)
    return facts


def _or_other(trigger: Any) -> bool:
    """Tell whether killed and injured are told in one number ("killed or wounded", "dead or injured")."""
    index = load_triggers()
    for token in trigger.doc[trigger.i + 1 : trigger.i + 3]:
        if token.lower_ == "or" and token.i + 1 < len(trigger.doc):
            return index.states.get(trigger.doc[token.i + 1].lower_) == "injured" or trigger.doc[token.i + 1].lemma_.lower() in {"wound", "injure"}
    return False


def _posture_quantity(fact: Fact) -> None:
    if fact.counted is not None and not fact.counted.stated:
        fact.counted.q_start = None
        fact.counted.low = fact.counted.high = None
    if fact.counted is not None and fact.counted.heads and fact.counted.mention is None:
        fact.counted.q_start = None


def _arms(heads: list[Any]) -> bool:
    return bool(heads) and noun_class(heads[0]) == "materiel"


def _materiel_head(head: Any) -> bool:
    cls = noun_class(head)
    if cls in {"materiel", "building"}:
        return True
    real = _of_head(head)
    if real is not None and noun_class(real) in {"materiel", "building"}:
        return True
    return any(noun_class(c) in {"materiel", "building"} for c in head.children if c.dep_ == "conj")


def _victim_head(head: Any, entry: VerbTrigger) -> bool:
    """Tell whether a noun can be the victim: never a weapon, a time, a place or an abstract thing."""
    cls = noun_class(head)
    if cls in {"materiel", "building"}:
        return False
    if head.lower_ in {"it", "which", "that", "this", "what", "hundred"} and head.pos_ in {"PRON", "DET"}:
        return False
    if head.lemma_.lower() in {"attack", "hope", "talk", "plan", "bill", "number", "conflict", "war", "deal", "truce", "time", "day",
                               "animal", "dog", "cow", "goat", "sheep", "camel", "cattle", "toll", "strike", "feeling"} and entry.type != "displaced":
        return head.lemma_.lower() == "number" and _of_head(head) is not None
    return True


def _lives(block: Any, verb: Any, entry: VerbTrigger, args: Arguments, mentions: list[Mention]) -> list[Fact]:
    """"claimed 180 lives", "cost the lives of 18 people", "cost five soldiers their lives"."""
    doc = block.doc
    for token in doc[verb.i + 1 : verb.i + 12]:
        if token.sent != verb.sent:
            break
        if token.lemma_.lower() != "life":
            continue
        head = _of_head(token)
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


# Nouns of acts: "the deaths of ten", "the capture of two soldiers", "the loss of three of their own"


def _act_noun_facts(block: Any, mentions: list[Mention]) -> list[Fact]:
    index = load_triggers()
    facts: list[Fact] = []
    for token in block.doc:
        if token.pos_ not in {"NOUN", "PROPN"}:
            continue
        if token.lemma_.lower() == "presence" and (force := _of_head(token)) is not None and class_ok([force], "combatant"):
            fact = Fact(block, "posture", "present", token, "noun:presence")
            fact.agent, fact.target, fact.target_span = force, force, np_bounds(force)
            facts.append(fact)
            continue
        types = index.act_nouns.get(token.lemma_.lower())
        if not types:
            continue
        heads = []
        for child in token.children:
            if child.dep_ == "prep" and (child.lower_ in {"of", "among"} or (child.lower_ == "to" and token.lemma_.lower() == "damage")):
                heads += [g for g in child.children if g.dep_ == "pobj"]
        if not heads and token.i + 2 < len(block.doc) and block.doc[token.i + 1].lower_ == "of":
            bound = [m for m in mentions if m.start in {token.i + 2, token.i + 3}]
            if bound and bound[0].head is not None:
                heads = [bound[0].head]
        if not heads:
            heads = [c for c in token.children if c.dep_ == "poss" and noun_class(c) == "people"]
            if not heads:
                continue
        for type_ in types:
            kind, fact_type = ("materiel", type_.split("_")[1]) if type_.startswith("materiel_") else ("casualty", type_)
            head = heads[0]
            if kind == "materiel" and not _materiel_head(head):
                continue
            if kind == "casualty":
                if noun_class(head) in {"materiel", "building"} or head.lemma_.lower() in {"life"} and False:
                    continue
                if fact_type == "killed" and token.lemma_.lower() in {"loss"} and noun_class(head) not in _PEOPLE_LIKE:
                    continue
                if head.pos_ == "PROPN" and own_quantity(head, mentions) is None and fact_type not in {"killed"}:
                    continue
            items = counted_items([head], mentions)
            for item in items:
                if kind == "casualty" and not item.stated and item.low is None:
                    continue
                if item.mention is not None and item.mention.used and kind == "casualty":
                    continue
                fact = Fact(block, kind, fact_type, token, f"noun:{token.lemma_.lower()}")
                fact.counted, fact.target, fact.target_span = item, item.heads[0], (item.start, item.end)
                fact.presupposed = True
                owner = [c for c in token.children if c.dep_ == "poss" and c not in heads]
                fact.agent = owner[0] if owner and token.lemma_.lower() != "loss" else None
                if item.mention:
                    item.mention.used = True
                facts.append(fact)
    return facts


# Tolls: "the death toll stands at 37", "put the number of soldiers killed at 130", "its own dead at eight"


def _toll_facts(block: Any, mentions: list[Mention]) -> list[Fact]:
    index = load_triggers()
    tolls = index.triggers.tolls
    doc = block.doc
    facts: list[Fact] = []
    for token in doc:
        lower = token.lower_
        if lower not in tolls.nouns and token.lemma_.lower() not in tolls.nouns:
            continue
        if token.pos_ not in {"NOUN", "PROPN", "ADJ", "VERB"}:
            continue
        type_ = _toll_type(token)
        if type_ is None:
            continue
        for mention in mentions:
            if mention.used or mention.found is None or not token.i < mention.start <= token.i + 16:
                continue
            if doc[mention.start].sent != token.sent:
                continue
            before = doc[mention.start - 1]
            if before.lower_ in {"a", "about", "the"} and mention.start >= 2:
                before = doc[mention.start - 2]
            between = [t for t in doc[token.i + 1 : mention.start]]
            if any(t.text in {";", ":"} for t in between) or sum(t.text == "," for t in between) > 1:
                continue
            if before.lower_ in tolls.to or before.lower_ in tolls.from_ or (before.lower_ in {"stands", "reached", "reaches", "hit", "than", "exceeded", "was", "is", "were"}):
                if before.lower_ == "of" and mention.start - token.i > 4:
                    continue
                fact = Fact(block, "casualty", type_, token, "toll")
                head = mention.head if mention.head is not None and noun_class(mention.head) in {"people", "unknown"} else None
                target = head or _toll_target(token)
                fact.counted = Counted([target or token], mention.start, mention.end, mention.found.low, mention.found.high,
                                       mention.found.approx, mention.start, mention.end, mention, True)
                fact.target = target
                if target is not None:
                    fact.target_span = np_bounds(target, with_of=head is not None)
                elif any(c.dep_ == "poss" for c in token.children):
                    fact.target_span = np_bounds(token)
                    fact.target = token
                if before.lower_ in tolls.from_:
                    fact.superseded = True
                mention.used = True
                facts.append(fact)
                _update(block, facts, fact, mention, mentions, type_)
                break
    return facts


def _toll_type(token: Any) -> str | None:
    """Return the type of casualty that a toll counts, from the words of its noun phrase."""
    index = load_triggers()
    words = {t.lower_ for t in token.subtree if abs(t.i - token.i) <= 9} | {token.lower_}
    lemma = token.lemma_.lower()
    state_words = {w: t for w, t in index.states.items()}
    state_words.update({"deaths": "killed", "fatalities": "killed", "dead": "killed", "losses": "killed", "injuries": "injured",
                        "people fleeing": "displaced", "casualties": "casualties", "homeless": "displaced", "refugees": "displaced"})
    for word in ("dead", "killed", "deaths", "fatalities", "displaced", "injured", "wounded", "missing", "captured", "losses", "casualties"):
        if word in words:
            return state_words.get(word)
    if lemma == "toll":
        return "killed"
    if lemma in {"count", "figure", "tally"}:
        return "killed" if "civilian" in words or "death" in words or "body" in words else None
    return None


def _toll_target(token: Any) -> Any:
    for child in token.subtree:
        noun = person_noun(child.lemma_.lower())
        if noun is not None and child.lemma_.lower() not in load_triggers().person_nouns and child.i != token.i:
            return child
    for child in token.children:
        if child.dep_ == "poss":
            return child
    return None


def _update(block: Any, facts: list[Fact], fact: Fact, mention: Mention, mentions: list[Mention], type_: str) -> None:
    """Read the other half of an updated toll: "from 23 to 31", "to 14 from 11", "nine rather than seven", "against 29"."""
    doc = block.doc
    for other in mentions:
        if other is mention or other.used or other.found is None or not 0 <= other.start - mention.end <= 6:
            continue
        if doc[other.start].sent != doc[mention.start].sent:
            continue
        lead = [t.lower_ for t in doc[mention.end : other.start]]
        new_first = bool({"from", "than", "against"} & set(lead))
        old_first = doc[mention.start - 1].lower_ == "from" and "to" in lead
        if not (new_first or old_first):
            continue
        second = Fact(block, "casualty", type_, fact.trigger, "toll:update")
        second.counted = Counted(fact.counted.heads if fact.counted else [], other.start, other.end, other.found.low, other.found.high,
                                 other.found.approx, other.start, other.end, other, True)
        second.target, second.target_span = fact.target, fact.target_span
        other.used = True
        new, old = (fact, second) if new_first else (second, fact)
        old.superseded = True
        new.superseded = False
        new.supersedes = old
        facts.append(second)
        return


# States: "ten dead", "left ten dead", "44 wounded", "two nurses were missing", "nine bandits in custody"


def _state_facts(block: Any, mentions: list[Mention]) -> list[Fact]:
    index = load_triggers()
    facts: list[Fact] = []
    doc = block.doc
    for mention in mentions:
        if mention.found is None or mention.used or mention.cls in {"materiel", "building"}:
            continue
        head = mention.head
        trigger, type_ = None, None
        if mention.found.form == "zero" and head is not None and head.lemma_.lower() in index.triggers.no_losses:
            trigger, type_ = head, "injured" if head.lemma_.lower() == "injury" else "killed"
        if trigger is not None:
            pass
        elif head is not None and head.lemma_.lower() in index.person_nouns:
            trigger, type_ = head, index.person_nouns[head.lemma_.lower()]
        elif head is not None and head.lower_ in index.states:
            trigger, type_ = head, index.states[head.lower_]
        else:
            for token in doc[mention.start : min(mention.end, len(doc))]:
                if token.lower_ in index.states and token.lower_ not in {"captured", "released", "freed", "arrested", "detained", "abducted", "kidnapped"}:
                    trigger, type_ = token, index.states[token.lower_]
        if trigger is None:
            # to the right: "seven soldiers dead", "two of its nurses were missing", "nine bandits in custody"
            trigger, type_ = _state_to_the_right(doc, mention, index.states)
        if trigger is None or type_ is None or not _plain_state(trigger):
            continue
        if mention.partitive and mention.found.form == "vague" and head is not None and head.lower_ in index.states:
            continue  # "several of the wounded" says nothing new
        if type_ == "killed" and trigger.lemma_.lower() == "body" and _near(trigger, ("recover_none",)):
            continue
        fact = Fact(block, "casualty", type_, trigger, "state")
        target = head if head is not None else trigger
        item = Counted([head] if head is not None else [], mention.start, mention.end, mention.found.low, mention.found.high,
                       mention.found.approx, mention.start, mention.end, mention, True)
        summed = counted_items([head], mentions) if head is not None else []
        if len(summed) == 1 and summed[0].mention is mention:
            item = summed[0]
        fact.counted, fact.target, fact.target_span = item, target, (item.start, item.end)
        if _or_other(trigger):
            fact.type = "casualties"
        mention.used = True
        facts.append(fact)
    return facts


def _plain_state(trigger: Any) -> bool:
    return not (trigger.i + 1 < len(trigger.doc) and trigger.doc[trigger.i + 1].lower_ in {"sea", "end", "heat"})


def _state_to_the_right(doc: Any, mention: Mention, states: dict[str, str]) -> tuple[Any, str | None]:
    sent = doc[mention.start].sent
    steps = 0
    start = mention.end
    if start + 1 < len(doc) and doc[start].text == "," and any(t.lower_ in {"included", "including"} for t in doc[start + 1 : start + 5]):
        close = next((t.i for t in doc[start + 1 : start + 8] if t.text == ","), None)
        start = close + 1 if close is not None else start  # "24 soldiers, two officers included, in our custody"
    for token in doc[start : min(sent.end, start + 8)]:
        if token.text in _CUT or token.lower_ in {"and", "but", "who", "which", "while", "after", "when", "as"}:
            if token.lower_ == "as" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ in states:
                continue
            break
        if token.pos_ == "NUM":
            break
        if token.lower_ in states:
            if token.dep_ == "amod" and token.head.i > token.i:
                break
            if token.lower_ in {"released", "freed", "captured"} and any(t.dep_ == "dobj" for t in token.children):
                break
            return token, states[token.lower_]
        if token.lower_ == "custody":
            return token, "captured"
        if token.lower_ == "with":
            harm = next((t for t in doc[token.i + 1 : token.i + 5] if t.lemma_.lower() in {"wound", "injury", "burn", "fracture"}), None)
            if harm is not None:
                return harm, "injured"
        if token.pos_ == "VERB" and token.lower_ not in states and token.lemma_ not in {"be", "remain", "leave", "report", "list"}:
            break
        steps += 1
    return None, None


def _thing_state_facts(block: Any, mentions: list[Mention], facts: list[Fact]) -> list[Fact]:
    """"two burnt-out barges", "three vehicles burned", "vehicles ablaze", "a clinic in ashes"."""
    index = load_triggers()
    doc = block.doc
    taken = {f.trigger.i for f in facts if f.kind == "materiel"}
    added: list[Fact] = []
    for token in doc:
        type_ = index.thing_states.get(token.lower_)
        if type_ is None or token.i in taken:
            continue
        head = None
        if token.dep_ == "amod" and noun_class(token.head) in {"materiel", "building"}:
            if type_ in {"seized", "lost"} or any(c.lower_ in {"the", "these", "those"} for c in token.head.children):
                continue  # "the damaged vehicles": known already
            head = token.head
        elif token.dep_ != "amod" or token.head.i < token.i:
            for other in reversed(doc[max(token.sent.start, token.i - 5) : token.i]):
                if other.text in _CUT or other.pos_ in {"VERB"}:
                    break
                if noun_class(other) in {"materiel", "building"} and other.dep_ not in {"compound"}:
                    head = other
                    break
                if other.pos_ in {"NOUN", "PROPN"}:
                    break
            if token.lower_ in {"ashes", "flames", "ruins", "smoke"} and doc[token.i - 1].lower_ != "in":
                head = None
            if token.pos_ == "VERB" and any(c.dep_ in {"dobj", "nsubj"} and c.i != (head.i if head is not None else -1) for c in token.children):
                head = None
        if head is None:
            continue
        for item in counted_items([head], mentions):
            if item.mention is not None and item.mention.used:
                continue
            fact = Fact(block, "materiel", type_, token, "state:thing")
            fact.counted, fact.target, fact.target_span = item, item.heads[0], (item.start, item.end)
            if item.mention:
                item.mention.used = True
            added.append(fact)
    # a list of counted things under one trigger: "70 rifles, four machine guns and one mortar recovered"
    everything = facts + added
    for mention in mentions:
        if mention.used or mention.found is None or mention.cls != "materiel" or mention.head is None:
            continue
        if mention.head.dep_ == "nsubj" and mention.head.head.pos_ == "VERB" and mention.head.head.lemma_.lower() not in index.verbs:
            continue
        if mention.found.form == "ordinal":
            continue
        sent = doc[mention.start].sent
        near = [f for f in everything if f.kind == "materiel" and f.trigger.sent == sent and f.counted is not None
                and not any(t.pos_ in {"VERB", "AUX"} for t in doc[min(f.counted.end, mention.end) : max(f.counted.start, mention.start)])]
        if not near:
            trigger = _thing_trigger(sent)
            if trigger is None:
                continue
            kind_type, token = trigger
            agent = None
        else:
            near.sort(key=lambda f: abs((f.counted.start if f.counted else f.trigger.i) - mention.start))
            kind_type, token, agent = near[0].type, near[0].trigger, near[0].agent
        fact = Fact(block, "materiel", kind_type, token, "list:thing")
        heads = [mention.head] if mention.head is not None else []
        fact.counted = Counted(heads, mention.start, mention.end, mention.found.low, mention.found.high, mention.found.approx, mention.start, mention.end, mention, True)
        fact.target, fact.target_span, fact.agent = mention.head, (mention.start, mention.end), agent
        fact.confidence = "medium"
        mention.used = True
        added.append(fact)
        everything.append(fact)
    return added


def _thing_trigger(sent: Any) -> tuple[str, Any] | None:
    index = load_triggers()
    for token in sent:
        for entry in index.verbs.get(token.lemma_.lower(), []):
            if entry.kind == "materiel" and not entry.with_ and not entry.particle and not entry.counted_or_arms and token.pos_ == "VERB":
                return entry.type, token
        if token.lemma_.lower() in {"spoil", "booty", "haul", "trophy"}:
            return "seized", token
    return None


_CAUSES = {"cause", "leave", "inflict", "suffer", "result", "report", "claim", "follow"}


def _bare_facts(block: Any) -> list[Fact]:
    """"caused deaths, injuries and damage": plurals without a number under a verb of causing; damage without a thing."""
    added: list[Fact] = []
    for token in block.doc:
        lemma = token.lemma_.lower()
        if lemma not in {"death", "injury", "casualty", "damage", "fatality"} or token.pos_ != "NOUN":
            continue
        if any(c.dep_ in {"nummod", "det", "poss"} for c in token.children):
            continue
        governor = token
        while governor.dep_ in {"conj", "dobj", "pobj", "prep", "appos"} and governor.head.i != governor.i and governor.pos_ != "VERB":
            governor = governor.head
        if governor.lemma_.lower() not in _CAUSES or governor.lemma_.lower() in {"report", "claim"}:
            continue
        if lemma == "damage":
            if any(c.dep_ == "prep" and c.lower_ in {"to", "of"} for c in token.children) and any(
                    noun_class(g) in {"materiel", "building"} for c in token.children for g in c.children):
                continue
            fact = Fact(block, "materiel", "damaged", token, "bare:damage")
        elif token.tag_ == "NNS":
            type_ = {"death": "killed", "fatality": "killed", "injury": "injured", "casualty": "casualties"}[lemma]
            fact = Fact(block, "casualty", type_, token, "bare:plural")
            fact.counted = Counted([token], token.i, token.i + 1, 2, None, False, token.i, token.i + 1, None, False)
            fact.target, fact.target_span = token, (token.i, token.i + 1)
        else:
            continue
        fact.confidence = "medium"
        added.append(fact)
    return added


def _including_facts(block: Any, mentions: list[Mention], facts: list[Fact]) -> list[Fact]:
    """"six people, including a journalist", "among them a mother and her infant": subsets named without a number."""
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
        before = [f for f in facts if f.kind == "casualty" and f.counted is not None and f.counted.stated and f.trigger.sent == token.sent
                  and f.counted.start < token.i and token.i - max(f.counted.end, f.trigger.i) <= 14]
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


def _beside_facts(block: Any, mentions: list[Mention], facts: list[Fact]) -> list[Fact]:
    """"four rebels were killed, along with a soldier": one more victim beside those of a verb."""
    doc = block.doc
    added: list[Fact] = []
    for token in doc:
        if token.lower_ == "with" and token.i > 0 and doc[token.i - 1].lower_ in {"along", "together"} or (
            token.lower_ == "as" and token.i > 1 and doc[token.i - 1].lower_ == "well"):
            before = [f for f in facts if f.kind == "casualty" and f.counted is not None and f.trigger.sent == token.sent and 0 < token.i - f.trigger.i <= 12]
            head = next((t for t in doc[token.i + 1 : token.i + 7] if t.pos_ in {"NOUN", "PROPN"} and t.dep_ != "compound"), None)
            if not before or head is None or noun_class(head) not in {"people"}:
                continue
            for item in counted_items([head], mentions):
                if not item.stated or (item.mention is not None and item.mention.used):
                    continue
                fact = Fact(block, "casualty", before[-1].type, before[-1].trigger, "list:beside")
                fact.counted, fact.target, fact.target_span, fact.agent = item, item.heads[0], (item.start, item.end), before[-1].agent
                if item.mention:
                    item.mention.used = True
                added.append(fact)
    return added


# Surface fallbacks for numbers that no frame has claimed


def _surface_facts(block: Any, mentions: list[Mention]) -> list[Fact]:
    """"seven injured", "killed at least 12": a trigger beside an unclaimed number, where the parse failed."""
    index = load_triggers()
    doc = block.doc
    facts: list[Fact] = []
    for mention in mentions:
        if mention.used or mention.found is None or mention.cls not in _PEOPLE_LIKE | {"lives"}:
            continue
        if mention.head is not None and mention.cls == "unknown" and not _could_be_people(mention.head):
            continue
        found = None
        sent = doc[mention.start].sent
        for token in doc[mention.end : min(sent.end, mention.end + 6)]:
            if token.text in _CUT or token.pos_ in {"NUM"}:
                break
            entries = [e for e in index.verbs.get(token.lemma_.lower(), []) if e.kind == "casualty" and not e.particle
                       and (not e.with_ or (e.subj == "victim" and _near(token, e.with_)))]
            if entries and token.tag_ in {"VBN", "VBD", "JJ"} and (entries[0].subj == "victim" or (is_participle(token) or token.tag_ == "VBD")):
                if entries[0].subj == "victim" or not any(c.dep_ == "dobj" for c in token.children):
                    found = (token, entries[0].type)
                break
            if token.pos_ == "VERB":
                break
        if found is None:
            for token in reversed(doc[max(sent.start, mention.start - 4) : mention.start]):
                if token.text in _CUT - {":"} or token.pos_ == "NUM" or token.lower_ in {"and"}:
                    break
                entries = [e for e in index.verbs.get(token.lemma_.lower(), []) if e.kind == "casualty" and e.obj == "victim" and not e.with_ and not e.particle]
                if entries and token.tag_ in {"VBD", "VBG", "VBN", "VB", "VBZ", "VBP"}:
                    if token.tag_ == "VBN" and token.i + 1 < mention.start and doc[token.i + 1].dep_ in {"prep", "agent"}:
                        break
                    found = (token, entries[0].type)
                    break
                if token.pos_ in {"VERB", "NOUN", "PROPN"}:
                    break
        if found is None:
            continue
        fact = Fact(block, "casualty", found[1], found[0], "surface")
        heads = [mention.head] if mention.head is not None else []
        fact.counted = Counted(heads, mention.start, mention.end, mention.found.low, mention.found.high, mention.found.approx,
                               mention.start, mention.end, mention, True)
        fact.target = mention.head
        fact.target_span = (mention.start, mention.end)
        fact.confidence = "medium"
        mention.used = True
        facts.append(fact)
    return facts


def _could_be_people(head: Any) -> bool:
    return head.tag_ in {"NNS", "NNPS"} or head.pos_ in {"PROPN", "PRON", "ADJ", "NUM"}


_SUBSET_LEADS = ("including", "among", "whom", "them", "included", "mostly", "victims", "were")


def _list_facts(block: Any, mentions: list[Mention], facts: list[Fact]) -> list[Fact]:
    """Numbers that continue a fact: subsets ("including three children", "of whom two", "two officers included") and
    gapped members of a list ("killed two soldiers in Diffa and three in Bosso")."""
    doc = block.doc
    added: list[Fact] = []
    claimed = {id(f.counted.mention): f for f in facts if f.counted is not None and f.counted.mention is not None}
    for position, mention in enumerate(mentions):
        if mention.used or mention.found is None or mention.cls not in _PEOPLE_LIKE:
            continue
        sent = doc[mention.start].sent
        previous = None
        own = _own_people(doc, mention)
        victims = mention.head is not None and mention.partitive and mention.head.lower_ in {"victims", "dead", "wounded", "injured", "them", "five", "killed", "casualties"} or (
            mention.head is None and mention.end < len(doc) and doc[mention.end].lower_ in {"were", "was", "are"} and mention.found.form == "number")
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
        subset = any(w in {"including", "included", "whom", "among", "them"} for w in words[-6:]) or (
            mention.end < len(doc) and doc[mention.end].lower_ in {"included", "including"}
        ) or _of_them(doc, mention)
        colon = ":" in words
        gap = bool(words) and words[-1] in {"and", ",", "another", ";"} and len(words) <= 12 and not any(
            t.pos_ in {"VERB"} and t.tag_ in {"VBD", "VBZ", "VBP"} for t in between
        )
        if mention.cls == "unknown" and not _could_be_people(mention.head):
            continue
        if gap and mention.head is not None and mention.head.dep_ in {"nsubj", "nsubjpass"} and mention.head.head.pos_ == "VERB" and (
                mention.head.head.i != previous.trigger.i and mention.head.head.tag_ in {"VBD", "VBZ", "VBP", "VBN"} and mention.head.head.i > mention.head.i):
            gap = False
        if any(doc[i].lower_ == "among" and i + 1 < len(doc) and doc[i + 1].lower_ in {"them", "the", "those"} for i in range(mention.end, min(sent.end, mention.end + 9))):
            subset = True
        if victims and mention.start > 0 and doc[mention.start - 1].lower_ not in {"of"} and not gap:
            subset = True
        if not (subset or colon or gap or own):
            continue
        fact = Fact(block, previous.kind, previous.type, previous.trigger, "list:subset" if subset or colon else "list:gap")
        heads = [mention.head] if mention.head is not None else []
        item = Counted(heads, mention.start, mention.end, mention.found.low, mention.found.high, mention.found.approx,
                       mention.start, mention.end, mention, True)
        fact.counted, fact.target, fact.target_span = item, mention.head, (mention.start, mention.end)
        fact.agent, fact.negated = previous.agent, previous.negated
        fact.part = subset or colon
        fact.parent = previous if fact.part else None
        fact.confidence = "medium"
        fact.trigger_end = doc[min(mention.end, len(doc)) - 1]
        mention.used = True
        claimed[id(mention)] = fact
        added.append(fact)
    return added


def _own_people(doc: Any, mention: Mention) -> bool:
    """Tell whether a number counts one's own people without naming what befell them ("admit to 14 of their own")."""
    return any(t.lower_ == "own" for t in doc[mention.end - 1 : mention.end + 4]) and mention.partitive


def _mark_subsets(block: Any, facts: list[Fact]) -> None:
    """Mark as a part what "including" or "among them" introduces, however it was found ("15 civilians including four children were killed")."""
    doc = block.doc
    for fact in facts:
        if fact.part or fact.kind != "casualty" or fact.counted is None or fact.counted.start < 1:
            continue
        before = [t.lower_ for t in doc[max(0, fact.counted.start - 3) : fact.counted.start]]
        if not ({"including", "among", "included"} & set(before)) and not _of_them(doc, fact.counted.mention or Mention(None, None, [], fact.counted.start, fact.counted.end)):
            continue
        wholes = [f for f in facts if f is not fact and f.kind == "casualty" and f.counted is not None and f.trigger.sent == fact.trigger.sent
                  and f.counted.start < fact.counted.start and f.counted.stated]
        if wholes:
            fact.part, fact.parent = True, max(wholes, key=lambda f: f.counted.start if f.counted else 0)


def _of_them(doc: Any, mention: Mention) -> bool:
    tail = [t.lower_ for t in doc[mention.end : mention.end + 3]]
    return tail[:2] in (["of", "them"], ["of", "whom"]) or (bool(tail) and tail[0] == "included")
