"""Facts told by nouns and states: acts ("the capture of"), tolls, the dead and wounded, things ablaze."""

from typing import Any

from counterclaim.knowledge.people import person_noun
from counterclaim.knowledge.triggers import load_triggers
from counterclaim.reading.fact import Fact
from counterclaim.reading.phrases import Counted, Mention, counted_items, noun_class, np_bounds, own_quantity
from counterclaim.reading.predicates import CUT, PEOPLE_LIKE, class_ok, materiel_head, near, of_head, or_other


def act_noun_facts(block: Any, mentions: list[Mention]) -> list[Fact]:
    index = load_triggers()
    facts: list[Fact] = []
    for token in block.doc:
        if token.pos_ not in {"NOUN", "PROPN"}:
            continue
        if (
            token.lemma_.lower() == "presence"
            and (force := of_head(token)) is not None
            and class_ok([force], "combatant")
        ):
            fact = Fact(block, "posture", "present", token, "noun:presence")
            fact.agent, fact.target, fact.target_span = force, force, np_bounds(force)
            facts.append(fact)
            continue
        types = index.act_nouns.get(token.lemma_.lower())
        if not types:
            continue
        heads = []
        for child in token.children:
            if child.dep_ == "prep" and (
                child.lower_ in {"of", "among"} or (child.lower_ == "to" and token.lemma_.lower() == "damage")
            ):
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
            kind, fact_type = (
                ("materiel", type_.split("_")[1]) if type_.startswith("materiel_") else ("casualty", type_)
            )
            head = heads[0]
            if kind == "materiel" and not materiel_head(head):
                continue
            if kind == "casualty":
                if noun_class(head) in {"materiel", "building"}:
                    continue
                if (
                    fact_type == "killed"
                    and token.lemma_.lower() in {"loss"}
                    and noun_class(head) not in PEOPLE_LIKE
                ):
                    continue
                if head.pos_ == "PROPN" and own_quantity(head, mentions) is None and fact_type not in {"killed"}:
                    continue
            items = counted_items([head], mentions)
            for item in items:
                if kind == "casualty" and not item.stated and (item.low is None or fact_type == "displaced"):
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


def toll_facts(block: Any, mentions: list[Mention]) -> list[Fact]:
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
            between = list(doc[token.i + 1 : mention.start])
            if any(t.text in {";", ":"} for t in between) or sum(t.text == "," for t in between) > 1:
                continue
            if (
                before.lower_ in tolls.to
                or before.lower_ in tolls.from_
                or (
                    before.lower_
                    in {"stands", "reached", "reaches", "hit", "than", "exceeded", "was", "is", "were"}
                )
            ):
                if before.lower_ == "of" and mention.start - token.i > 4:
                    continue
                fact = Fact(block, "casualty", type_, token, "toll")
                head = (
                    mention.head
                    if mention.head is not None and noun_class(mention.head) in {"people", "unknown"}
                    else None
                )
                target = head or _toll_target(token)
                fact.counted = Counted.of(mention, [target or token])
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
    state_words = dict(index.states.items())
    state_words.update(
        {
            "deaths": "killed",
            "fatalities": "killed",
            "dead": "killed",
            "losses": "killed",
            "injuries": "injured",
            "people fleeing": "displaced",
            "casualties": "casualties",
            "homeless": "displaced",
            "refugees": "displaced",
        }
    )
    for word in (
        "dead",
        "killed",
        "deaths",
        "fatalities",
        "displaced",
        "injured",
        "wounded",
        "missing",
        "captured",
        "losses",
        "casualties",
    ):
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
        part = child.dep_ in {"compound", "amod", "nmod"} and person_noun(child.head.lemma_.lower()) is None
        if (
            noun is not None
            and not part
            and child.lemma_.lower() not in load_triggers().person_nouns
            and child.i != token.i
        ):
            return child
    for child in token.children:
        if child.dep_ == "poss":
            return child
    return None


def _update(
    block: Any, facts: list[Fact], fact: Fact, mention: Mention, mentions: list[Mention], type_: str
) -> None:
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
        second.counted = Counted.of(other, fact.counted.heads if fact.counted else [])
        second.target, second.target_span = fact.target, fact.target_span
        other.used = True
        new, old = (fact, second) if new_first else (second, fact)
        old.superseded = True
        new.superseded = False
        new.supersedes = old
        facts.append(second)
        return


def state_facts(block: Any, mentions: list[Mention]) -> list[Fact]:
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
                if token.lower_ in index.states and token.lower_ not in {
                    "captured",
                    "released",
                    "freed",
                    "arrested",
                    "detained",
                    "abducted",
                    "kidnapped",
                }:
                    trigger, type_ = token, index.states[token.lower_]
        if trigger is None:
            # to the right: "seven soldiers dead", "two of its nurses were missing", "nine bandits in custody"
            trigger, type_ = _state_to_the_right(doc, mention, index.states)
        if trigger is None or type_ is None or not _plain_state(trigger):
            continue
        if mention.partitive and mention.found.form == "vague" and head is not None and head.lower_ in index.states:
            continue  # "several of the wounded" says nothing new
        if type_ == "killed" and trigger.lemma_.lower() == "body" and near(trigger, ("recover_none",)):
            continue
        fact = Fact(block, "casualty", type_, trigger, "state")
        target = head if head is not None else trigger
        item = Counted.of(mention, [head] if head is not None else [])
        summed = counted_items([head], mentions) if head is not None else []
        if len(summed) == 1 and summed[0].mention is mention:
            item = summed[0]
        fact.counted, fact.target, fact.target_span = item, target, (item.start, item.end)
        if or_other(trigger):
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
    if (
        start + 1 < len(doc)
        and doc[start].text == ","
        and any(t.lower_ in {"included", "including"} for t in doc[start + 1 : start + 5])
    ):
        close = next((t.i for t in doc[start + 1 : start + 8] if t.text == ","), None)
        start = close + 1 if close is not None else start  # "24 soldiers, two officers included, in our custody"
    for token in doc[start : min(sent.end, start + 8)]:
        if token.text in CUT or token.lower_ in {"and", "but", "who", "which", "while", "after", "when", "as"}:
            if token.lower_ == "as" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ in states:
                continue
            break
        if token.pos_ == "NUM":
            break
        if token.lower_ in states:
            if token.dep_ == "amod" and token.head.i > token.i:
                break
            done = token.tag_ == "VBD" and any(c.dep_ == "nsubj" for c in token.children)
            if (done or token.lower_ in {"released", "freed", "captured"}) and any(
                c.dep_ == "dobj" for c in token.children
            ):
                break  # "three bombers killed 17 people"
            return token, states[token.lower_]
        if token.lower_ == "custody":
            return token, "captured"
        if token.lower_ == "with":
            harm = next(
                (
                    t
                    for t in doc[token.i + 1 : token.i + 5]
                    if t.lemma_.lower() in {"wound", "injury", "burn", "fracture"}
                ),
                None,
            )
            if harm is not None:
                return harm, "injured"
        if (
            token.pos_ == "VERB"
            and token.lower_ not in states
            and token.lemma_ not in {"be", "remain", "leave", "report", "list"}
        ):
            break
        steps += 1
    return None, None


def thing_state_facts(block: Any, mentions: list[Mention], facts: list[Fact]) -> list[Fact]:
    """ "two burnt-out barges", "three vehicles burned", "vehicles ablaze", "a clinic in ashes"."""
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
            if type_ in {"seized", "lost"} or any(
                c.lower_ in {"the", "these", "those"} for c in token.head.children
            ):
                continue  # "the damaged vehicles": known already
            head = token.head
        elif token.dep_ != "amod" or token.head.i < token.i:
            for other in reversed(doc[max(token.sent.start, token.i - 5) : token.i]):
                if other.text in CUT or other.pos_ in {"VERB"}:
                    break
                if noun_class(other) in {"materiel", "building"} and other.dep_ not in {"compound"}:
                    head = other
                    break
                if other.pos_ in {"NOUN", "PROPN"}:
                    break
            if token.lower_ in {"ashes", "flames", "ruins", "smoke"} and doc[token.i - 1].lower_ != "in":
                head = None
            if token.pos_ == "VERB" and any(
                c.dep_ in {"dobj", "nsubj"} and c.i != (head.i if head is not None else -1) for c in token.children
            ):
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
        if (
            mention.head.dep_ == "nsubj"
            and mention.head.head.pos_ == "VERB"
            and mention.head.head.lemma_.lower() not in index.verbs
        ):
            continue
        if mention.found.form == "ordinal":
            continue
        sent = doc[mention.start].sent
        near = [
            f
            for f in everything
            if f.kind == "materiel"
            and f.trigger.sent == sent
            and f.counted is not None
            and not any(
                t.pos_ in {"VERB", "AUX"}
                for t in doc[min(f.counted.end, mention.end) : max(f.counted.start, mention.start)]
            )
        ]
        if not near:
            trigger = _thing_trigger(sent)
            if trigger is None or any(
                t.pos_ == "VERB" and t.i != trigger[1].i
                for t in doc[min(mention.end, trigger[1].i) : max(mention.start, trigger[1].i)]
            ):
                continue
            kind_type, token = trigger
            agent = None
        else:
            near.sort(key=lambda f: abs((f.counted.start if f.counted else f.trigger.i) - mention.start))
            kind_type, token, agent = near[0].type, near[0].trigger, near[0].agent
        fact = Fact(block, "materiel", kind_type, token, "list:thing")
        heads = [mention.head] if mention.head is not None else []
        fact.counted = Counted.of(mention, heads)
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
            if (
                entry.kind == "materiel"
                and not entry.with_
                and not entry.particle
                and not entry.counted_or_arms
                and token.pos_ == "VERB"
            ):
                return entry.type, token
        if token.lemma_.lower() in {"spoil", "booty", "haul", "trophy"}:
            return "seized", token
    return None


_CAUSES = {"cause", "leave", "inflict", "suffer", "result", "report", "claim", "follow"}


def bare_facts(block: Any) -> list[Fact]:
    """ "caused deaths, injuries and damage": plurals without a number under a verb of causing; damage without a thing."""
    added: list[Fact] = []
    for token in block.doc:
        lemma = token.lemma_.lower()
        if lemma not in {"death", "injury", "casualty", "damage", "fatality"} or token.pos_ != "NOUN":
            continue
        if any(c.dep_ in {"nummod", "det", "poss"} for c in token.children):
            continue
        governor = token
        while (
            governor.dep_ in {"conj", "dobj", "pobj", "prep", "appos"}
            and governor.head.i != governor.i
            and governor.pos_ != "VERB"
        ):
            governor = governor.head
        if governor.lemma_.lower() not in _CAUSES or governor.lemma_.lower() in {"report", "claim"}:
            continue
        if lemma == "damage":
            if any(c.dep_ == "prep" and c.lower_ in {"to", "of"} for c in token.children) and any(
                noun_class(g) in {"materiel", "building"} for c in token.children for g in c.children
            ):
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
