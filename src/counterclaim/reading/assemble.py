"""From facts to claims: the words, names and offsets of the report around each fact."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from counterclaim.knowledge.actors import Match, Registry, load_registry
from counterclaim.knowledge.alliances import relation
from counterclaim.knowledge.geocode import Geocoder
from counterclaim.knowledge.people import materiel_noun, person_noun, unit_of
from counterclaim.knowledge.roles import role_of
from counterclaim.knowledge.triggers import load_triggers
from counterclaim.reading.attribution import SpeechFrame
from counterclaim.reading.context import Resolved, Stub, finer, named, narrower
from counterclaim.reading.discourse import Discourse, Entity
from counterclaim.reading.fact import Fact
from counterclaim.reading.phrases import np_bounds
from counterclaim.reading.places import FoundPlace
from counterclaim.reading.predicates import PLACE_NOUNS
from counterclaim.record import (
    NARRATOR,
    AttributionLink,
    Claim,
    Evidence,
    IncidentStub,
    Means,
    Party,
    Place,
    Quantity,
    Report,
    Target,
    Time,
    make_id,
)

EVIDENCE_LIMIT = 190  # characters: the clause that carries the fact, not the paragraph
ENGINE = "rules"
_MEANS: tuple[tuple[str, str], ...] = (
    ("suicide", r"suicide|blew (?:himself|herself) up|explosive belt"),
    ("chemical", r"chemical|sarin|chlorine|poison gas|nerve agent|gassed"),
    ("drone", r"drones?|quadcopters?|UAVs?"),
    ("missile", r"missiles?"),
    ("rocket", r"rockets?|katyushas?|grads?"),
    (
        "ied",
        r"(?:car |roadside |truck )?bombs?\b(?! dropped)|ieds?|landmines?|mines?|explosive devices?|booby.?traps?",
    ),
    (
        "aircraft",
        r"air ?strikes?|air raids?|warplanes?|jets?|helicopters?|aircraft|planes?|air force|barrel bombs?|air assets|F-\d+s?",
    ),
    ("shelling", r"shells?|shelled|shelling|artillery|mortars?|gunboats?|howitzers?|tank fire|bombardment"),
    ("blade", r"machetes?|knives|knife|stabbed|beheaded|hacked|axes?"),
    ("fire", r"torched|set (?:fire|alight|ablaze)|arson|burned alive|burnt alive"),
    ("small_arms", r"gunfire|rifles?|shot|gunned|firearms|machine guns?|opened fire|snipers?|gunfight|bullets?"),
    ("vehicle", r"rammed|ran over"),
)
_MEANS_RE = [(name, re.compile(rf"\b(?:{pattern})\b", re.I)) for name, pattern in _MEANS]
_OWN = {"its", "own", "our"}
_STATE = re.compile(
    r"\b(army|military|ministry|government|police|troops|forces|command|navy|regime|security|guard)\b", re.I
)
_STATE_FORCES = {
    "soldier",
    "troop",
    "trooper",
    "policeman",
    "policemen",
    "officer",
    "serviceman",
    "gendarme",
    "guard",
    "jawan",
    "constable",
    "police",
    "army",
}
_ADMITS = {"admit", "acknowledge", "concede", "confess"}
_LOSSES = {"killed", "injured", "casualties", "captured", "missing", "lost", "destroyed", "damaged"}
_REBELS = {
    "rebel",
    "militant",
    "terrorist",
    "insurgent",
    "separatist",
    "extremist",
    "guerrilla",
    "jihadist",
    "bandit",
    "attacker",
    "assailant",
    "enemy",
    "infiltrator",
    "gunman",
    "gunmen",
}


class Assembler:
    """Makes the claims of one report from its folded facts."""

    def __init__(
        self, report: Report, discourse: Discourse, country: str | None, geocoder: Geocoder, actors: Iterable[str]
    ) -> None:
        self.report = report
        self.text = report.text
        self.discourse = discourse
        self.registry: Registry = load_registry()
        self.geocoder = geocoder
        self.country = country  # the country that the report is about: "the army" is then its army

        self.parties = tuple(sorted(set(actors)))
        self.day = dt.date.fromisoformat(report.published) if report.published else None

    def find(self, name: str) -> Match | None:
        """Return whom a name stands for in this report: its country, its other parties and its day decide."""
        return self.registry.find(name, country=self.country, others=self.parties, date=self.day)

    # Offsets

    def span(self, block: Any, first: int, last: int) -> tuple[int, int]:
        """Return report offsets of tokens [first, last) of a block, without outer spaces and punctuation."""
        doc = block.doc
        last = min(last, len(doc))
        while last - 1 > first and doc[last - 1].text in {",", ";", ":", ".", '"', "-", "—", "–", "''"}:
            last -= 1
        while first < last - 1 and doc[first].text in {",", ";", ":", ".", '"', "-", "—", "–", "``"}:
            first += 1
        start = doc[first].idx
        end = doc[last - 1].idx + len(doc[last - 1])
        return block.offset + start, block.offset + end

    def evidence(self, fact: Fact) -> tuple[int, int]:
        """Return report offsets of the shortest stretch that holds trigger, number and target, within the limit."""
        block = fact.block
        sent = fact.sentence
        if fact.evidence is not None:
            first, last = fact.evidence
        else:
            points = [fact.trigger.i, fact.trigger.i + 1]
            if fact.counted is not None:
                points += [fact.counted.start, fact.counted.end]
            elif fact.target_span is not None and sent.start <= fact.target_span[0] < sent.end:
                points += [fact.target_span[0], fact.target_span[1]]
            agent = fact.agent if fact.kind in {"event", "posture", "agreement"} else None
            if agent is not None and agent.doc is block.doc and sent.start <= agent.i < sent.end:
                points += np_bounds(agent)
            first, last = min(points), max(points)
            if fact.kind == "casualty" and fact.rule.startswith("list"):
                assert fact.counted is not None
                first, last = fact.counted.start, fact.counted.end
                if first - 1 >= sent.start and block.doc[first - 1].lower_ in {"including", "among"}:
                    first -= 1
                if last < sent.end and block.doc[last].lower_ == "of":
                    last = min(sent.end, last + 4)
        start, end = self.span(block, first, max(last, first + 1))
        if end - start > EVIDENCE_LIMIT:
            if fact.counted is not None and fact.counted.q_start is not None:
                a, b = self.span(block, fact.counted.start, fact.counted.end)
                start, end = max(start, a - 40), min(end, b + 60)
                start, end = self._whole_words(start, end)
                if fact.counted.mention is not None and fact.counted.mention.found is not None:
                    q = fact.counted.mention.found
                    start, end = min(start, block.offset + q.start), max(end, block.offset + q.end)
            else:
                a = block.offset + fact.trigger.idx
                start, end = self._whole_words(max(start, a - 90), min(end, a + 90))
        return start, end

    def _whole_words(self, start: int, end: int) -> tuple[int, int]:
        while start > 0 and start < end and self.text[start - 1].isalnum() and self.text[start].isalnum():
            start += 1
        while (
            end < len(self.text) and end > start + 1 and self.text[end - 1].isalnum() and self.text[end].isalnum()
        ):
            end -= 1
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return start, end

    # Parts

    def quantity(self, fact: Fact) -> Quantity | None:
        """Return the quantity of a fact with its words, None where nothing is counted."""
        counted = fact.counted
        if counted is None or counted.q_start is None or counted.q_end is None:
            return None
        block = fact.block
        mention = counted.mention
        if (
            mention is not None
            and mention.found is not None
            and (counted.low, counted.high) == (mention.found.low, mention.found.high)
        ):
            start, end = block.offset + mention.found.start, block.offset + mention.found.end
        else:
            start, end = self.span(block, counted.q_start, counted.q_end)
        unit: Any = "people"
        if counted.heads:
            unit = unit_of(counted.heads[0].lemma_.lower()) or ("other" if fact.kind == "materiel" else "people")
        return Quantity(
            low=counted.low,
            high=counted.high,
            approx=counted.approx,
            unit=unit,
            text=self.text[start:end],
            start=start,
            end=end,
        )

    def party(self, block: Any, head: Any, speaker: Entity | None = None) -> Party | None:
        """Return the party that a noun phrase names, as the text has it, resolved inside the report.

        A pronoun inside what `speaker` says means the speaker ("the army denied that it had fired").
        """
        if head is None or head.doc is not block.doc:
            return None
        first, last = np_bounds(head)
        start, end = self.span(block, first, last)
        text = self.text[start:end]
        name = _strip(text)
        if speaker is not None and head.lower_ in {"it", "they", "we", "i"}:
            name = speaker.body or speaker.name
        else:
            name = self._antecedent(block, head) or name
        return self._party(name, text, start, end)

    def _party(self, name: str, text: str, start: int, end: int) -> Party:
        match = self.find(name)
        if match is not None and match.id is not None:
            actor = self.registry.actor(match.id)
            return Party(name=name, text=text, start=start, end=end, id=match.id, type=actor.type)
        return Party(name=name, text=text, start=start, end=end)

    def _antecedent(self, block: Any, head: Any) -> str | None:
        if head.pos_ == "PRON" or head.lower_ in {"it", "they", "them", "we", "us", "he", "she"}:
            if head.lower_ in {"we", "us", "our"} and self.discourse.issuer is not None:
                return self.discourse.issuer.name
            before = [
                t
                for t in block.doc[: head.i]
                if t.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"} and t.pos_ in {"NOUN", "PROPN"}
            ]
            plural = head.lower_ in {"they", "them"}
            for token in reversed(before[-12:]):
                noun = person_noun(token.lemma_.lower())
                if plural and (token.tag_ in {"NNS", "NNPS"} and (noun is not None or token.pos_ == "PROPN")):
                    a, b = np_bounds(token)
                    s, e = self.span(block, a, b)
                    return _strip(self.text[s:e])
                if head.lower_ == "it" and token.pos_ == "PROPN":
                    a, b = np_bounds(token)
                    s, e = self.span(block, a, b)
                    return _strip(self.text[s:e])
        return None

    def target(self, fact: Fact) -> Target | None:
        """Return who or what suffered it."""
        block = fact.block
        if (
            fact.target_span is None
            or fact.target is None
            or fact.target.doc
            is not (fact.parent.block.doc if fact.rule.startswith("responsibility") and fact.parent else block.doc)
        ):
            return None
        source_block = fact.parent.block if fact.rule.startswith("responsibility") and fact.parent else block
        first, last = fact.target_span
        start, end = self.span(source_block, first, last)
        text = self.text[start:end]
        head = fact.target
        words = {t.lower_ for t in source_block.doc[first:last]}
        name = _without_number(_strip(text), fact)
        lemma = head.lemma_.lower()
        noun, thing = person_noun(lemma), materiel_noun(lemma)
        owner: str | None = None
        own = words & _OWN and any(
            (t.lower_ in _OWN and t.dep_ in {"poss", "pobj", "amod", "nmod"}) or t.lower_ == "own"
            for t in source_block.doc[first:last]
        )
        claimant = fact.chain[-1].resolved if fact.chain else None
        if own and claimant is not None:
            owner = claimant.body or claimant.name
            if lemma in {"own", "man", "its", "dead", "number", "toll", "force"} or not noun:
                name = owner
        elif fact.like is not None and (other := self.target(fact.like)) is not None:
            name, owner = other.name, other.owner
        elif (pronoun := _pronoun_of(fact, head)) is not None:
            name = self._antecedent(source_block, pronoun) or name
        else:
            for child in head.children:
                if child.dep_ == "poss" and child.pos_ == "PROPN":
                    owner = child.text
        if fact.rule == "verb:own_loss" and fact.agent is not None:
            agent = self.party(block, fact.agent)
            owner = agent.name if agent is not None else None
        kind: Any = "people"
        if fact.kind == "media":
            kind = "media"
        elif fact.kind == "materiel" or (thing is not None and noun is None):
            kind = "materiel"
        elif fact.kind in {"event"} and noun is None:
            kind = "party" if head.pos_ == "PROPN" else "place"
        match = self.find(name)
        return Target(
            kind=kind,
            name=name,
            id=match.id if match is not None else None,
            text=text,
            start=start,
            end=end,
            owner=owner,
            status=noun.status if noun is not None else None,
            age=noun.age if noun is not None else None,
            sex=noun.sex if noun is not None else None,
            facility=thing.facility if thing is not None else None,
        )

    def link(self, frame: SpeechFrame) -> AttributionLink | None:
        """Return one link of a chain of attribution."""
        entity: Entity | None = frame.resolved
        if entity is None and frame.source is not None:
            entity = self.discourse.entity(frame.block, frame.source)
        if entity is None:
            return None
        if frame.source is not None:
            first, last = np_bounds(frame.source)
            start, end = self.span(frame.block, first, last)
        else:
            start, end = entity.start, entity.end
        party = self._party(entity.name, self.text[start:end], start, end)
        body = None
        if entity.body is not None and entity.body_span is not None:
            b_start, b_end = entity.body_span
            body = self._party(entity.body, self.text[b_start:b_end], b_start, b_end)
        role = role_of(
            entity.description or entity.name, (body.type if body is not None and body.type else party.type)
        )
        return AttributionLink(
            party=party, body=body, cue=frame.cue, text=self.text[start:end], start=start, end=end, role=role
        )

    def issuer_link(self) -> AttributionLink | None:
        """Return the link of the body whose own voice the report is."""
        issuer = self.discourse.issuer
        if issuer is None:
            return None
        party = self._party(issuer.name, self.text[issuer.start : issuer.end], issuer.start, issuer.end)
        body = None
        if issuer.body is not None and issuer.body_span is not None:
            start, end = issuer.body_span
            body = self._party(issuer.body, self.text[start:end], start, end)
        return AttributionLink(
            party=party,
            body=body,
            cue="issuer",
            text=party.text,
            start=issuer.start,
            end=issuer.end,
            role=role_of(issuer.name, party.type),
        )

    def means(self, fact: Fact) -> Means | None:
        """Return the weapon or way of attack told in the fact's own sentence, near its trigger."""
        if fact.kind not in {"event", "casualty"}:
            return None
        sent = fact.sentence
        base = fact.block.offset + sent.start_char
        words = self.text[base : fact.block.offset + sent.end_char]
        for name, pattern in _MEANS_RE:
            match = pattern.search(words)
            if match and abs(match.start() - (fact.trigger.idx - sent.start_char)) < 120:
                kind: Any = name
                return Means(type=kind, text=match.group(), start=base + match.start(), end=base + match.end())
        return None

    def time(self, resolved: Resolved | None) -> Time | None:
        """Return the record of a resolved time."""
        if resolved is None:
            return None
        return Time(
            start=resolved.start,
            end=resolved.end,
            precision=resolved.precision,
            text=self.text[resolved.text_start : resolved.text_end],
            text_start=resolved.text_start,
            text_end=resolved.text_end,
        )

    def place(self, found: FoundPlace | None) -> Place | None:
        """Return the record of a found place."""
        if found is None:
            return None
        start, end = found.offset + found.start, found.offset + found.end
        located = self.geocoder.locate(named(found))
        place = located.place if located is not None else None
        precision = found.precision
        if place is not None and located is not None and located.precision is not None and precision in {None, 1}:
            precision = located.precision  # "in Kidal" may be the region
        return Place(
            name=self._as_written(found),
            text=self.text[start:end],
            start=start,
            end=end,
            gazetteer_id=place.gid if place is not None else None,
            lat=place.lat if place is not None else None,
            lon=place.lon if place is not None else None,
            country=located.country if located is not None else found.country,
            admin1=located.admin1 if located is not None else None,
            precision=precision,
        )

    def _as_written(self, found: FoundPlace) -> str:
        """Return a place's bare name in the letters of the text, which the parse may have seen in restored case."""
        if (
            found.name_start == found.start
            and self.text[found.offset + found.start : found.offset + found.end] == found.text
        ):
            return found.name
        at = found.offset + found.name_start
        written = self.text[at : at + len(found.name)]
        return written if written.lower() == found.name.lower() else found.name

    def claim(self, fact: Fact, stub_key: str | None) -> Claim | None:
        """Return the claim of a fact, before its links to other claims are known."""
        links = [link for link in (self.link(f) for f in fact.chain) if link is not None]
        if not links and fact.kind != "media" and (issuer := self.issuer_link()) is not None:
            links = [issuer]
        if fact.kind == "media" and fact.checked_by is not None:
            checker = SpeechFrame(fact.block, fact.checked_by, fact.trigger, set(), fact.trigger.text)
            link = self.link(checker)
            links = [link] if link is not None else links
        start, end = self.evidence(fact)
        quantity = self.quantity(fact)
        if quantity is not None and not (start <= quantity.start and quantity.end <= end):
            start, end = min(start, quantity.start), max(end, quantity.end)
        agent = self.party(
            fact.block,
            None if _is_weapon(fact.agent) else fact.agent,
            fact.chain[-1].resolved if fact.chain else None,
        )
        target = self.target(fact)
        time, place = fact.time, fact.place
        stub: Stub | None = fact.incident
        if stub is not None and not fact.background:
            if stub.time is not None and (time is None or time.start is None or narrower(stub.time, time)):
                time = stub.time
            if stub.place is not None and (place is None or (place.precision == 6 and finer(stub.place, place))):
                place = stub.place
        claimant = links[-1].party.name if links else NARRATOR
        scope: Any = "background" if fact.background or stub is None else "incident"
        stance: Any = fact.stance
        evidence = (Evidence(start=start, end=end, quote=self.text[start:end]),)
        id_ = make_id(
            "c",
            self.report.id,
            [[start, end]],
            [quantity.start, quantity.end] if quantity else None,
            fact.kind,
            fact.type,
            [target.start, target.end] if target else None,
            claimant,
        )
        role = links[-1].role if links else None
        day = dt.date.fromisoformat(time.start) if time is not None and time.start else None
        confidence: Any = fact.confidence
        kind: Any = fact.kind
        return Claim(
            id=id_,
            kind=kind,
            type=fact.type,
            quantity=quantity,
            agent=agent,
            target=target,
            means=self.means(fact),
            place=self.place(place),
            time=self.time(time),
            attribution=tuple(links),
            claimant=claimant,
            stance=stance,
            scope=scope,
            incident=stub_key if scope == "incident" else None,
            relation=self._relation(fact, links, target, agent, role, day),
            supersedes=(),
            part_of=None,
            evidence=evidence,
            outcome=_outcome(fact),
            engine=ENGINE,
            confidence=confidence,
        )

    def _relation(
        self,
        fact: Fact,
        links: list[AttributionLink],
        target: Target | None,
        agent: Party | None,
        role: Any,
        day: dt.date | None,
    ) -> Any:
        """Return how the claimant stands to the target: by the registry, else by what the report itself makes plain."""
        if not links:
            return "third_party"
        last = links[-1]
        parties = [p for p in (last.party, last.body) if p is not None]
        names = {p.name.lower() for p in parties}
        if fact.rule == "verb:own_loss" and agent is not None and agent.name.lower() in names:
            return "own"
        target_ids = [target.id] if target is not None and target.id is not None else []
        if target is not None and target.owner is not None and not target_ids:
            if target.owner.lower() in names:
                return "own"
            match = self.find(target.owner)
            if match is not None and match.id is not None:
                target_ids = [match.id]
        if (
            fact.chain
            and fact.chain[-1].verb.lemma_.lower() in _ADMITS
            and fact.type in _LOSSES
            and fact.stance != "denied"
        ):
            return "own"  # one concedes one's own losses
        found = relation(self.registry, [p.id for p in parties if p.id is not None], target_ids, day, role)
        if found != "unknown" or target is None:
            return found
        words = {w.removesuffix("s") for w in target.name.lower().split()}
        if any(_STATE.search(n) for n in names):
            if words & _STATE_FORCES:
                return "own"
            if words & _REBELS:
                return "adversary"
        if (
            agent is not None
            and agent.name.lower() in names
            and fact.stance != "denied"
            and fact.kind in {"casualty", "materiel", "event"}
        ):
            return "adversary"  # what it says it did, it did to the other side
        return found


def stub_record(stub: Stub, assembler: Assembler) -> IncidentStub:
    """Return the record of a stub: its sides are the named agents and targets of its events."""
    sides: list[tuple[str, ...]] = []
    for attribute in ("agent", "target"):
        names: list[str] = []
        for event in stub.events:
            head = getattr(event, attribute)
            if head is None or head.pos_ == "PRON":
                continue
            party = assembler.party(event.block, head)
            if party is not None and party.name not in names:
                names.append(party.name)
        sides.append(tuple(names[:4]))
    return IncidentStub(
        key=stub.key,
        type=stub.type,
        place=assembler.place(stub.place),
        time=assembler.time(stub.time),
        sides=tuple(sides),
    )


def _pronoun_of(fact: Fact, head: Any) -> Any:
    """Return the pronoun that a target is or counts ("them", "21 of them"), else None."""
    if head.pos_ == "PRON":
        return head
    counted = fact.counted.mention.head if fact.counted is not None and fact.counted.mention is not None else None
    return counted if counted is not None and counted.pos_ == "PRON" and counted.doc is head.doc else None


def _is_weapon(head: Any) -> bool:
    """Tell whether a head names a weapon, a place or an act, which is no agent; one with a nationality stands for its owner (CODING.md 7)."""
    if head is None:
        return False
    lemma = head.lemma_.lower()
    if lemma in PLACE_NOUNS:
        return True
    triggers = load_triggers()
    if (
        materiel_noun(lemma) is None
        and lemma not in triggers.event_nouns
        and lemma not in triggers.act_nouns
        and lemma not in {"bomb", "blast", "fire"}
    ):
        return False
    return not any(c.dep_ in {"amod", "compound", "poss", "nmod"} and c.text[:1].isupper() for c in head.children)


def _outcome(fact: Fact) -> str | None:
    """Return how an event ended, where its own sentence says so."""
    if fact.kind != "event":
        return None
    lemmas = {t.lemma_.lower() for t in fact.sentence}
    return "repelled" if lemmas & {"repel", "repulse", "rout"} else None


def _strip(text: str) -> str:
    return re.sub(r"^(?:the|an?|some|these|those)\s+", "", text.strip().strip('"“”,;: '), flags=re.I)


def _without_number(name: str, fact: Fact) -> str:
    """Return the target's words without the number that is in `quantity`."""
    counted = fact.counted
    if counted is None or counted.mention is None or counted.mention.found is None:
        return name
    found = counted.mention.found
    words = fact.block.text[found.start : found.end]
    index = name.find(words)
    if 0 <= index <= 2:
        rest = name[index + len(words) :].strip(" ,")
        rest = re.sub(r"^of\s+(?:the\s+)?", "", rest)
        return rest or name
    return name
