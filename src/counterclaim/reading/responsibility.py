"""Who blames, denies or claims what: a pass of its own after the events (READING.md, 7)."""

import re
from typing import Any

from counterclaim.reading.attribution import SpeechFrame, stance_of
from counterclaim.reading.fact import Fact
from counterclaim.reading.syntax import arguments

_DENIES_ROLE = re.compile(
    r"\b(?:(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:e|es|ed)|disown(?:s|ed)?|disclaim(?:s|ed)?)\b[^.;]{0,60}?"
    r"\b(?:involvement|responsibility|accusations?|charges?|allegations?|claims?|role|hand|part|blame|link)\b|"
    r"(?:had|have|has|having(?: had)?) (?:no|any|nothing) (?:hand|part|role|involvement)\b|not (?:been )?(?:involved|responsible|behind)\b|"
    r"no (?:involvement|responsibility)\b|nothing to do with|(?:is|was|were|are) (?:a|an outright|all) (?:lie|lies|fabrication|falsehood|fairy tale)|"
    r"none of (?:its|our|their) \w+ (?:is|are|was|were) (?:with)?in (?:range|the area)|"
    r"(?:did|do|does|had|have) not (?:open(?:ed)? fire|fired?|carr(?:y|ied) out|attack(?:ed)?|bomb(?:ed)?|shell(?:ed)?|target(?:ed)?|str(?:ike|uck)|hit)\b|"
    r"categorically (?:denied|rejected))",
    re.I,
)
_CLAIMS = re.compile(
    r"\b(?:took|taken|takes) credit|(?:had|have|has) carried out the \w+|(?:were|was) behind the \w+|(?:claim(?:s|ed|ing)?|took|taken|takes|accept(?:s|ed)?) (?:the )?(?:responsibility|credit)|responsibility for [^.;]{0,60} (?:was|were|has been) claimed|"
    r"claim(?:s|ed|ing) (?:the|that|this) (?:attack|raid|ambush|bombing|assault|blast|strike|operation|killing)s?",
    re.I,
)
_BLAMES = re.compile(
    r"\b(?:blam(?:e|es|ed|ing)|accus(?:e|es|ed|ing)|hold(?:s|ing)?|held|points? (?:the finger )?at|pointed (?:the finger )?at|pin(?:s|ned)|(?:threw|throws|hurled|hurls) the (?:accusation|blame|charge|allegation))\b",
    re.I,
)
_DISMISSES = re.compile(
    r"\b(?:call|dismiss|describ|brand|label|reject|denounc)\w*\b[^.;]{0,40}?\b(?:lies?|propaganda|fabricat\w+|fairy tale|impossible|baseless|false(?:hood)?|nonsense|"
    r"untrue|absurd|unfounded|exaggerat\w+|fiction|invention)\b",
    re.I,
)
_MEDIA = re.compile(r"\b(?:photo\w*|video\w*|footage|image\w*|picture\w*)\b", re.I)


def responsibility_facts(block: Any, frames: list[SpeechFrame], events: list[Fact]) -> list[Fact]:
    """Return facts of blame, denial of a role, and claims of responsibility in one block.

    `events` are the event facts of the report up to and in this block, in text order; what is denied or claimed is
    the last event before the words.
    """
    facts: list[Fact] = []
    for sent in block.doc.sents:
        text = sent.text
        if (match := _CLAIMS.search(text)) and not re.search(
            r"\bno (?:one|group|body)\b|\bnobody\b|has(?: yet)? (?:not )?claimed|have not claimed|yet to claim|not (?:yet )?claim",
            text,
            re.I,
        ):
            facts += _made(block, sent, match, "claimed", frames, events)
        elif match := _DENIES_ROLE.search(text):
            if _MEDIA.search(text) or _DISMISSES.search(text):
                continue
            facts += _made(block, sent, match, "denied", frames, events)
        if match := _BLAMES.search(text):
            facts += _blame(
                block,
                sent,
                match,
                frames,
                events,
                denied=next((f for f in facts if f.trigger.sent == sent and f.denied), None),
            )
    return facts


def dismissals(block: Any, frames: list[SpeechFrame], facts: list[Fact]) -> list[Fact]:
    """Return denials of another's claim ("called it impossible", "dismissed the claim as propaganda").

    What is denied is the last claim of another before the words; its figure is not the denier's, so quantity is null.
    """
    made: list[Fact] = []
    for sent in block.doc.sents:
        match = _DISMISSES.search(sent.text)
        if match is None or _MEDIA.search(sent.text):
            continue
        span = block.doc.char_span(
            sent.start_char + match.start(), sent.start_char + match.end(), alignment_mode="expand"
        )
        if span is None:
            continue
        source = _source(block, span, sent, frames)
        if source is None or source.resolved is None:
            continue
        name = source.resolved.name.lower()
        before = [
            f
            for f in facts
            if (f.block.index, f.trigger.i) < (block.index, span.start)
            and f.kind in {"casualty", "event", "posture", "materiel"}
            and f.block.index >= block.index - 1
            and not f.modal
            and f.claimant_key != name
            and f.chain
        ]
        if not before:
            continue
        denied = before[-1]
        fact = Fact(block, denied.kind, denied.type, span.root, "responsibility:dismissed")
        fact.agent = None
        fact.target, fact.target_span, fact.parent = denied.target, denied.target_span, denied
        fact.denied = True
        fact.chain = [source]
        fact.evidence = _evidence(sent, span)
        fact.confidence = "medium"
        made.append(fact)
    return made


_ACT_TYPES = {
    "abduction": "Abduction/forced disappearance",
    "kidnapping": "Abduction/forced disappearance",
    "killing": "Attack",
    "murder": "Attack",
    "assassination": "Attack",
    "shooting": "Attack",
    "looting": "Looting/property destruction",
    "torching": "Looting/property destruction",
}


def _previous(
    block: Any, position: int, events: list[Fact], sent: Any, party: Any = None, *, denial: bool = False
) -> Fact | None:
    """Return the event that words at a position speak of.

    One told inside the sentence; else one whose sentence shares a name with these words; else, for a denial, one whose
    sentence names the party that denies; else the last one before, this paragraph's first.
    """
    inside = [
        e
        for e in events
        if e.block is block
        and sent.start <= e.trigger.i < sent.end
        and e.rule.startswith("event")
        and not _vague(e)
    ]
    if inside:
        return inside[-1]
    before = [
        e
        for e in events
        if (e.block.index, e.trigger.i) < (block.index, position)
        and e.block.role != "headline"
        and not e.negated
        and not _vague(e)
        and not e.rule.startswith("responsibility")
    ]
    own = party.text.lower() if party is not None else ""
    if denial and party is not None and party.pos_ == "PROPN" and len(own) > 2:
        named = [e for e in before if any(t.lower_ == own for t in e.sentence)]
        if named:
            return named[-1]
    names = {
        t.lower_
        for t in sent
        if t.pos_ == "PROPN" and t.lower_ != own and len(t) > 3 and t.dep_ in {"compound", "pobj", "nmod"}
    }
    shared = [e for e in before if names & {t.lower_ for t in e.sentence if t.pos_ == "PROPN"}]
    told = {
        c.lower_
        for t in sent
        if t.lemma_.lower() in {"attack", "raid", "ambush", "assault", "strike", "bombing", "shelling", "blast"}
        for c in t.children
        if c.pos_ == "PROPN" and c.dep_ in {"compound", "nmod"}
    } - {own}
    named = [e for e in shared if told & {t.lower_ for t in e.sentence}]
    if named:
        return named[0]
    if shared and not any(e.block is block for e in before):
        return shared[-1]
    return before[-1] if before else None


def _vague(event: Fact) -> bool:
    return event.rule.startswith("event-noun") and event.presupposed and event.target is None


def _act_type(sent: Any) -> str | None:
    for token in sent:
        if token.pos_ == "NOUN" and token.lemma_.lower() in _ACT_TYPES:
            return _ACT_TYPES[token.lemma_.lower()]
    return None


def _made(
    block: Any, sent: Any, match: re.Match[str], what: str, frames: list[SpeechFrame], events: list[Fact]
) -> list[Fact]:
    span = block.doc.char_span(
        sent.start_char + match.start(), sent.start_char + match.end(), alignment_mode="expand"
    )
    if span is None:
        return []
    source = _source(block, span, sent, frames)
    if source is None:
        return []
    party = source.source
    if party is not None and party.pos_ != "PROPN":
        party = next((t for t in party.subtree if t.pos_ == "PROPN"), party)
    event = _previous(block, span.start, events, sent, party, denial=what == "denied")
    if event is None:
        return []
    inside = event.block is block and sent.start <= event.trigger.i < sent.end
    if inside and what == "denied" and event.rule.startswith("event:") and not event.chain:
        event.denied, event.chain, event.stance = True, [source], "denied"
        event.claimant_key = source.resolved.name.lower() if source.resolved is not None else ""
        return []  # "that we set it alight is a lie": the event itself is what is denied
    fact = Fact(
        block, "event", event.type if inside else _act_type(sent) or event.type, span.root, f"responsibility:{what}"
    )
    fact.agent = source.source
    fact.target, fact.target_span = event.target, event.target_span
    fact.parent = event
    fact.denied = what == "denied"
    fact.chain = [source]
    fact.evidence = _evidence(sent, span)
    fact.confidence = "medium"
    return [fact]


def _evidence(sent: Any, span: Any) -> tuple[int, int]:
    start, end = span.start, span.end
    for token in sent.doc[max(sent.start, start - 8) : start]:
        if token.dep_ in {"nsubj"} or token.pos_ == "PROPN":
            start = min(start, token.i)
            break
    return start, min(sent.end, end + 8)


def _source(block: Any, span: Any, sent: Any, frames: list[SpeechFrame]) -> SpeechFrame | None:
    """Return who denies or claims: the frame over the words, or a frame made from the subject of their verb."""
    inside = [f for f in frames if f.resolved is not None and sent.start <= f.verb.i < sent.end]
    over = [
        f
        for f in inside
        if span.start <= f.verb.i < span.end or any(i in f.content for i in range(span.start, span.end))
    ]
    if over:
        return min(over, key=lambda f: len(f.content))
    for token in [span.root, *span.root.ancestors]:
        if token.pos_ in {"VERB", "AUX"}:
            args = arguments(token)
            heads = [s for s in args.subjects if s.pos_ in {"NOUN", "PROPN", "PRON"}]
            if heads:
                return SpeechFrame(block, heads[0], token, set(range(span.start, span.end)), token.text)
    return inside[-1] if inside else None


def _blame(
    block: Any, sent: Any, match: re.Match[str], frames: list[SpeechFrame], events: list[Fact], denied: Fact | None
) -> list[Fact]:
    span = block.doc.char_span(
        sent.start_char + match.start(), sent.start_char + match.end(), alignment_mode="expand"
    )
    if span is None:
        return []
    verb = next((t for t in span if t.pos_ == "VERB"), None)
    if verb is None:
        return []
    args = arguments(verb)
    lemma = verb.lemma_.lower()
    blamed = args.prepositions.get("at", []) if lemma in {"point", "throw", "hurl"} else args.objects
    if lemma == "hold" and "responsible" not in sent.text.lower():
        return []
    if lemma in {"blame"} and args.prepositions.get("on"):
        blamed = args.prepositions["on"]
    sources = args.subjects
    if not blamed or not sources or args.negated:
        return []
    inside = [
        e
        for e in events
        if e.block is block and sent.start <= e.trigger.i < sent.end and e.trigger.i > verb.i and not _vague(e)
    ]
    verbal = [e for e in inside if e.rule.startswith("event:") and not e.negated]
    if verbal:
        verbal[0].agent = verbal[0].agent or blamed[0]
        return []  # "accused the army of shelling the town": the event itself stands in the frame
    event = (
        inside[-1]
        if inside
        else denied.parent
        if denied is not None
        else _previous(block, span.start, events, sent)
    )
    if event is None:
        return []
    source = next((f for f in frames if f.verb.i == verb.i and f.resolved is not None), None) or SpeechFrame(
        block, sources[0], verb, set(range(span.start, span.end)), verb.text
    )
    fact = Fact(
        block,
        "event",
        event.type if inside or denied is not None else _act_type(sent) or event.type,
        verb,
        "responsibility:blame",
    )
    fact.agent = blamed[0]
    fact.target, fact.target_span = event.target, event.target_span
    fact.parent = event
    fact.chain = [source]
    fact.evidence = (verb.i, min(sent.end, blamed[0].right_edge.i + 1, verb.i + 14))
    if fact.evidence[1] <= fact.evidence[0]:
        fact.evidence = (verb.i, verb.i + 1)
    fact.confidence = "medium"
    return [fact]


def denied_by_frame(fact: Fact) -> bool:
    """Tell whether the innermost frame over a fact denies it; what follows a colon is the counter-version."""
    if not fact.chain or stance_of(fact.chain[-1]) != "deny":
        return False
    verb = fact.chain[-1].verb
    if verb.doc is not fact.block.doc:
        return False
    low, high = sorted((verb.i, fact.trigger.i))
    return not any(t.text in {":", ";"} for t in fact.block.doc[low:high])
