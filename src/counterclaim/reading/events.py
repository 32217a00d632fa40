"""Events: what kind of violence, by ACLED's sub-event types, from verb and noun triggers.

A trigger whose type is a rule (by_target, by_weapon, by_side ...) is decided by who did it, to whom and with what
(CODING.md, "Types that coders confuse").
"""

import re
from typing import Any

from counterclaim.knowledge.people import materiel_noun, person_noun
from counterclaim.knowledge.triggers import EventVerb, load_triggers
from counterclaim.reading.fact import Fact
from counterclaim.reading.phrases import noun_class, np_bounds
from counterclaim.reading.predicates import FORCES, PLACE_NOUNS, class_ok, has_particle, is_hypothetical, near
from counterclaim.reading.syntax import Arguments, arguments

CLASH = "Armed clash"
ATTACK = "Attack"
STRIKE = "Air/drone strike"
SHELLING = "Shelling/artillery/missile attack"
IED = "Remote explosive/landmine/IED"
SUICIDE = "Suicide bomb"
GAINS = "Government regains territory"
OVERTAKES = "Non-state actor overtakes territory"
LOOTING = "Looting/property destruction"
CHEMICAL = "Chemical weapon"

_AIR = re.compile(
    r"\b(air ?strikes?|air raids?|air force|warplanes?|war planes?|jets?|helicopters?|gunships?|drones?|aircraft|planes?|"
    r"F-\d+s?|Su-\d+s?|MiG-?\d*s?|bombers|barrel bombs?|aerial|air assets|air raid|UAVs?|quadcopters?|from the air|air attacks?)\b",
    re.I,
)
_ARTILLERY = re.compile(
    r"\b(shell(?:s|ing|ed|fire)?|artillery|mortars?|rockets?|missiles?|howitzers?|tanks? (?:fire|shells?)|grads?|"
    r"katyushas?|gunboats?|projectiles?|bombardment|cannons?|guns opened)\b",
    re.I,
)
_SUICIDE = re.compile(
    r"\b(suicide|blew (?:himself|herself|themselves) up|explosives? (?:vest|belt)|explosives-laden|bomb-laden|car bomb into)\b",
    re.I,
)
_BOMB = re.compile(
    r"\b(bombs?|ieds?|mines?|landmines?|explosives?|explosive devices?|booby[- ]?trap\w*|roadside|device|grenades?)\b",
    re.I,
)
_CHEMICAL = re.compile(
    r"\b(chemical|sarin|chlorine|nerve agent|gas attack|poison(?:ous)? gas|toxic gas|mustard gas|gassed)\b", re.I
)
_GRENADE = re.compile(r"\bgrenades?\b", re.I)
_GUNFIRE = re.compile(r"\b(gunfire|bullets?|sniper fire|small[- ]arms|ground fire|shots)\b", re.I)
_HEAVY = re.compile(r"gunboat|artillery|tank|mortar|ships?\b|navy|naval|batter(?:y|ies)", re.I)
_GENERIC_NOUN = {
    "attack",
    "raid",
    "operation",
    "assault",
    "strike",
    "explosion",
    "blast",
}
_NOT_EVENT_AFTER = {
    "helicopter",
    "aircraft",
    "drone",
    "rifle",
    "group",
    "plane",
    "zone",
    "line",
    "front",
    "dog",
    "ship",
    "capability",
    "field",
}


def event_facts(block: Any) -> list[Fact]:
    """Return the event facts of a block, in text order."""
    facts = _verb_events(block) + _noun_events(block)
    facts += _weapon_events(block, {f.trigger.head.i for f in facts} | {f.trigger.i for f in facts})
    facts.sort(key=lambda f: f.trigger.i)
    return facts


def settle_types(events: list[Fact]) -> None:
    """Give the report's vague events the type of the one that they speak of again.

    "The attack" after a gas attack is that gas attack; "hit the quarter" in a paragraph on shelling is shelling. `events`
    are in text order; their types are changed in place.
    """
    last: Fact | None = None
    for fact in events:
        noun = fact.rule.startswith("event-noun")
        names = {c.lower_ for c in fact.trigger.children if c.pos_ == "PROPN" and c.dep_ in {"compound", "nmod"}}
        if noun and names:
            named = [
                e
                for e in events
                if e is not fact
                and (e.block.index, e.trigger.i) < (fact.block.index, fact.trigger.i)
                and names & {t.lower_ for t in e.sentence}
                and e.block.role != "headline"
            ]
            if named and fact.trigger.lemma_.lower() in _GENERIC_NOUN | {"raid", "ambush", "assault"}:
                fact.type = named[0].type
                fact.presupposed = True
                continue
        vague = noun and fact.presupposed and fact.target is None and fact.trigger.lemma_.lower() in _GENERIC_NOUN
        if (
            noun
            and fact.type in {CLASH, ATTACK}
            and last is not None
            and last.type in {STRIKE, SHELLING}
            and last.block is fact.block
            and (
                fact.trigger.lemma_.lower() in {"raid", "strike", "attack"}
                and (fact.target is None or fact.target.pos_ == "PROPN")
            )
        ):
            fact.type = last.type
            continue
        if vague and fact.type in {CLASH, ATTACK, IED, STRIKE} and last is not None:
            fact.type = last.type
            continue
        if (
            fact.rule in {"event:by_weapon", "event:fire", "event:fire_on"}
            and fact.type in {CLASH, ATTACK}
            and last is not None
            and last.block is fact.block
            and (last.type in {SHELLING, STRIKE, IED})
        ):
            fact.type = last.type
        if fact.block.role != "headline" and not vague:
            last = fact


def _clause_text(token: Any) -> str:
    sent = token.sent
    low, high = max(sent.start, token.i - 14), min(sent.end, token.i + 18)
    return str(token.doc[low:high].text)


def _verb_events(block: Any) -> list[Fact]:
    index = load_triggers()
    facts: list[Fact] = []
    for token in block.doc:
        entries = [*_phrasal(index, token), *index.event_verbs.get(token.lemma_.lower(), [])]
        if not entries or not (token.pos_ in {"VERB", "AUX"} or token.tag_ in {"VBD", "VBN", "VBG", "VBZ", "VBP"}):
            continue
        if token.dep_ in {"amod", "compound"}:
            continue
        args = arguments(token)
        for entry in entries:
            fact = _verb_event(block, token, entry, args)
            if fact is not None:
                facts.append(fact)
                break
    return facts


def _phrasal(index: Any, token: Any) -> list[EventVerb]:
    for child in token.children:
        if child.dep_ == "prt":
            entries = index.event_verbs.get(f"{token.lemma_.lower()}_{child.lower_}")
            if entries:
                return list(entries)
    return []


def _verb_event(block: Any, verb: Any, entry: EventVerb, args: Arguments) -> Fact | None:
    if entry.with_ and not near(verb, entry.with_):
        return None
    if entry.particle and not has_particle(verb, entry.particle):
        return None
    slots: dict[str, list[Any]] = {entry.subj: list(args.subjects), entry.obj: list(args.objects)}
    if entry.obj == "none" and not args.passive:
        slots.pop("none", None)
    stranded = any(c.dep_ == "prep" and c.lower_ in entry.prep and not list(c.children) for c in verb.children)
    if args.passive and entry.subj == "agent" and args.objects and (entry.obj == "none" or stranded):
        slots.setdefault("target", []).extend(args.objects)
        slots.pop("weapon", None)
    for preposition, role in entry.prep.items():
        slots.setdefault(role, []).extend(args.prepositions.get(preposition, []))
        if role == "target" and entry.obj != "target":
            for weapon in slots.get("weapon", []) + (
                args.objects if not args.passive else []
            ):  # "fired 14 shells at the town": at may hang on shells
                for child in weapon.children:
                    if child.dep_ == "prep" and child.lower_ == preposition:
                        slots["target"].extend(g for g in child.children if g.dep_ == "pobj")
    agents, targets, weapons = slots.get("agent", []), slots.get("target", []), slots.get("weapon", [])
    targets = [t for t in targets if t.lemma_.lower() not in _TIME_NOUNS and t.lower_ != "those"]
    if entry.obj_class != "any" and not class_ok(targets, entry.obj_class):
        return None
    if entry.subj_class != "any" and not class_ok(agents, entry.subj_class):
        return None
    if entry.agent_needed and not agents:
        return None
    if entry.obj == "target" and not targets and not agents:
        return None
    under = {"under", "for", "alongside", "beside"} & set(args.prepositions)
    if verb.lemma_ in {"fight", "battle"} and verb.tag_ == "VBG" and not targets and (under or verb.dep_ == "acl"):
        return None  # "groups fighting under its banner": what they are, not what happened
    type_ = _decide(entry.type, verb, agents, targets, weapons)
    if type_ is None:
        return None
    fact = Fact(block, "event", type_, verb, f"event:{entry.type}")
    fact.agent = agents[0] if agents else None
    if fact.agent is not None and noun_class(fact.agent) == "materiel" and not _national(fact.agent):
        fact.weapon, fact.agent = fact.agent, None
    if (
        fact.agent is not None
        and (doer := person_noun(fact.agent.lemma_.lower())) is not None
        and doer.status == "civilian"
    ):
        fact.agent = None  # "with four children killed in shelling": the parse made them the ones who shell
    if weapons:
        fact.weapon = weapons[0]
    if targets:
        fact.target = targets[0]
        fact.target_span = np_bounds(targets[0])
    fact.negated = args.negated
    fact.modal = is_hypothetical(verb)
    return fact


def _national(head: Any) -> bool:
    return any(c.dep_ in {"amod", "compound", "poss"} and c.text[:1].isupper() for c in head.children)


def _decide(rule: str, verb: Any, agents: list[Any], targets: list[Any], weapons: list[Any]) -> str | None:
    text = _clause_text(verb)
    if _CHEMICAL.search(text) and rule not in {"by_side", CLASH, LOOTING}:
        return CHEMICAL
    if rule in {"by_target"}:
        if _SUICIDE.search(text):
            return SUICIDE
        if agents and (_AIR.search(_np_text(agents[0])) or agents[0].lemma_.lower() in {"pilot", "airman"}):
            return STRIKE
        return by_target(targets)
    if rule == "by_weapon":
        subject = _np_text(agents[0]) if agents else ""
        if not targets:
            return None
        target_class = noun_class(targets[0])
        if _GUNFIRE.search(subject):
            return by_target(targets)
        text = text.replace(_np_text(targets[0]), "")  # "the helicopter was hit": no strike from the air
        if _AIR.search(subject) or (_AIR.search(text) and not _ARTILLERY.search(text)):
            return STRIKE
        if _ARTILLERY.search(text):
            return SHELLING
        if _SUICIDE.search(text):
            return SUICIDE
        if _BOMB.search(subject):
            return IED
        if verb.lemma_ in {"pound", "bombard"}:
            return SHELLING
        if (
            verb.lemma_ in {"target", "hit", "strike"}
            and agents
            and (_armed(agents[0]))
            and (target_class != "unknown" or _place(targets[0]))
        ):
            return by_target(targets)
        return None
    if rule == "fire" and has_particle(verb, "down"):
        return None  # a drone shot down is materiel
    if rule == "fire":
        weapon = _np_text(weapons[0]) if weapons else ""
        if _AIR.search(_np_text(agents[0]) if agents else ""):
            return STRIKE if (targets or weapon) else None
        if _ARTILLERY.search(weapon):
            return SHELLING
        if "drone" in weapon.lower():
            return STRIKE
        if targets and weapons:
            return None
        if targets and not weapons:
            return SHELLING if agents and _HEAVY.search(_np_text(agents[0])) else by_target(targets)
        return None
    if rule == "fire_on":
        if agents and _HEAVY.search(_np_text(agents[0])):
            return SHELLING
        return by_target(targets) if targets else None
    if rule == "came_from":
        return SHELLING if weapons and agents and _ARTILLERY.search(_np_text(weapons[0])) else None
    if rule == "lost_control":
        return (OVERTAKES if by_side(agents) == GAINS else GAINS) if targets else None
    if rule == "land":
        weapon = _np_text(weapons[0]) if weapons else ""
        if not targets:
            return None
        if _ARTILLERY.search(weapon):
            return SHELLING
        if re.search(r"\b(bombs?|drones?)\b", weapon, re.I):
            return STRIKE if verb.lemma_ in {"land", "fall", "hit", "strike", "slam", "crash"} else IED
        return None
    if rule == "bomb":
        if agents and (_AIR.search(_np_text(agents[0])) or _force_of_state(agents[0])):
            return STRIKE
        planted = re.search(r"\b(car|truck|suicide|roadside|planted|motorcycle|twin)\b", text, re.I)
        return IED if planted and not agents and not _AIR.search(text) else STRIKE
    if rule == "enter":
        if not targets or not _place(targets[0]):
            return None
        words = _np_text(targets[0]).lower()
        if re.search(r"\b(town|city|capital|district)\b", words):
            return by_side(agents)
        return ATTACK if by_target(targets) == CLASH and targets[0].pos_ == "PROPN" else by_target(targets)
    if rule == "mine":
        return IED if weapons and _BOMB.search(_np_text(weapons[0])) else None
    if rule == "blast":
        if verb.lemma_ in {"drive", "ram", "crash"}:
            return SUICIDE if targets or _SUICIDE.search(text) else None
        weapon = (_np_text(weapons[0]) if weapons else "") + " " + text
        if (
            not _BOMB.search(weapon)
            and not _SUICIDE.search(weapon)
            and not re.search(r"\b(car|vehicle|truck|motorcycle)\b", _np_text(weapons[0]) if weapons else "", re.I)
        ):
            return None
        if _SUICIDE.search(weapon):
            return SUICIDE
        if _GRENADE.search(weapon):
            return "Grenade"
        return IED
    if rule == "by_side":
        if not targets or not (_place(targets[0])):
            return None
        if verb.lemma_ == "control" and not is_hypothetical(verb):
            return None  # "controls the airport": a state, no event
        if (
            verb.lemma_ in {"control", "occupy", "clear", "secure", "take", "recover"}
            and targets[0].pos_ != "PROPN"
            and targets[0].lemma_.lower() not in PLACE_NOUNS
        ):
            return None
        if targets[0].pos_ == "PROPN" and noun_class(targets[0]) == "people":
            return None
        return by_side(agents, verb)
    if rule == "by_victim":
        return ATTACK if not _combatant(targets[0]) else None
    return rule


def by_target(targets: list[Any]) -> str:
    """Armed clash against soldiers, posts and convoys; Attack against villagers and what is theirs."""
    if not targets:
        return CLASH
    text = _np_text(targets[0]).lower()
    head = targets[0]
    if _combatant(head) or (
        re.search(
            r"\b(army|military|police|troops?|soldiers?|base|barracks|checkpoint|outpost|post|convoy|patrol|garrison|"
            r"camp|positions?|forces?|headquarters|airbase|air base|airport|militants?|rebels?|fighters?|hideouts?|"
            r"security|guards?|gendarmes?|militia|lines?|stronghold|barge|flotilla|gunboats?)\b",
            text,
        )
        and not re.search(r"\b(refugee|displaced|idp|displacement|civilian|aid|market)\b", text)
    ):
        return CLASH
    noun = person_noun(head.lemma_.lower())
    if noun is not None and noun.status not in {None, "combatant"}:
        return ATTACK
    thing = materiel_noun(head.lemma_.lower())
    if thing is not None and thing.facility:
        return ATTACK
    if re.search(
        r"\b(fishing|minibus|taxi|passenger|ambulance|worshippers?|students?|shops?|villages?|villagers?|civilians?|market|church|mosque|school|hospital|clinic|homes?|houses?|bus|camp|site|people|farm|"
        r"residents?|neighbou?rhoods?|restaurant|hotel|settlement|community)\b",
        text,
    ):
        return ATTACK
    return CLASH


def by_side(agents: list[Any], verb: Any = None) -> str:
    """Government regains territory where state forces (or their allies) take a place, else non-state overtakes."""
    if agents:
        text = _np_text(agents[0]).lower()
    elif verb is not None:  # where the parse lost the subject, the words before the verb
        text = verb.doc[verb.sent.start : verb.i].text.lower()
    else:
        return OVERTAKES
    if re.search(
        r"\b(army of|free syrian|(?:liberation|arakan|salvation|resistance|white) army|rebels?|militants?|insurgents?|islamic state|isis|fighters|gunmen|separatists?|jihadists?|militia)\b",
        text,
    ):
        return OVERTAKES
    if re.search(
        r"\b(army|government|regime|police|security forces|troops|armed forces|soldiers?|military|coalition|navy|marines?|"
        r"national guard|forces of|state forces|border guards?|our forces|gallant)\b",
        text,
    ):
        return GAINS
    return OVERTAKES


def _armed(head: Any) -> bool:
    noun = person_noun(head.lemma_.lower())
    return (
        head.pos_ == "PROPN" or (noun is not None and noun.status == "combatant") or head.lemma_.lower() in FORCES
    )


def _combatant(head: Any) -> bool:
    noun = person_noun(head.lemma_.lower())
    return (noun is not None and noun.status == "combatant") or head.lemma_.lower() in FORCES


def _place(head: Any) -> bool:
    return head.pos_ == "PROPN" or head.lemma_.lower() in PLACE_NOUNS or noun_class(head) == "building"


def _force_of_state(head: Any) -> bool:
    return any(
        w in _np_text(head).lower() for w in ("army", "air force", "military", "regime", "government", "coalition")
    )


def _np_text(head: Any) -> str:
    first, last = np_bounds(head)
    return str(head.doc[first:last].text)


_TIME_NOUNS = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "morning", "evening", "night", "afternoon", "day", "dawn",
    "noon", "midnight", "week", "weekend", "month", "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
}  # fmt: skip
_HARMS = {
    "kill",
    "wound",
    "injure",
    "hit",
    "strike",
    "hurt",
    "rip",
    "tear",
    "destroy",
    "damage",
    "claim",
    "target",
    "leave",
}


def _weapon_events(block: Any, taken: set[int]) -> list[Fact]:
    """Events told by a weapon alone: "a car bomb killed four", "killed in rocket fire", "a drone killed two militants"."""
    facts: list[Fact] = []
    for token in block.doc:
        if token.pos_ not in {"NOUN", "PROPN"} or token.dep_ in {"compound", "nmod"} or token.i in taken:
            continue
        lemma = token.lemma_.lower()
        text = _np_text(token)
        governor = token.head if token.dep_ == "nsubj" else token.head.head if token.dep_ == "pobj" else token
        harms = governor.lemma_.lower() in _HARMS and governor.pos_ == "VERB"
        if not harms or governor.i in taken:
            continue
        if lemma == "fire" and token.dep_ == "pobj" and _ARTILLERY.search(text):
            type_ = SHELLING
        elif lemma in {"gas", "agent", "sarin", "chlorine"} and (
            _CHEMICAL.search(text) or lemma in {"sarin", "chlorine"}
        ):
            type_ = CHEMICAL
        elif lemma in {"bomber", "attacker"} and token.dep_ == "nsubj" and _SUICIDE.search(text):
            type_ = SUICIDE
        elif lemma in {"bomb", "mine", "landmine", "ied", "device", "explosive"} and not _AIR.search(text):
            type_ = SUICIDE if _SUICIDE.search(text) else IED
        elif token.dep_ == "nsubj" and lemma in {"drone", "warplane", "jet", "helicopter", "aircraft"}:
            type_ = STRIKE
        elif token.dep_ in {"nsubj", "pobj"} and lemma in {"shell", "rocket", "mortar", "missile"}:
            type_ = SHELLING
        else:
            continue
        fact = Fact(block, "event", type_, token, "event-noun:weapon")
        fact.weapon = token
        fact.modal = is_hypothetical(governor)
        facts.append(fact)
        taken.add(governor.i)
    return facts


def _noun_events(block: Any) -> list[Fact]:
    index = load_triggers()
    facts: list[Fact] = []
    doc = block.doc
    for token in doc:
        if token.pos_ not in {"NOUN", "PROPN"}:
            continue
        lemma = token.lemma_.lower()
        rule = index.event_nouns.get(lemma)
        if rule is None and lemma in {"raid", "strike", "attack"}:
            rule = index.event_nouns.get(lemma)
        if rule is None:
            continue
        if token.dep_ in {"compound", "nmod"}:
            continue
        text = _np_text(token)
        lower = text.lower()
        if re.search(
            r"\b(heart|hunger|labou?r|general|verbal|cyber|terror attacks? on|legal) ?$",
            lower.split(lemma)[0].strip()[-10:],
        ):
            continue
        if not _eventive(token):
            continue
        type_ = _noun_type(rule, token, lower)
        if type_ is None:
            continue
        fact = Fact(block, "event", type_, token, f"event-noun:{lemma}")
        carried = token.dep_ == "dobj" and token.head.lemma_.lower() in index.triggers.events.carries_out
        fact.presupposed = (carried or token.dep_ in {"pobj", "nsubj", "nsubjpass", "poss"}) and any(
            (c.dep_ == "det" and c.lower_ in {"the", "this", "that", "these", "those"}) or c.dep_ == "poss"
            for c in token.children
        )
        fact.confidence = "medium"
        for child in token.children:
            if child.dep_ in {"poss"}:
                fact.agent = child
            if (
                child.dep_ in {"amod", "compound"}
                and fact.agent is None
                and child.text[:1].isupper()
                and child.pos_ in {"PROPN", "ADJ"}
            ):
                fact.agent = child
            if child.dep_ == "prep" and child.lower_ in {"on", "against", "at", "of"}:
                for grand in child.children:
                    if grand.dep_ == "pobj" and fact.target is None:
                        fact.target, fact.target_span = grand, np_bounds(grand)
            if child.dep_ == "prep" and child.lower_ in {"by", "from"}:
                for grand in child.children:
                    if grand.dep_ == "pobj":
                        fact.agent = grand
            if child.dep_ == "prep" and child.lower_ in {"between", "with"}:
                pair = [g for g in child.children if g.dep_ == "pobj"]
                if pair:
                    fact.agent = pair[0]
                    other = [g for g in pair[0].children if g.dep_ == "conj"]
                    if other:
                        fact.target, fact.target_span = other[0], np_bounds(other[0])
        if fact.target is not None and fact.target.lemma_.lower() in _TIME_NOUNS:
            fact.target = fact.target_span = None
        if fact.agent is None and (doer := _doer(token)) is not None:
            fact.agent = doer
        if rule == "by_target" and type_ in {CLASH, ATTACK}:
            if fact.agent is not None and _AIR.search(_np_text(fact.agent)):
                fact.type = STRIKE
            elif fact.target is not None:
                fact.type = by_target([fact.target])
        facts.append(fact)
    return facts


def _doer(noun: Any) -> Any:
    """Return who carries out the act that a noun names ("the air force stepped up its attacks"), else None."""
    verb = noun.head
    while noun.dep_ == "conj" and verb.pos_ in {"NOUN", "PROPN"}:
        noun, verb = verb, verb.head
    if (
        noun.dep_ not in {"dobj", "nsubjpass"}
        or verb.lemma_.lower() not in load_triggers().triggers.events.carries_out
    ):
        return None
    subjects = arguments(verb).subjects
    if not subjects or subjects[0].i == noun.i or noun_class(subjects[0]) == "building":
        return None
    return subjects[0]


def _noun_type(rule: str, token: Any, lower: str) -> str | None:
    if _CHEMICAL.search(lower):
        return CHEMICAL
    if re.search(r"\bsuicide\b", lower):
        return SUICIDE
    if rule == "territory":
        of = [
            g
            for c in token.children
            if c.dep_ == "prep" and c.lower_ == "of"
            for g in c.children
            if g.dep_ == "pobj"
        ]
        if not of or not _place(of[0]) or noun_class(of[0]) in {"people", "materiel"}:
            return None
        return GAINS if token.lemma_.lower() in {"recapture", "liberation"} else OVERTAKES
    if rule in {"by_target", "strike"}:
        if re.search(r"\b(barrel|air|aerial|drone|helicopter|jet|plane|bombing)\b", lower) or lower.split()[
            -1
        ].startswith("airstrike"):
            return STRIKE
        if re.search(r"\b(rocket|missile|mortar|artillery|shell)", lower):
            return SHELLING
        if re.search(r"\b(bomb|mine|ied|explosive)", lower):
            return IED
        if re.search(r"\b(grenade)", lower):
            return "Grenade"
        if rule == "strike":
            sentence = token.sent.text
            if _AIR.search(sentence):
                return STRIKE
            return SHELLING if _ARTILLERY.search(sentence) else STRIKE
        return CLASH
    if rule == "blast":
        if re.search(r"\b(air|aerial|barrel)\b", lower):
            return STRIKE
        shelled = {c.lemma_.lower() for c in [*token.children, token.head]} & {"shelling", "bombardment", "raid"}
        if lower.split()[-1] in {"bombing", "bombings"} and (_AIR.search(token.sent.text) or shelled):
            return STRIKE
        return IED
    return rule


def _eventive(token: Any) -> bool:
    """Tell whether a noun tells a happening here, not a habit, a plan or a modifier."""
    if token.i + 1 < len(token.doc) and token.doc[token.i + 1].lower_ in _NOT_EVENT_AFTER:
        return False
    for child in token.children:
        if child.dep_ in {"det"} and child.lower_ in {"any", "no", "every"}:
            return False
        if (
            child.dep_ == "amod"
            and child.lower_
            in {
                "possible",
                "future",
                "further",
                "potential",
                "planned",
                "similar",
                "previous",
                "such",
                "other",
                "more",
                "imminent",
                "new",
                "frequent",
                "recent",
            }
            and child.lower_ not in {"new", "recent"}
        ):
            return False
    head = token.head
    if token.dep_ in {"dobj", "pobj"}:
        governor = head if token.dep_ == "dobj" else head.head
        if governor.lemma_.lower() in {
            "threaten",
            "plan",
            "prevent",
            "stop",
            "fear",
            "warn",
            "prepare",
            "avoid",
            "end",
            "halt",
            "respond",
            "investigate",
            "call",
            "suspend",
            "resume",
            "survive",
            "authorize",
            "authorise",
            "consider",
            "approve",
            "propose",
            "oppose",
            "demand",
            "discuss",
            "rule",
            "anticipation",
            "anticipate",
            "preparation",
            "readiness",
            "expect",
        }:
            return False
    return True
