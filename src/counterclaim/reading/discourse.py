"""The state of the discourse: who the sources are, across sentences and paragraphs.

A source is an entity of the report: a name given once ("James Tut Pal, the commissioner of Ulang county") stands for
every later "the commissioner", "Pal", "he". Resolution is by head word, name and number inside one report; what the
text does not make clear stays as it is written.
"""

import re
from typing import Any

from counterclaim.reading.attribution import SpeechFrame, quotations
from counterclaim.reading.phrases import np_bounds
from counterclaim.reading.syntax import conjuncts

_PERSON_PRONOUNS = {"he", "she", "i", "him", "her"}
_PLURAL_PRONOUNS = {"they", "them", "both", "others", "some"}
_SPOKESMEN = {
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "commander",
    "chief",
    "director",
    "head",
    "official",
    "member",
    "adviser",
    "advisor",
    "representative",
    "general",
    "colonel",
    "minister",
    "president",
    "leader",
    "secretary",
    "officer",
    "source",
    "governor",
    "mayor",
    "administrator",
    "commissioner",
    "chairman",
    "coordinator",
    "envoy",
    "ambassador",
    "statement",
    "deputy",
    "manager",
    "office",
    "page",
    "channel",
    "wing",
    "command",
    "captain",
    "major",
    "lieutenant",
    "doctor",
    "nurse",
    "researcher",
    "analyst",
    "fellow",
    "expert",
    "report",
    "document",
    "lawyer",
    "worker",
    "activist",
    "secretary-general",
}
_CONTINUES = re.compile(
    r"^[\W_]*(another|others?|of (?:them|these|the)|(?:two|three|four|five|six|seven|eight|nine|ten|\d+|some|several|many|one|most) "
    r"(?:of (?:them|the|these|those)|others?|more)|among (?:them|the dead|the victims)|they also|he also|she also|it also|"
    r"the (?:dead|wounded|injured|victims)|all of them|both)\b",
    re.I,
)


class Entity:
    """A source or party of the report: its best name, all its names, and the body it speaks for."""

    __slots__ = (
        "block",
        "body",
        "body_span",
        "description",
        "end",
        "heads",
        "name",
        "person",
        "plural",
        "proper",
        "start",
        "text",
    )

    def __init__(
        self,
        name: str,
        text: str,
        description: str,
        start: int,
        end: int,
        heads: set[str],
        *,
        proper: bool,
        plural: bool,
        person: bool,
    ) -> None:
        self.name = name
        self.text = text
        self.description = description
        self.start = start  # offsets in the report of the words it was read from
        self.end = end
        self.heads = heads
        self.proper = proper
        self.plural = plural
        self.person = person
        self.body: str | None = None
        self.body_span: tuple[int, int] | None = None


_MONITORS = frozenset({"monitor", "watchdog"})
_MONITORING = re.compile(
    r"\b(?:Observatory|[Mm]onitor(?:ing)?|[Ww]atchdog|Violations Documentation|Network for Human Rights)\b"
)


class Discourse:
    """Entities in order of mention; resolves the sources of frames."""

    def __init__(self) -> None:
        self.entities: list[Entity] = []
        self.recent: list[Entity] = []
        self.issuer: Entity | None = None
        self.block_of: dict[int, int] = {}

    def resolve_frames(self, block: Any, frames: list[SpeechFrame]) -> None:
        """Give each frame of a block the entity that its source stands for, in text order."""
        for frame in sorted(frames, key=lambda f: f.source.i if f.source is not None else f.verb.i):
            if frame.source is None:
                continue
            frame.resolved = self.entity(block, frame.source, frame)
            if frame.resolved is not None:
                self.recent.append(frame.resolved)
                self.block_of[id(frame.resolved)] = block.index

    def settle(self, frames: list[SpeechFrame]) -> None:
        """Let "a monitor" or "the watchdog" mean the one monitoring body that the report names, if it names just one."""
        bodies = [
            e
            for e in self.entities
            if e.proper and _MONITORING.search(f"{e.name} {e.description}") and not e.person
        ]
        if len({e.name.lower() for e in bodies}) != 1:
            return
        for frame in frames:
            known: Entity | None = frame.resolved
            if known is not None and not known.proper and not known.person and known.heads & _MONITORS:
                frame.resolved = bodies[0]

    def entity(self, block: Any, head: Any, frame: SpeechFrame | None = None) -> Entity | None:
        """Return the entity that a source phrase means, a new one where it is first named."""
        lower = head.lower_
        if head.pos_ == "PRON" or (
            lower in {"one", "both", "others", "another"} and head.pos_ in {"PRON", "NUM", "NOUN", "DET"}
        ):
            return self._pronoun(lower, block, head)
        return self._nominal(block, head)

    def _pronoun(self, lower: str, block: Any, head: Any) -> Entity | None:
        candidates = list(reversed(self.recent))
        if lower in {"he", "she", "it", "they"} and not any(
            self.block_of.get(id(e)) == block.index for e in candidates
        ):
            subject = next(
                (t for t in reversed(block.doc[: head.i]) if t.dep_ == "nsubj" and t.pos_ in {"PROPN", "NOUN"}),
                None,
            )
            if subject is not None and head.i - subject.i <= 40 and subject.sent.start < head.sent.start:
                named = self._nominal(block, subject)  # "Musa Keita, the mayor, arrived. He said ..."
                if named.plural == (lower == "they") and named.person == (lower in {"he", "she"}):
                    return named
        if lower in {"we", "us", "our"}:
            return self.issuer or (candidates[0] if candidates else None)
        if lower in _PERSON_PRONOUNS:
            for entity in candidates[:4]:
                if entity.person and not entity.plural:
                    return entity
            return candidates[0] if candidates else None
        if lower in _PLURAL_PRONOUNS:
            for entity in candidates[:3]:
                if entity.plural:
                    return entity
            return candidates[0] if candidates else None
        if lower == "it":
            here = [e for e in candidates if self.block_of.get(id(e)) == block.index]
            for entity in here or candidates[:4]:
                if not entity.person:
                    return entity
            return candidates[0] if candidates else None
        if lower in {"one", "another"}:
            for entity in candidates[:3]:
                if entity.plural:
                    return entity
        return candidates[0] if candidates else None

    def _nominal(self, block: Any, head: Any) -> Entity:
        doc, offset = block.doc, block.offset
        heads = conjuncts(head)
        first, last = _source_bounds(heads)
        start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
        text = block.text[start:end]
        description_end = _description_end(head)
        description = block.text[start : max(end, description_end)]
        appositions = [c for c in head.children if c.dep_ == "appos" and c.pos_ in {"PROPN", "NOUN"}]
        proper_tokens = [t for t in doc[first:last] if t.pos_ == "PROPN"]
        proper = head.pos_ == "PROPN"
        name = _strip_determiner(text)
        lemmas = {t.lemma_.lower() for t in heads} | {c.lemma_.lower() for c in appositions}
        for apposition in appositions:
            if apposition.pos_ == "PROPN" and not proper:
                a, b = np_bounds(apposition)
                name, proper = _strip_determiner(block.text[doc[a].idx : doc[b - 1].idx + len(doc[b - 1])]), True
        names = {t.lower_.strip(".") for t in proper_tokens} | {
            w.lower().strip(".,") for w in name.split() if w[:1].isupper()
        }
        definite = any(c.dep_ == "det" and c.lower_ in {"the", "this", "that"} for c in head.children) or proper
        plural = head.tag_ in {"NNS", "NNPS"} or len(heads) > 1
        earlier = self._earlier(head, lemmas, names, definite, proper, text)
        if earlier is not None:
            earlier.heads |= lemmas
            return earlier
        if (
            not proper
            and definite
            and head.lemma_.lower()
            in {"group", "movement", "organisation", "organization", "outfit", "militia", "bulletin", "communique"}
        ):
            known = next((e for e in reversed(self.recent) if not e.person), None)
            if known is not None and not any(c.dep_ in {"amod", "compound"} for c in head.children):
                return known
        person = _is_person(head, proper, proper_tokens)
        if proper and len(names) == 1:  # a surname alone: the full name may stand in the words of an earlier source
            for other in reversed(self.entities):
                match = re.search(rf"((?:[A-Z][\w'’.-]+ ){{1,3}}{re.escape(head.text)})\b", other.description)
                if match:
                    name, description, person = match.group(1), other.description, True
                    break
        entity = Entity(
            name,
            text,
            description,
            offset + start,
            offset + end,
            lemmas | names,
            proper=proper,
            plural=plural,
            person=person,
        )
        entity.body, entity.body_span = self._body(block, head, appositions)
        self.entities.append(entity)
        return entity

    def _earlier(
        self, head: Any, lemmas: set[str], names: set[str], definite: bool, proper: bool, text: str
    ) -> Entity | None:
        if not definite:
            return None
        surname = head.lower_.strip(".")
        has_modifiers = any(
            c.dep_ in {"amod", "compound", "nmod", "poss"} and c.text[:1].isupper() for c in head.children
        )
        for entity in reversed(self.entities):
            if proper and surname in entity.heads and (head.pos_ == "PROPN"):
                if has_modifiers and not names & entity.heads - {surname} and len(names) > 1:
                    continue
                return entity
            if not proper and head.lemma_.lower() in entity.heads and not has_modifiers:
                own = [c for c in head.children if c.dep_ in {"prep", "poss", "compound", "amod"}]
                if own and not all(c.lower_ in entity.description.lower() for c in own):
                    continue
                return entity
        return None

    def _body(self, block: Any, head: Any, appositions: list[Any]) -> tuple[str | None, tuple[int, int] | None]:
        doc, offset = block.doc, block.offset
        for noun in [
            head,
            *appositions,
            *[c for c in head.children if c.dep_ in {"compound", "nmod"} and c.pos_ == "NOUN"],
        ]:
            if noun.lemma_.lower() not in _SPOKESMEN and noun.pos_ != "NOUN":
                continue
            owner = None
            for child in [*noun.children, *_strayed(noun)]:
                if child.dep_ == "prep" and child.lower_ in {"for", "of", "at", "with", "from", "in"}:
                    owner = next((g for g in child.children if g.dep_ == "pobj"), None)
                elif (child.dep_ == "poss" and child.pos_ != "PRON") or (
                    child.dep_ in {"compound", "amod", "nmod"}
                    and child.i < noun.i
                    and noun.lemma_.lower() in _SPOKESMEN
                    and (child.pos_ in {"PROPN", "NOUN"})
                    and owner is None
                ):
                    owner = child
                if owner is not None:
                    break
            if owner is not None and owner.pos_ in {"PROPN", "NOUN"}:
                a, b = np_bounds(owner)
                start, end = doc[a].idx, doc[b - 1].idx + len(doc[b - 1])
                body = _strip_determiner(block.text[start:end])
                known = self._earlier(owner, {owner.lemma_.lower()}, set(), True, owner.pos_ == "PROPN", body)
                if owner.lemma_.lower() in {"group", "movement", "organisation", "organization"}:
                    previous = next((e for e in reversed(self.recent) if not e.person), None)
                    known = known or previous
                return (known.name if known is not None else body), (offset + start, offset + end)
            if noun.lemma_.lower() in {"spokesman", "spokeswoman", "spokesperson"} and owner is None:
                previous = next((e for e in reversed(self.recent) if not e.person), None)
                if previous is not None:
                    return previous.name, (previous.start, previous.end)
        return None, None


def _strayed(noun: Any) -> list[Any]:
    """Return the "at" of "cited an officer at the Border Guard as saying" where the parse gave it to the verb."""
    after = noun.doc[noun.i + 1 : noun.i + 2]
    if noun.dep_ != "dobj" or not after or after[0].dep_ != "prep" or after[0].head.i != noun.head.i:
        return []
    named = any(c.dep_ == "pobj" and c.pos_ == "PROPN" for c in after[0].children)
    return [after[0]] if named and after[0].lower_ in {"at", "from", "in"} else []


def _source_bounds(heads: list[Any]) -> tuple[int, int]:
    first, last = np_bounds(heads[0])
    doc = heads[0].doc
    for i in range(
        first + 1, heads[0].i
    ):  # "near Raqqa a monitor said": where a comma was lost, the article begins the source
        if doc[i].lower_ in {"a", "an", "the"} and doc[i - 1].pos_ in {"NOUN", "PROPN", "NUM"}:
            first = i
    quotes = [t.i for t in doc[first : heads[0].i] if t.text in {'"', "``", "''"}]
    if quotes:
        first = quotes[-1] + 1  # 'at least 12" the Observatory said': the quotation ends before the source
    for head in heads[1:]:
        a, b = np_bounds(head)
        if b - first <= 14:
            first, last = min(first, a), max(last, b)
    for child in [*heads[-1].children, *_strayed(heads[-1])]:
        if (
            child.dep_ == "prep"
            and child.lower_ in {"for", "in", "at", "of", "from"}
            and child.i == last
            and heads[-1].pos_ == "NOUN"
        ):
            right = child.right_edge.i + 1
            if right - first <= 9 and not any(
                t.pos_ in {"VERB", "AUX"} or t.text in {",", "("} for t in child.subtree
            ):
                last = right
    return first, last


def _description_end(head: Any) -> int:
    end = 0
    for child in head.children:
        if child.dep_ in {"appos", "prep", "acl", "relcl"} and child.i > head.i:
            token = child.right_edge
            end = max(end, token.idx + len(token))
    return end


def _is_person(head: Any, proper: bool, proper_tokens: list[Any]) -> bool:
    lemma = head.lemma_.lower()
    if lemma in {
        "ministry",
        "army",
        "agency",
        "group",
        "committee",
        "office",
        "command",
        "observatory",
        "police",
        "military",
        "government",
        "union",
        "nation",
        "mission",
        "hospital",
        "council",
        "press",
        "force",
        "cross",
        "crescent",
        "organisation",
        "organization",
        "company",
        "charity",
        "party",
        "movement",
        "authority",
        "court",
        "institute",
        "center",
        "centre",
        "bureau",
        "network",
        "front",
        "state",
        "page",
        "channel",
        "statement",
    }:
        return False
    if proper:
        word = head.text
        return not (word.isupper() and len(word) > 1) and len(proper_tokens) >= 2 and head.tag_ == "NNP"
    return True


def _strip_determiner(text: str) -> str:
    return re.sub(r"^(?:the|an?|its|their|his|her|our)\s+", "", text.strip().strip("\"'“”‘’,;:"), flags=re.I)


class ChainFinder:
    """Finds, for a token of a block, the chain of frames that it is told in, the widest first."""

    def __init__(
        self, blocks: list[Any], frames_by_block: dict[int, list[SpeechFrame]], issuer: Entity | None
    ) -> None:
        self.frames = frames_by_block
        self.issuer = issuer
        self.quotes = {b.index: quotations(b.doc) for b in blocks}
        self.blocks = blocks

    def chain(self, block: Any, token: Any, tokens: set[int] | None = None) -> list[SpeechFrame]:
        """Return the frames over a fact's trigger; failing that what the discourse supplies; else none."""
        frames = [
            f
            for f in self.frames.get(id(block), [])
            if token.i in f.content
            and f.resolved is not None
            and not (f.source is not None and token.i in f.source_tokens)
        ]
        if not frames and tokens:
            frames = [
                f
                for f in self.frames.get(id(block), [])
                if f.resolved is not None
                and tokens
                and len(tokens & f.content) * 2 > len(tokens)
                and not tokens <= f.source_tokens
            ]
        if frames:
            frames.sort(key=lambda f: -len(f.content))
            unique: list[SpeechFrame] = []
            for frame in frames:
                if unique and frame.resolved is unique[-1].resolved:
                    unique[-1] = frame
                else:
                    unique.append(frame)
            return unique
        return self._continued(block, token)

    def _continued(self, block: Any, token: Any) -> list[SpeechFrame]:
        sent = token.sent
        for first, last in self.quotes[block.index]:
            if first <= token.i <= last:
                owner = self._owner_of_quote(block, first, last)
                if owner:
                    return owner
        if sent.start > 0:
            previous = block.doc[sent.start - 1]
            if previous.text == ";":
                frames = [
                    f
                    for f in self.frames.get(id(block), [])
                    if f.resolved is not None and (sent.start - 2) in f.content
                ]
                if frames:
                    return sorted(frames, key=lambda f: -len(f.content))[-1:]
            before = previous.sent
            if _CONTINUES.match(sent.text):
                return self._last_source(block, before)
        return []

    def _owner_of_quote(self, block: Any, first: int, last: int) -> list[SpeechFrame]:
        frames = [f for f in self.frames.get(id(block), []) if f.resolved is not None]
        touching = [f for f in frames if any(i in f.content for i in range(first, last + 1))]
        if touching:
            return touching[-1:]
        near = [f for f in frames if 0 < f.verb.i - last <= 6 or 0 < first - f.verb.i <= 14]
        if near:
            near.sort(key=lambda f: min(abs(f.verb.i - last), abs(first - f.verb.i)))
            return near[:1]
        return []

    def _last_source(self, block: Any, sentence: Any) -> list[SpeechFrame]:
        frames = [
            f
            for f in self.frames.get(id(block), [])
            if f.resolved is not None and sentence.start <= f.verb.i < sentence.end
        ]
        if frames:
            frames.sort(key=lambda f: len(f.content))
            return frames[:1]
        if sentence.start > 0 and _CONTINUES.match(sentence.text):
            return self._last_source(block, block.doc[sentence.start - 1].sent)
        return []


_DOCUMENT = re.compile(
    r"\b(press release|communiqu[ée]|(?:press |military |official |daily )?statement|flash update|situation (?:report|update)|sitrep|bulletin|"
    r"spokesperson|spokesman|general staff|directorate|(?:daily|weekly|monthly|operational|security|evening|morning) (?:update|summary|report|information|toll|brief)|"
    r"documentation|press (?:note|communication|service|office|centre|center))\b",
    re.I,
)
_ABBREVIATED = re.compile(
    r"([A-Z][\w'’.-]*(?: (?:of|the|in|for|and|de|du|[A-Z][\w'’.-]*)){1,9}) \(([A-Z][A-Za-z-]{1,11})\)"
)
_CAPITALS = re.compile(r"([A-Z][A-Z'’ -]{6,}) \(([A-Z][A-Za-z-]{1,11})\)")
_HERALDS = re.compile(
    r"\b(?:condemns?|deplores?|announces?|denounces?|expresses|urges|documents|records|strongly|regrets?|welcomes?|calls)\b",
    re.I,
)
_OURS = re.compile(
    r"\b(?:our (?:forces|troops|fighters|gallant|brave|heroic|men|soldiers|units|comrades|mujahideen|people|positions|losses|activists|sources|teams?)|we)\b",
    re.I,
)
_DATE_WORDS = re.compile(
    r"\b(?:\d{1,4}|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday)\b|[|,.:–—-]",
    re.I,
)


def find_issuer(report: Any, registry: Any) -> Entity | None:
    """Return the body whose own voice a statement, communique, bulletin or flash update is, or None.

    The head must name a body that is no news outlet, and show that the text is the body's own: the line is a letterhead, the
    head calls the text a statement, bulletin or update, the headline has the body condemn or announce, or the text speaks as
    "we" and "our forces" outside quotations. A signature at the end serves as well.
    """
    text = report.text
    blocks = [b for b in report.blocks if text[b.start : b.end].strip()]
    first_body = next(
        (i for i, b in enumerate(blocks) if b.role in {"paragraph", "item"} and b.end - b.start > 120), len(blocks)
    )
    head = blocks[: min(first_body, 6)]
    tail = [b for b in blocks[-3:] if b.end - b.start < 120 and b not in head]
    head_text = " \n ".join(text[b.start : b.end] for b in head)
    own_voice = len(_OURS.findall(re.sub(r"[\"“][^\"”]{0,2000}[\"”]", " ", text))) >= 2
    says_so = bool(_DOCUMENT.search(head_text)) or own_voice
    ranked: list[tuple[int, Entity]] = []
    for block in [*head, *tail]:
        line = text[block.start : block.end]
        named = _named_body(line, registry) if block.role not in {"dateline", "credit"} else None
        if named is None and head and block.role == "heading" and block is head[0]:
            named = _letterhead(line)
        if named is None or named[2] in report.credited_to:
            continue
        start, end, name, body = named
        rest = _DATE_WORDS.sub("", _DOCUMENT.sub("", line[:start] + line[end:])).strip()
        letterhead = len(rest) <= max(12, (end - start) // 2) and block.role != "paragraph"
        herald = (
            start <= 4
            and block.role == "headline"
            and _HERALDS.match(line[end:].strip()) is not None
            and not report.credited_to
        )
        signed = re.search(r"(?:\bby|\bfrom|\bof|[|:–—-]) (?:the )?$", line[:start]) is not None
        if not (letterhead or herald or (says_so and (block.role != "headline" or signed))):
            continue
        at = block.start + start
        entity = Entity(
            name,
            text[at : block.start + end],
            line,
            at,
            block.start + end,
            {name.lower(), "statement"},
            proper=True,
            plural=False,
            person=False,
        )
        if body is not None:
            entity.body, entity.body_span = body, (at, at + len(body))
        ranked.append((0 if letterhead else 1 if body is not None else 2 if signed else 3, entity))
    return min(ranked, key=lambda pair: pair[0])[1] if ranked else _documenting_body(report, registry)


_DOCUMENTS = re.compile(
    r"(?:['’]s?)?(?: (?:activists?|sources?|monitors?|field \w+|researchers?|teams?|reporters?|networks?|correspondents?|offices?))?"
    r"(?: (?:has|have|had|also|was|were|able|to))* (?:document\w*|monitor\w*|record\w*|register\w*|tall\w+|verif\w+|learned|logged|counted)\b"
)


def _documenting_body(report: Any, registry: Any) -> Entity | None:
    """Return the monitor or agency whose bulletin a text is by its own habit: "X documented", "X activists recorded", twice or more.

    A text that credits a news outlet is that outlet's, not the monitor's.
    """
    if report.credited_to or report.dateline is not None:
        return None
    seen: dict[str, list[tuple[int, int]]] = {}
    for start, end, actor_id, _ in registry.scan(report.text):
        if (
            actor_id is not None
            and registry.actor(actor_id).type in {"monitor", "ngo", "un"}
            and _DOCUMENTS.match(report.text[end : end + 60])
        ):
            seen.setdefault(actor_id, []).append((start, end))
    for places in seen.values():
        if len(places) >= 2:
            start, end = places[0]
            name = report.text[start:end]
            return Entity(name, name, name, start, end, {name.lower()}, proper=True, plural=False, person=False)
    return None


def _named_body(line: str, registry: Any) -> tuple[int, int, str, str | None] | None:
    """Return (start, end, name, full name) of the body named in a line of the head, None where there is none or it is an outlet."""
    match = _ABBREVIATED.search(line) or _CAPITALS.search(line)
    if (
        match
        and (known := registry.find(match.group(2))) is not None
        and known.id is not None
        and registry.actor(known.id).type == "media"
    ):
        return None
    if match:
        return (
            match.start(),
            match.end(),
            match.group(2),
            _title(match.group(1)) if len(_title(match.group(1))) == len(match.group(1)) else match.group(1),
        )
    for start, end, actor_id, _ in registry.scan(line):
        if actor_id is None or registry.actor(actor_id).type in {"media", "government"}:
            continue
        name = line[start:end]
        return start, end, _title(name), None
    return None


_BODY_WORDS = re.compile(
    r"\b(?:observatory|network|monitor(?:ing)?|centre|center|committee|organi[sz]ation|watch|command|staff|ministry|directorate|mission|council|forces?|army|"
    r"movement|front|union|association|consortium|relief|rights|brigades?|bureau|commission|coalition|corps|spokes\w+|governorate|police|secretariat|tracker|initiative|project)\b",
    re.I,
)
_OUTLET_WORDS = re.compile(
    r"\b(?:news|times|ledger|radio|daily|herald|post|tribune|press agency|wire|tv|gazette|journal|mail|express|star|observer|standard|monitor online)\b",
    re.I,
)


def _letterhead(line: str) -> tuple[int, int, str, str | None] | None:
    """Return the body that the first line of a text names as its letterhead, though the registry does not know it."""
    match = re.match(r"[^|,:(–—\d]{4,90}", line)
    if match is None or not _BODY_WORDS.search(match.group()) or _OUTLET_WORDS.search(match.group()):
        return None
    name = match.group().strip(" -")
    return 0, len(name), _title(name), None


def _title(text: str) -> str:
    return text.title().replace("'S", "'s").replace("’S", "’s") if text.isupper() and len(text) > 8 else text
