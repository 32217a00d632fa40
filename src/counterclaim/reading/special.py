"""Facts of the rarer kinds: media, assessments, agreements, strength, announced withdrawals, offensives."""

import re
from typing import Any

from counterclaim.knowledge.people import person_noun
from counterclaim.reading.attribution import SpeechFrame, quotations
from counterclaim.reading.fact import Fact
from counterclaim.reading.phrases import Counted, Mention, np_bounds
from counterclaim.reading.predicates import is_hypothetical
from counterclaim.reading.syntax import arguments

_ITEMS = {
    "video",
    "footage",
    "photo",
    "photograph",
    "image",
    "picture",
    "clip",
    "audio",
    "recording",
    "message",
    "document",
    "film",
    "screenshot",
    "tape",
}
_VERIFY = {
    "verify",
    "confirm",
    "authenticate",
    "geolocate",
    "corroborate",
    "validate",
    "check",
    "match",
    "ascertain",
    "establish",
}
_REFUTE = re.compile(
    r"\b(fake|fabricated|doctored|staged|misleading|false|old|was (?:taken|filmed|shot|recorded) in (?:\d{4}|another)|"
    r"dates? (?:from|back)|nothing to do with|recycled|AI[- ]generated|manipulated|unrelated|years? ago)\b",
    re.I,
)
_EXPERT = re.compile(
    r"\b(analysts?|experts?|researchers?|professors?|fellow|scholars?|specialists?|historians?|strategists?|"
    r"political scientist|think[- ]tank)\b|\b(Institute|Center|Centre|Forum|University|Council on|Policy|"
    r"Foundation|Crisis Group|Research)\b"
)
_CEASEFIRE = re.compile(
    r"\b(cease-?fire|truce|prisoner (?:exchange|swap)|exchange of prisoners|peace (?:deal|agreement|accord)|"
    r"agreed to (?:stop|halt|cease)|stop firing|cessation of hostilities|halt to (?:the )?fighting)\b",
    re.I,
)
_AGREED = {
    "agree",
    "sign",
    "reach",
    "conclude",
    "announce",
    "declare",
    "broker",
    "take",
    "hold",
    "enter",
    "come",
    "secure",
    "accept",
    "begin",
    "mediate",
    "exchange",
    "swap",
    "start",
}
_OFFENSIVE = {"offensive", "operation", "campaign", "assault", "push", "sweep"}
_STRENGTH_VERBS = {
    "field",
    "number",
    "command",
    "muster",
    "have",
    "boast",
    "carry",
    "estimate",
    "total",
    "count",
    "remain",
    "be",
    "comprise",
    "consist",
}
_FORCE_NOUNS = {
    "fighter",
    "troop",
    "soldier",
    "man",
    "mercenary",
    "militant",
    "rebel",
    "combatant",
    "force",
    "member",
    "guerrilla",
    "militiaman",
    "insurgent",
    "personnel",
    "peacekeeper",
    "gunman",
}


def special_facts(block: Any, mentions: list[Mention], frames: list[SpeechFrame]) -> list[Fact]:
    """Return media, assessment, agreement, strength and further posture facts of a block."""
    facts = _media(block) + _agreements(block) + _postures(block) + _strength(block, mentions)
    return facts


def _media_item(tokens: Any) -> Any:
    for token in tokens:
        if token.lemma_.lower() in _ITEMS and token.pos_ in {"NOUN", "PROPN"}:
            return token
    return None


def _media(block: Any) -> list[Fact]:
    facts: list[Fact] = []
    last_item = None
    for sent in block.doc.sents:
        item = _media_item(sent)
        text = sent.text
        anaphor = (
            item is None and last_item is not None and re.search(r"\b(it|they|them|these|its|their)\b", text, re.I)
        )
        subject = item if item is not None else last_item if anaphor else None
        type_, trigger = None, None
        for token in sent:
            lemma = token.lemma_.lower()
            if lemma in _VERIFY and token.pos_ in {"VERB", "ADJ", "AUX"}:
                negated = _negated_near(token)
                if lemma in {"check", "establish", "ascertain"} and not negated:
                    continue
                if lemma in {"match"} and not re.search(r"\b(satellite|images?|map|landmark|location)", text, re.I):
                    continue
                objects = arguments(token).objects
                about_claims = any(
                    o.lemma_.lower()
                    in {"claim", "figure", "account", "count", "report", "toll", "number", "death", "loss"}
                    for o in objects
                )
                if about_claims and not (item is not None and any(_within(item, o) for o in objects)):
                    continue
                if (
                    lemma == "confirm"
                    and not negated
                    and item is not None
                    and not any(_within(item, o) for o in objects)
                ):
                    continue
                type_, trigger = ("unverified" if negated else "verified"), token
                break
            if token.lower_ in {"unverified", "unauthenticated"}:
                type_, trigger = "unverified", token
                break
        if (
            subject is not None
            and type_ is None
            and item is not None
            and _REFUTE.search(text)
            and (
                re.search(
                    r"\b(was taken|were taken|filmed|is old|are old|old\b|fake|fabricated|doctored|staged|nothing to do|recycled)",
                    text,
                    re.I,
                )
            )
        ):
            match = _REFUTE.search(text)
            span = (
                block.doc.char_span(
                    sent.start_char + match.start(), sent.start_char + match.end(), alignment_mode="expand"
                )
                if match
                else None
            )
            if span is not None:
                type_, trigger = "refuted", span.root
        if subject is not None and type_ is not None and trigger is not None:
            fact = Fact(block, "media", type_, trigger, f"media:{type_}")
            fact.target = subject
            fact.target_span = np_bounds(subject) if subject.doc is block.doc else None
            fact.evidence = (sent.start, sent.end)
            args = arguments(trigger)
            checkers = [s for s in args.subjects if s.i != subject.i and s.lemma_.lower() not in _ITEMS]
            fact.checked_by = checkers[0] if checkers else None
            facts.append(fact)
        if item is not None:
            last_item = item
    return facts


def _within(token: Any, head: Any) -> bool:
    return token.i == head.i or any(a.i == head.i for a in token.ancestors)


def _negated_near(token: Any) -> bool:
    doc = token.doc
    for other in doc[max(token.sent.start, token.i - 6) : token.i + 1]:
        if other.lower_ in {
            "not",
            "n't",
            "never",
            "cannot",
            "unable",
            "no",
            "nor",
            "neither",
            "impossible",
            "none",
            "without",
            "yet",
        }:
            return True
    return False


def _agreements(block: Any) -> list[Fact]:
    facts: list[Fact] = []
    for sent in block.doc.sents:
        match = _CEASEFIRE.search(sent.text)
        if match is None:
            continue
        verbs = [t for t in sent if t.lemma_.lower() in _AGREED and t.pos_ == "VERB" and not is_hypothetical(t)]
        if not verbs:
            continue
        word = match.group().lower()
        if word.startswith(("peace",)) and not any(
            v.lemma_ in {"sign", "agree", "reach", "conclude"} for v in verbs
        ):
            continue
        type_ = (
            "prisoner_exchange"
            if "prisoner" in word
            else "truce"
            if "truce" in word
            else "agreement"
            if "peace" in word
            else "ceasefire"
        )
        span = block.doc.char_span(
            sent.start_char + match.start(), sent.start_char + match.end(), alignment_mode="expand"
        )
        if span is None:
            continue
        if re.search(
            r"\b(violat\w+|broke\w*|breach\w*|collapsed|failed|despite|since|under) (?:a |the |an? )?\W*$",
            sent.text[: match.start()][-24:],
            re.I,
        ):
            continue
        fact = Fact(block, "agreement", type_, span.root, "agreement")
        subjects = arguments(verbs[0]).subjects
        if subjects:
            fact.agent, fact.target = subjects[0], subjects[0]
            fact.target_span = np_bounds(subjects[0])
        facts.append(fact)
    return facts


def _postures(block: Any) -> list[Fact]:
    facts: list[Fact] = []
    for token in block.doc:
        lemma = token.lemma_.lower()
        if lemma in {"withdraw", "pull", "leave"} and token.tag_ == "VB":
            governor = token.head
            if governor.lemma_.lower() in {
                "plan",
                "decision",
                "intention",
                "announce",
                "decide",
                "intend",
                "agree",
                "order",
                "prepare",
                "promise",
                "will",
            }:
                verb = governor if governor.pos_ == "VERB" else governor.head
                agent = arguments(verb).subjects if verb.pos_ == "VERB" else []
                if lemma != "withdraw" and not any(c.lower_ in {"out", "back"} for c in token.children):
                    continue
                fact = Fact(block, "posture", "announced_withdrawal", token, "posture:announced")
                fact.agent = agent[0] if agent else None
                facts.append(fact)
        elif lemma in _OFFENSIVE and token.pos_ == "NOUN":
            verb = token.head
            if (
                token.dep_ in {"dobj", "nsubj", "nsubjpass"}
                and verb.lemma_.lower()
                in {"launch", "begin", "start", "mount", "open", "announce", "unleash", "commence"}
                and not is_hypothetical(verb)
                and any(c.dep_ in {"amod", "compound", "det"} for c in token.children)
            ):
                if lemma in {"operation", "campaign", "push", "assault"} and not re.search(
                    r"\b(military|ground|security|armed|army|clearance|counter|offensive|major|joint|air|special)\b",
                    _phrase(token),
                    re.I,
                ):
                    continue
                fact = Fact(block, "posture", "offensive", token, "posture:offensive")
                subjects = arguments(verb).subjects
                fact.agent = subjects[0] if subjects and subjects[0].i != token.i else None
                first, last = np_bounds(token)
                fact.evidence = (min(first, verb.i), max(last, verb.i + 1))
                facts.append(fact)
    return facts


def _phrase(token: Any) -> str:
    first, last = np_bounds(token)
    return str(token.doc[first:last].text)


def _strength(block: Any, mentions: list[Mention]) -> list[Fact]:
    facts: list[Fact] = []
    for mention in mentions:
        if mention.used or mention.found is None or mention.head is None:
            continue
        head = mention.head
        noun = person_noun(head.lemma_.lower())
        combatant = head.lemma_.lower() in _FORCE_NOUNS or (noun is not None and noun.status == "combatant")
        if not combatant and not mention.found.strong:
            continue
        if mention.found.strong:
            continue
        if (mention.found.low or mention.found.high or 0) < 50:
            continue
        verb = (
            head.head
            if head.dep_ in {"dobj", "attr", "nsubj"}
            else head.head.head
            if head.dep_ in {"pobj", "conj"}
            else head.head
        )
        lemma = verb.lemma_.lower()
        sent = head.sent.text
        static = lemma in _STRENGTH_VERBS or re.search(
            r"\b(active in|in the country|estimated|force of|strength|in its ranks|at most|under arms)\b", sent
        )
        if not static or (is_hypothetical(verb) and lemma not in {"field"}):
            continue
        if (
            re.search(r"\b(injured|wounded|killed|dead|fled|arrested|captured|surrender\w*)\b", sent)
            and lemma == "be"
        ):
            continue
        fact = Fact(block, "strength", "force_size", head, "strength")
        fact.counted = Counted.of(mention, [head])
        subjects = arguments(verb).subjects if verb.pos_ in {"VERB", "AUX"} else []
        fact.target = head
        fact.target_span = (mention.start, mention.end)
        fact.agent = subjects[0] if subjects else head
        mention.used = True
        facts.append(fact)
    return facts


def opinion_facts(block: Any, frames: list[SpeechFrame], taken: set[int]) -> list[Fact]:
    """Return assessments: what an expert says in a quotation or a clause of their own that tells no other fact."""
    facts: list[Fact] = []
    seen: set[str] = set()
    for frame in frames:
        if frame.source is None or not frame.explicit:
            continue
        words = frame.source.doc[
            max(0, frame.source.left_edge.i) : min(len(frame.source.doc), frame.source.right_edge.i + 1)
        ].text
        if frame.resolved is not None:
            words += " " + frame.resolved.description
        if not _EXPERT.search(words) or (frame.source.pos_ == "PRON" and frame.resolved is None):
            continue
        content = sorted(i for i in frame.content if 0 <= i < len(block.doc))
        if len(content) < 5 or any(i in taken for i in content):
            continue
        if not any(block.doc[i].tag_ in {"VBD", "VBZ", "VBP", "MD"} for i in content if i != frame.verb.i):
            continue  # a judgement is a clause, not "pointed out the challenges"
        key = frame.resolved.name if frame.resolved is not None else words
        if key in seen:
            continue
        quoted = [q for q in quotations(block.doc) if q[0] <= content[-1] and q[1] >= content[0]]
        trigger = block.doc[content[0]]
        for i in content:
            if block.doc[i].pos_ in {"VERB", "AUX"}:
                trigger = block.doc[i]
                break
        fact = Fact(block, "assessment", "opinion", trigger, "opinion")
        first, last = (max(quoted[0][0] + 1, 0), quoted[0][1]) if quoted else (content[0], content[-1] + 1)
        fact.evidence = (first, last)
        fact.background = True
        fact.chain = [frame]
        seen.add(key)
        facts.append(fact)
    return facts
