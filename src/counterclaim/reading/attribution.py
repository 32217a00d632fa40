"""Who says it: frames of attribution over one parsed block.

One `SpeechFrame` a cue: its source, its cue, and its content as a set of tokens. Frames nest: the chain of a
fact is every frame whose content holds it, the widest first; the innermost is the claimant (CODING.md 6).
"""

import re
from typing import Any

from counterclaim.knowledge.people import materiel_noun
from counterclaim.knowledge.speech import Speech, load_speech
from counterclaim.knowledge.triggers import load_triggers
from counterclaim.reading.phrases import noun_class
from counterclaim.reading.syntax import Arguments, arguments, clause_tokens

_PRONOUNS = {"he", "she", "it", "they", "we", "i", "who", "one", "both", "others", "some", "another"}
_QUOTES = '"'
_COLON_SOURCE = re.compile(
    r"(?:^|(?<=[.!?\n▪️🔴•] ))\s*((?:[^\W\d_][\w'’.-]*|\d+th)(?: [\w'’.,()-]+){0,7}?): ?(?=[\"“'‘\w~])"
)


class SpeechFrame:
    """One cue with its source and the tokens that it covers."""

    __slots__ = ("block", "content", "cue", "explicit", "resolved", "source", "source_tokens", "verb")

    def __init__(
        self, block: Any, source: Any, verb: Any, content: set[int], cue: str, explicit: bool = True
    ) -> None:
        self.block = block
        self.source = source  # head token of the source, None where only a pronoun of the discourse is meant
        self.verb = verb
        self.content = content
        self.cue = cue
        self.explicit = explicit
        self.resolved: Any = None  # the discourse's entity, set by reading.discourse
        self.source_tokens: set[int] = _words_of(source) if source is not None else set()


def _words_of(source: Any) -> set[int]:
    """Return the tokens of a source's own phrase, without the clauses that hang on it."""
    tokens = {source.i}
    queue = [source]
    while queue:
        token = queue.pop()
        for child in token.children:
            if child.dep_ in {"relcl", "acl"}:
                continue
            tokens.add(child.i)
            queue.append(child)
    return tokens


_SOURCE_NOUNS = {
    "source",
    "official",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "police",
    "agency",
    "monitor",
    "group",
    "ngo",
    "observatory",
    "ministry",
    "army",
    "officer",
    "resident",
    "witness",
    "activist",
    "statement",
    "commander",
    "doctor",
    "military",
}
_NOT_SOURCE = {
    "phone",
    "telephone",
    "email",
    "radio",
    "condition",
    "anonymity",
    "toll",
    "fire",
    "blast",
    "attack",
    "figure",
    "war",
    "loss",
    "fighting",
    "violence",
    "clash",
    "strike",
    "shelling",
    "day",
    "week",
    "month",
    "year",
    "stronghold",
    "bastion",
    "river",
    "video",
    "photo",
    "photograph",
    "footage",
    "image",
}
_ORG_WORDS = re.compile(
    r"\b(Council|Ministry|MoD|Operations|Command|Army|Police|Government|Forces?|Front|Brigade|Movement|Party|Staff|Office|Agency|Union|"
    r"Observatory|Committee|Crescent|Cross|Media|Centre|Center|[Gg]overnor|[Mm]ayor|[Cc]hief|[Ss]pokes\w+|General|Col(?:onel)?|Gen|[Rr]esidents?|[Ww]itness(?:es)?|[Ss]ource|[Pp]olice|[Aa]rmy|[Mm]inistry|[Gg]overnment|[Hh]ospital|"
    r"IDF|UN|NATO|Houthis?|Hamas|Hezbollah|Taliban|Kremlin|Pentagon)\b|^[A-Z]{2,6}$"
)


def quotations(doc: Any) -> list[tuple[int, int]]:
    """Return (first, last) token of each quotation of four words or more; an unclosed one runs to the end."""
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for token in doc:
        if token.text in {'"', "``", "''"}:
            if opened is None:
                opened = token.i
            else:
                if token.i - opened > 4:
                    spans.append((opened, token.i))
                opened = None
    return spans


def _subtree(token: Any) -> set[int]:
    return {t.i for t in token.subtree}


def _source_heads(verb: Any, speech: Speech) -> list[Any]:
    args = arguments(verb)
    heads = args.subjects
    own = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    if not own and verb.dep_ not in {
        "conj",
        "acl",
        "relcl",
        "advcl",
        "xcomp",
        "pcomp",
        "ccomp",
        "parataxis",
        "ROOT",
    }:
        return []
    return [h for h in heads if h.pos_ in {"NOUN", "PROPN", "PRON", "ADJ", "NUM", "X", "DET"}]


def _source_run_together(verb: Any, speech: Speech) -> Any:
    """Return the noun at a cue that a lost comma tied to what is said ("killed near Raqqa a field source said"), else None."""
    if (
        verb.i <= verb.sent.start + 3
        or verb.tag_ not in {"VBD", "VBZ", "VBP"}
        or verb.lemma_.lower() in speech.clause_only
    ):
        return None
    told = any(c.dep_ == "ccomp" and c.i < verb.i for c in verb.children)
    if not told:
        return None
    doc = verb.doc
    for token in doc[max(verb.sent.start + 1, verb.i - 13) : verb.i]:
        # ", killing ten people, the governor said": the parse sets the source beside the people
        aside = token.dep_ == "appos" and token.pos_ in {"NOUN", "PROPN"} and token.right_edge.i == verb.i - 1
        if aside and doc[token.left_edge.i - 1].text == "," and noun_class(token) not in {"materiel", "building"}:
            return token
    for at in range(verb.i - 1, max(verb.sent.start, verb.i - 13), -1):
        if (doc[at].pos_ in {"VERB", "AUX"} and doc[at].dep_ != "amod") or doc[at].text == ",":
            return None
        if doc[at].lower_ in {"a", "an", "the"} and (
            doc[at - 1].pos_ in {"NOUN", "PROPN", "NUM"} or doc[at - 1].text == ","
        ):
            return next(
                (
                    t
                    for t in doc[at + 1 : verb.i]
                    if t.lemma_.lower() in _SOURCE_NOUNS and t.dep_ not in {"nsubj", "compound"}
                ),
                None,
            )
    return None


def _quoted_sources(source: Any, verb: Any, speech: Speech) -> list[Any]:
    """Return whom a source names as its own ("police, quoting survivors, said"): the claimant behind it."""
    found = []
    for holder in (source, verb):
        for child in holder.children:
            if (
                child.lemma_.lower() in speech.relay
                and child.tag_ == "VBG"
                and child.dep_ in {"acl", "advcl", "prep", "dep"}
            ):
                found += [g for g in child.children if g.dep_ == "dobj" and g.pos_ in {"NOUN", "PROPN"}]
    return found[:1]


def _behind_quotation(source: Any, verb: Any) -> Any:
    """Return the noun between a closing quotation mark and the cue, where the parse took one inside the quotation."""
    if source.i > verb.i:
        return source
    marks = [t.i for t in verb.doc[source.i + 1 : verb.i] if t.text in {'"', "''"}]
    if not marks or marks[-1] + 1 >= verb.i:
        return source
    after = [
        t
        for t in verb.doc[marks[-1] + 1 : verb.i]
        if t.pos_ in {"NOUN", "PROPN"} and t.dep_ not in {"compound", "pobj"}
    ]
    return after[0] if after else source


def _nearer_source(source: Any, verb: Any) -> Any:
    """Where lost commas ran a fact into its source ("of four soldiers a field source said"), take the noun at the verb."""
    thing = materiel_noun(source.lemma_.lower())
    if thing is not None and thing.unit in {"weapon", "aircraft", "vehicle"}:
        # "jets bombed the town killing 15 activists in the town reported": no jet reports
        people = [
            t for t in verb.doc[max(verb.sent.start, verb.i - 6) : verb.i] if t.lemma_.lower() in _SOURCE_NOUNS
        ]
        return people[-1] if people else source
    if source.i < verb.i:
        for token in verb.doc[source.i + 1 : verb.i]:
            if any(t.text == "," for t in verb.doc[source.i + 1 : token.i]):
                break  # commas stand: nothing was run together
            if (
                token.lemma_.lower() in _SOURCE_NOUNS
                and any(t.lower_ in {"a", "an", "the"} for t in verb.doc[max(source.i + 1, token.i - 3) : token.i])
                and token.dep_ in {"dobj", "pobj", "appos", "nsubj", "npadvmod", "conj", "dep", "nmod", "compound"}
                and token.i >= verb.i - 3
            ):
                return token
    return source


def behind(source: Any) -> Any:
    """Return who stands behind a noun of saying ("a tally kept by X", "a statement by X", "X's count"), else the noun."""
    lemma = source.lemma_.lower()
    if lemma not in load_speech().nouns | {
        "search",
        "check",
        "fact-check",
        "investigation",
        "analysis",
        "image",
        "survey",
        "database",
    }:
        return source
    doc = source.doc
    for token in doc[source.i + 1 : source.i + 7]:
        if token.lower_ in {"by", "from"} and token.sent == source.sent:
            for child in token.children:
                if child.dep_ == "pobj" and child.pos_ in {"PROPN", "NOUN"}:
                    return child
        if token.text in {",", ";"}:
            break
    for child in source.children:
        if child.dep_ == "poss" and child.pos_ in {"PROPN", "NOUN"}:
            return child
    return source


def _valid_source(head: Any, speech: Speech) -> bool:
    if head.lower_ in {"who", "which", "that", "what", "there", "this", "those", "these"}:
        return False
    if head.pos_ == "PRON":
        return head.lower_ in _PRONOUNS
    if head.lower_ in {"bodies", "corpses", "remains"}:
        return False  # "52 bodies counted on the ground"; "the election body" does speak
    if head.pos_ == "NOUN" and head.lemma_.lower() in load_triggers().event_nouns:
        return False  # "the airstrikes killed 17, reports said"
    return head.lemma_.lower() not in speech.no_source or head.lower_ in {"one", "some", "many"}


def _verb_frames(block: Any, speech: Speech) -> list[SpeechFrame]:
    doc = block.doc
    quotes = quotations(doc)
    frames: list[SpeechFrame] = []
    for verb in doc:
        if (
            verb.pos_ not in {"VERB", "AUX"}
            and verb.tag_ not in {"VBD", "VBZ", "VBP", "VBN"}
            and not (
                any(c.dep_ == "nsubj" for c in verb.children) and any(c.dep_ == "ccomp" for c in verb.children)
            )
        ):
            continue
        lemma = verb.lemma_.lower()
        particle = next((c.lower_ for c in verb.children if c.dep_ == "prt"), None)
        if particle is not None and speech.is_cue(f"{lemma}_{particle}"):
            lemma = f"{lemma}_{particle}"
        if not speech.is_cue(lemma) or verb.dep_ in {"amod", "aux"}:
            continue
        if _of_a_victim(verb, speech):
            continue
        if verb.dep_ in {"acl", "relcl"} and lemma in speech.clause_only and verb.tag_ == "VBN":
            continue  # "positions held by the group"
        args = arguments(verb)
        if verb.dep_ == "acl" and lemma in speech.verbs["deny"]:
            continue  # "a figure disputed by the army": who disputes it does not tell it
        if lemma == "claim" and any(o.lemma_.lower() in {"life", "victim"} for o in args.objects):
            continue
        sources = _source_heads(verb, speech)
        passive_source = False
        if args.passive and not sources:
            if lemma in speech.relay and args.objects:  # "the military was quoted as saying"
                sources, passive_source = args.objects, True
            else:
                continue  # impersonal: "is reported to have": the report's own voice
        sources = [s for s in sources if _valid_source(s, speech)]
        sources = [
            s for s in sources if s.lemma_.lower() not in _NOT_SOURCE
        ] or sources  # "a stronghold said the army"
        if not sources:
            run_together = _source_run_together(verb, speech)
            if run_together is not None:
                told = {t.i for t in verb.sent if t.i < run_together.left_edge.i}
                frames.append(SpeechFrame(block, run_together, verb, told, verb.text))
            continue
        source = _behind_quotation(_nearer_source(sources[0], verb), verb)
        weapon = materiel_noun(source.lemma_.lower())
        if source.lemma_.lower() in _NOT_SOURCE or (weapon is not None and weapon.unit in {"weapon", "aircraft"}):
            continue
        content = _content(verb, source, lemma, speech, quotes) - _told_by_others(verb, lemma, args)
        if content:
            frames.append(SpeechFrame(block, source, verb, content, verb.text))
        for relayed in _quoted_sources(source, verb, speech):
            frames.append(SpeechFrame(block, relayed, verb, content - {t.i for t in relayed.subtree}, verb.text))
        cited = [o for o in args.objects if o.i > verb.i and o.pos_ in {"NOUN", "PROPN"}]
        if lemma in speech.relay and not args.passive and cited:
            # "the channel cited the ministry as saying": the ministry is the claimant, the channel relays it
            told = content - {t.i for t in cited[0].subtree} or {t.i for t in verb.sent if t.i < source.left_edge.i}
            if content - told:
                frames.append(SpeechFrame(block, cited[0], verb, told, verb.text))
            elif told:
                frames += [
                    SpeechFrame(block, source, verb, told | {verb.i}, verb.text),
                    SpeechFrame(block, cited[0], verb, told, verb.text),
                ]
        if args.passive and lemma in speech.relay and not passive_source and args.objects:
            inner = [o for o in args.objects if _valid_source(o, speech)]
            if inner and content:  # "the military was quoted as saying by local media": media, then the military
                frames.append(SpeechFrame(block, inner[0], verb, content - {-1}, verb.text))
    return frames


def _of_a_victim(verb: Any, speech: Speech) -> bool:
    """Tell whether a participle would have those as its source to whom something was done ("nine were killed, updating a toll")."""
    done = verb.head
    participle = verb.dep_ == "advcl" and verb.tag_ == "VBG" and not any(c.dep_ == "nsubj" for c in verb.children)
    passive = any(c.dep_ == "auxpass" for c in done.children)
    return participle and passive and not speech.is_cue(done.lemma_.lower())


_RESPONSIBILITY = {"responsibility", "credit"}
_DEFINITE = {"the", "this", "that", "these", "those"}


def _told_by_others(verb: Any, lemma: str, args: Arguments) -> set[int]:
    """Return what stands about an act that somebody says he did, and is told of it anyhow (CODING.md, rule 4).

    "X claimed the attack, which killed nine", "nine were killed in an attack claimed by X", "X said it was behind the
    bombing that killed nine": X says who did it, not how many died.
    """
    acts = load_triggers().event_nouns
    if lemma == "claim" and any(c.dep_ == "agent" for c in verb.children):  # however the parse hangs "claimed by X"
        act = next((t for t in reversed(verb.doc[max(verb.i - 6, 0) : verb.i]) if t.lemma_.lower() in acts), None)
        if act is not None and act.sent == verb.sent:
            return {t.i for t in verb.sent} - set(range(act.left_edge.i, verb.i))
    claimed = list[Any]()
    for token in [*args.objects, *verb.subtree] if lemma == "claim" else verb.subtree:
        taken = token.lemma_.lower() in _RESPONSIBILITY or (token.lower_ == "behind" and token.dep_ == "prep")
        for child in token.children if taken else ():
            claimed += [child] if child.dep_ == "pobj" else [c for c in child.children if c.dep_ == "pobj"]
        if token in args.objects and any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in token.children):
            claimed.append(token)
    clauses = [
        c for act in claimed if act.lemma_.lower() in acts for c in act.children if c.dep_ in {"relcl", "acl"}
    ]
    return {t.i for clause in clauses for t in clause.subtree}


def _content(verb: Any, source: Any, lemma: str, speech: Speech, quotes: list[tuple[int, int]]) -> set[int]:
    sent = verb.sent
    own: set[int] = set()
    has_clause = False
    for child in verb.children:
        if child.dep_ in {"ccomp", "xcomp"}:
            own |= _subtree(child)
            has_clause = True
        elif child.dep_ == "prep" and child.lower_ != "by" and any(g.dep_ == "pcomp" for g in child.children):
            own |= _subtree(child)  # "denied involvement in killing", "was quoted as saying that"
            has_clause = True
        elif child.dep_ in {"parataxis"} and child.i < verb.i:
            own |= _subtree(child)
            has_clause = True
    if lemma in speech.relay and len(own) <= 3:
        told = {t.i for t in sent if t.i < source.left_edge.i}
        if len(told) > 3:
            return told  # "... , the agency quoted a source as saying"
    if has_clause and lemma in speech.nominal:
        own |= _nominal(verb) - {verb.i}  # "admitted 44 wounded": the object is told too
    subject_tokens = _subtree(source) if source.i in {t.i for t in verb.subtree} else set()
    quoted = {
        i
        for a, b in quotes
        for i in range(a, b + 1)
        if a <= sent.end - 1 and b >= sent.start and not a < verb.i < b and sent.start <= max(a, sent.start)
    }
    quoted = {i for i in quoted if sent.start <= i < sent.end}
    own -= subject_tokens
    if has_clause:
        inside = {i for a, b in quotes if a < verb.i < b for i in range(a, b + 1)}
        return own | (quoted if _touches(own, quoted) or not inside else set())
    before = [t for t in sent if t.i < min([verb.i, *subject_tokens])]
    trailing = (
        bool(before)
        and len(before) > 2
        and (before[-1].text in {",", '"', "''", "-", "–", "—"} or (before[-1].text == '"'))
    )
    outer = verb.dep_ in {"ROOT", "parataxis", "ccomp", "conj", "acl", "relcl", "advcl", "dep", "appos"}
    if trailing and outer and not _appositive_clause(verb):
        # ", X said." and ", said X.": the parse often fails here, the surface does not
        return {t.i for t in before} | quoted
    lost_comma = (
        len(before) > 4
        and (sent.end - verb.i <= 7 or verb.doc[verb.i + 1].lower_ in {"including", "adding", "noting"})
        and any(t.pos_ in {"VERB", "AUX"} and t.tag_ in {"VBD", "VBZ", "VBP", "VBN"} for t in before)
    )
    if lost_comma and (
        lemma in {"tell", "inform"} or not any(t.dep_ == "dobj" and t.i > verb.i for t in verb.children)
    ):
        return {t.i for t in before}
    if quoted and (lemma not in {"be"}):
        near = {verb.i - 1, verb.i + 1, *(i + d for i in subject_tokens for d in (-2, -1, 1, 2))}
        if any(i in quoted for i in near | {verb.i + 2}):
            return quoted | _nominal(verb)
    if lemma in speech.nominal:
        return _nominal(verb)
    return set()


def _appositive_clause(verb: Any) -> bool:
    """Tell whether the cue stands in a relative clause about its own subject ("X, who said that ...")."""
    return bool(verb.dep_ == "relcl" and any(c.lower_ in {"who", "which"} for c in verb.children))


def _touches(a: set[int], b: set[int]) -> bool:
    return any(i in b or i - 1 in b or i + 1 in b for i in a)


def _nominal(verb: Any) -> set[int]:
    """The objects and complements of a verb that reports by a noun ("reported ten deaths")."""
    found: set[int] = set()
    for child in verb.children:
        if child.dep_ in {
            "dobj",
            "obj",
            "prep",
            "attr",
            "oprd",
            "acomp",
            "dative",
            "npadvmod",
            "conj",
            "advcl",
            "agent",
            "nsubjpass",
        }:
            if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}:
                continue
            if child.dep_ == "agent" or _set_against(child):
                continue
            found |= _subtree(child)
    if verb.dep_ in {"acl", "relcl"}:
        found |= {t.i for t in verb.head.subtree} - {t.i for t in verb.subtree}
    found.add(verb.i)
    return found


def _set_against(clause: Any) -> bool:
    """Tell whether a clause sets the report's own words against what is said ("announced a pullout, even as ... remain")."""
    marks = {c.lower_ for c in clause.children if c.dep_ == "mark"}
    even = any(c.lower_ == "even" for c in clause.children)
    return clause.dep_ == "advcl" and bool(
        marks & {"while", "although", "though", "whereas"} or ("as" in marks and even)
    )


def _phrase_frames(block: Any, speech: Speech) -> list[SpeechFrame]:
    """Frames of "according to X" and of nouns of saying ("a toll given by X", "by X's count")."""
    doc = block.doc
    frames: list[SpeechFrame] = []
    for token in doc:
        lower = token.lower_
        if lower == "according" and token.i + 2 < len(doc) and doc[token.i + 1].lower_ == "to":
            heads = [
                t
                for t in doc[token.i + 2 : token.i + 14]
                if t.dep_ == "pobj" and t.head.i in {token.i, token.i + 1}
            ]
            head = heads[0] if heads else _first_noun(doc, token.i + 2)
            if head is None:
                continue
            phrase = {token.i, token.i + 1, *_subtree(head)}
            frames.append(SpeechFrame(block, head, token, _scope_of_phrase(token, phrase), "according to"))
        elif lower in {"by", "per"} and token.dep_ in {"prep", "agent"}:
            for child in token.children:
                if child.dep_ == "pobj" and child.lemma_.lower() in {
                    "count",
                    "tally",
                    "account",
                    "estimate",
                    "reckoning",
                }:
                    owner = [c for c in child.children if c.dep_ == "poss"]
                    if owner and owner[0].pos_ != "PRON":
                        frames.append(
                            SpeechFrame(
                                block, owner[0], token, _scope_of_phrase(token, _subtree(token)), child.text
                            )
                        )
        elif lower == "from" and token.head.lemma_.lower() in {
            "figure",
            "datum",
            "tally",
            "number",
            "report",
            "estimate",
        }:
            for child in token.children:
                verb = token.head.head
                if child.dep_ == "pobj" and verb.lemma_ in {"show", "suggest", "indicate", "put"}:
                    frames.append(SpeechFrame(block, child, verb, _subtree(verb) - _subtree(token.head), verb.text))
    return frames


def _first_noun(doc: Any, start: int) -> Any:
    for token in doc[start : start + 12]:
        if token.pos_ in {"NOUN", "PROPN"} and token.dep_ not in {"compound", "poss", "amod"}:
            return token
    return None


def _scope_of_phrase(token: Any, phrase: set[int]) -> set[int]:
    """What an attributive phrase covers: the sentence when it opens or closes it, else its own clause."""
    sent = token.sent
    first, last = min(phrase), max(phrase)
    rest_after = [t for t in sent if t.i > last and not t.is_punct]
    rest_before = [t for t in sent if t.i < first and not t.is_punct]
    if not rest_after or not rest_before:
        return {t.i for t in sent} - phrase
    comma_before = first > 0 and token.doc[first - 1].text == ","
    following = token.doc[last + 1].text if last + 1 < len(token.doc) else ""
    if comma_before and following in {",", ";"}:
        return {t.i for t in sent} - phrase
    head = token.head
    while head.head.i != head.i and head.pos_ not in {"VERB", "AUX"}:
        head = head.head
    return {t.i for t in clause_tokens(head)} | _subtree(head) - phrase


def _colon_frames(block: Any) -> list[SpeechFrame]:
    """Frames of "Source: words", as in posts and live blogs."""
    frames: list[SpeechFrame] = []
    doc = block.doc
    for match in _COLON_SOURCE.finditer(doc.text):
        name = match.group(1)
        span = doc.char_span(match.start(1), match.end(1), alignment_mode="expand")
        if span is None or len(span) > 8 or not any(t.pos_ in {"NOUN", "PROPN"} for t in span):
            continue
        sent = doc[span.end].sent if span.end < len(doc) else span.sent
        quoted = doc.text[match.end() : match.end() + 1] in "\"'"
        root = span.root
        if not quoted and not _ORG_WORDS.search(name):
            continue
        if root.lemma_.lower() in _NOT_SOURCE or index_of_act(root):
            continue
        content = set(range(span.end + 1, max(sent.end, _quote_end(doc, span.end + 1))))
        if (
            content
            and any(t.pos_ in {"VERB", "AUX", "ADJ"} for t in doc[span.end : sent.end])
            and name[0].isupper()
        ):
            frames.append(SpeechFrame(block, span.root, doc[span.end], content, ":"))
    return frames


def index_of_act(root: Any) -> bool:
    """Tell whether a noun names a happening or its victims, and so can be no source."""
    triggers = load_triggers()
    lemma = root.lemma_.lower()
    return lemma in triggers.act_nouns or lemma in triggers.event_nouns or lemma in triggers.person_nouns


def _quote_end(doc: Any, start: int) -> int:
    for a, b in quotations(doc):
        if a <= start + 1 <= b:
            return b + 1
    return 0


def speech_frames(block: Any) -> list[SpeechFrame]:
    """Return every frame of attribution of one block, in text order."""
    speech = load_speech()
    frames = _verb_frames(block, speech) + _phrase_frames(block, speech) + _colon_frames(block)
    for frame in frames:
        if frame.source is not None:
            real = behind(frame.source)
            if real.i != frame.source.i:
                frame.source = real
    frames.sort(key=lambda f: f.verb.i)
    return frames


def stance_of(frame: SpeechFrame) -> str:
    """Return what the cue does to its content: assert, deny, admit, claim or blame."""
    speech = load_speech()
    lemma = frame.verb.lemma_.lower()
    negated = any(c.dep_ == "neg" for c in frame.verb.children)
    for stance in ("deny", "admit", "claim", "blame"):
        if lemma in speech.verbs[stance]:
            return "assert" if stance == "deny" and negated else stance
    return "assert"
