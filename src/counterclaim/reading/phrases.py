"""Noun phrases: what is counted, how many, and of what class.

A quantity is a span of its own (reading.quantities); here it is bound to the noun that it counts: "at least
eight drivers", "dozens of soldiers", "two of the five", "nine of its own", a bare "seven" (anaphoric).
"""

from typing import Any

from counterclaim.knowledge.people import materiel_noun, person_noun
from counterclaim.knowledge.place_words import load_places
from counterclaim.knowledge.triggers import load_triggers
from counterclaim.reading.parse import TITLES
from counterclaim.reading.quantities import FoundQuantity
from counterclaim.reading.syntax import conjuncts

_ARTICLES = {"a", "an", "another", "one"}
_PERSON_SUFFIXES = (
    "man",
    "men",
    "woman",
    "women",
    "people",
    "ist",
    "ists",
    "er",
    "ers",
    "or",
    "ors",
    "ian",
    "ians",
    "ee",
    "ees",
)


class Mention:
    """A quantity with its head noun; `head` is None for a bare number."""

    __slots__ = ("cls", "end", "found", "head", "partitive", "start", "tokens", "used")

    def __init__(self, found: FoundQuantity | None, head: Any, tokens: list[Any], start: int, end: int) -> None:
        self.found = found
        self.head = head
        self.tokens = tokens
        self.start = start
        self.end = end
        self.cls = noun_class(head) if head is not None else "bare"
        self.partitive = False
        self.used = False


def noun_class(head: Any) -> str:
    """Return people, materiel, building, lives, state (dead, wounded ...) or unknown for a noun token."""
    lemma = head.lemma_.lower()
    triggers = load_triggers()
    if lemma in {"life", "lives"}:
        return "lives"
    if lemma in triggers.person_nouns or lemma in triggers.states or head.lower_ in triggers.states:
        return "state"
    person = person_noun(lemma) or person_noun(head.lower_)
    if person is not None:
        return "people"
    thing = materiel_noun(lemma) or materiel_noun(head.lower_)
    if thing is not None:
        return "building" if thing.unit == "building" else "materiel"
    if head.pos_ == "PRON":
        return (
            "people"
            if head.lower_ in {"they", "them", "who", "he", "she", "him", "her", "others", "we", "us"}
            else "unknown"
        )
    if told_by_age(head):
        return "people"
    if head.tag_ in {"NNS", "NN"} and lemma.endswith(_PERSON_SUFFIXES) and len(lemma) > 4:
        return "people" if head.tag_ == "NNS" else "unknown"
    return "unknown"


def told_by_age(head: Any) -> bool:
    """Tell whether a noun is somebody's age: "a 17-year-old", "two three-year-olds"."""
    before = head.doc[max(head.i - 3, 0) : head.i]
    return head.lower_ in {"old", "olds"} and [t.lower_ for t in before][-3:] == ["-", "year", "-"]


def bind_quantities(block: Any, found: list[FoundQuantity]) -> list[Mention]:
    """Bind each quantity of a block to the noun that it counts. Returns one mention each, in text order."""
    doc = block.doc
    mentions: list[Mention] = []
    for quantity in found:
        span = doc.char_span(quantity.start, quantity.end, alignment_mode="expand")
        number = doc.char_span(quantity.number_start, quantity.number_end, alignment_mode="expand")
        if span is None or number is None or quantity.form == "fraction":
            continue
        mentions.append(_bind(doc, quantity, span, number))
    return mentions


def _bind(doc: Any, quantity: FoundQuantity, span: Any, number: Any) -> Mention:
    last = number[-1]
    inside = set(range(span.start, span.end))
    head = None
    partitive = False
    after = doc[span.end] if span.end < len(doc) else None
    if quantity.strong:
        head = next(
            (
                t
                for t in doc[span.end : span.end + 6]
                if t.pos_ in {"NOUN", "PROPN"} and t.lemma_.lower() not in {"strong", "member"}
            ),
            None,
        )
    elif after is not None and after.lower_ == "of" and span.end + 1 < len(doc):
        partitive = True
        head = _partitive_head(doc, after)
    else:
        token = last
        while token.head.i in inside and token.head.i != token.i:
            token = token.head
        if token.i not in inside:
            token = last
        candidate = (
            token.head
            if token.dep_
            in {"nummod", "amod", "det", "compound", "nmod", "poss", "quantmod", "advmod", "npadvmod", "predet"}
            else None
        )
        if (
            candidate is not None
            and candidate.i >= span.end
            and candidate.pos_ in {"NOUN", "PROPN", "ADJ", "VERB", "X"}
            and _linked(doc, span.end, candidate.i)
        ):
            head = candidate
            if candidate.pos_ == "VERB":
                head = None
        if head is None:
            head = _next_noun(doc, span.end)
    start = span.start
    tokens = list(doc[span.start : span.end])
    end = span[-1].i
    if head is not None:
        end = max(end, head.i)
        tokens = list(doc[span.start : head.i + 1])
    mention = Mention(quantity, head, tokens, start, end + 1)
    mention.partitive = partitive
    return mention


def _linked(doc: Any, start: int, end: int) -> bool:
    """Tell whether only modifiers stand between a number and its noun."""
    for token in doc[start:end]:
        if token.text in {",", ";", ":", ".", "("} and token.text != ",":
            return False
        if token.pos_ in {"VERB", "AUX"} and token.tag_ not in {"VBN", "VBG"}:
            return False
    return end - start <= 7


def _next_noun(doc: Any, start: int) -> Any:
    """Return the head of the noun phrase that begins right after a number, by the surface."""
    head = None
    if (
        start < len(doc)
        and doc[start].lower_ in load_triggers().states
        and (start + 1 >= len(doc) or doc[start + 1].pos_ not in {"NOUN", "PROPN", "ADJ", "NUM"})
    ):
        return doc[start]  # "44 wounded"
    for token in doc[start : start + 6]:
        if token.pos_ in {"NOUN", "PROPN"} or (
            token.pos_ == "ADJ" and token.lemma_.lower() in load_triggers().states
        ):
            head = token
            if token.dep_ not in {"compound", "nmod", "amod", "poss"} and token.pos_ != "PROPN":
                break
            continue
        if head is not None:
            break
        if token.pos_ in {"ADJ", "NUM"} or token.tag_ in {"VBN", "VBG", "HYPH"} or token.text in {"-", "'", '"'}:
            if token.tag_ == "VBN" and token.dep_ not in {"amod"}:
                break
            continue
        break
    return head


def _partitive_head(doc: Any, of: Any) -> Any:
    for child in of.children:
        if child.dep_ == "pobj" and child.i - of.i <= 8:
            return child
    return _next_noun_after_determiner(doc, of.i + 1)


def _next_noun_after_determiner(doc: Any, start: int) -> Any:
    for token in doc[start : start + 5]:
        if token.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"} and token.tag_ not in {"PRP$", "DT"}:
            return token
    return None


class Counted:
    """One fact's worth of victims or things: a quantity (or None) and the words of what it counts."""

    __slots__ = ("approx", "end", "heads", "high", "low", "mention", "q_end", "q_start", "start", "stated")

    def __init__(
        self,
        heads: list[Any],
        start: int,
        end: int,
        low: int | None,
        high: int | None,
        approx: bool,
        q_start: int | None,
        q_end: int | None,
        mention: Mention | None,
        stated: bool,
    ) -> None:
        self.heads = heads
        self.start = start  # tokens of the target's words
        self.end = end
        self.low = low
        self.high = high
        self.approx = approx
        self.q_start = q_start  # tokens of the quantity's words, None without a quantity
        self.q_end = q_end
        self.mention = mention
        self.stated = stated

    @classmethod
    def of(cls, mention: Mention, heads: list[Any]) -> "Counted":
        """Return what a stated quantity counts: `heads` for the words of the target, empty for a bare number."""
        found = mention.found
        assert found is not None
        span = (mention.start, mention.end)
        return cls(heads, *span, found.low, found.high, found.approx, *span, mention, True)


def np_bounds(head: Any, *, with_of: bool = True) -> tuple[int, int]:
    """Return (first, last + 1) token of a noun phrase without its clauses and most of its attachments."""
    left = head.i
    for child in head.children:
        if child.i < head.i and child.dep_ in {
            "det",
            "amod",
            "compound",
            "nummod",
            "poss",
            "nmod",
            "quantmod",
            "predet",
            "advmod",
            "punct",
            "case",
        }:
            low = child.left_edge.i
            if (
                child.dep_ == "amod"
                and child.lower_ in load_triggers().states
                and any(c.dep_ == "nummod" and c.i > child.i for c in head.children)
            ):
                continue  # "shot dead two traders"
            if child.dep_ == "punct" and child.text not in {'"', "'", "-"}:
                continue
            left = min(left, low)
    right = head.i
    if with_of:
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ == "of" and child.i == head.i + 1:
                for grand in child.children:
                    if grand.dep_ == "pobj":
                        right = max(right, np_bounds(grand, with_of=False)[1] - 1)
    return left, right + 1


def own_quantity(head: Any, mentions: list[Mention]) -> Mention | None:
    """Return the quantity bound to a noun, or whose own words the noun is."""
    for mention in mentions:
        if mention.head is not None and mention.head.i == head.i:
            return mention
    for mention in mentions:
        if mention.start <= head.i < mention.end:
            return mention
    return None


def _article_one(head: Any) -> Any:
    """Return the determiner that makes a singular noun one ("a soldier", "his wife"), else None."""
    if head.tag_ not in {"NN", "NNP", "JJ"}:
        return None
    if head.lemma_.lower() in {
        "group",
        "organisation",
        "organization",
        "movement",
        "network",
        "number",
        "series",
        "family",
        "household",
        "crew",
        "clan",
    }:
        return None
    for child in head.children:
        if child.dep_ == "det" and child.lower_ in _ARTICLES:
            return child
        if child.dep_ == "poss" and head.tag_ == "NN" and noun_class(head) == "people":
            return child
    return None


def counted_items(heads: list[Any], mentions: list[Mention]) -> list[Counted]:
    """Turn the head(s) of a victim phrase into facts (CODING.md, rule 8).

    One number over a group is one fact; several numbers are one fact each; a number and a singular are one
    summed fact; a bare plural of people is two or more; what is not counted has no quantity.
    """
    expanded: list[Any] = []
    for head in heads:
        for token in conjuncts(head):
            if token not in expanded:
                expanded.append(token)
    items: list[tuple[Any, Mention | None, Any]] = []
    for token in expanded:
        mention = own_quantity(token, mentions)
        if mention is not None and any(m is mention for _, m, _ in items):
            continue
        one = None if mention else _article_one(token)
        if one is None and mention is None and _one_of_several(token, expanded):
            one = token  # "the driver and a passenger"
        items.append((token, mention, one))
    numbered = [i for i in items if i[1] is not None]
    singles = [i for i in items if i[1] is None and i[2] is not None]
    rest = [i for i in items if i[1] is None and i[2] is None]
    result: list[Counted] = []
    plain = [i for i in numbered if i[1] and i[1].found and i[1].found.low == i[1].found.high and i[1].found.low]
    if len(numbered) == 1 and len(plain) == 1 and singles and not _different_class(items):
        tokens = [t for t, _, _ in items]
        mention = numbered[0][1]
        assert mention is not None and mention.found is not None and mention.found.low is not None
        total = mention.found.low + len(singles)
        first = min(mention.start, *(np_bounds(t)[0] for t in tokens))
        last = max(mention.end, *(np_bounds(t)[1] for t in tokens))
        result.append(Counted(tokens, first, last, total, total, mention.found.approx, first, last, mention, True))
        return result
    if not numbered and len(singles) >= 2 and not _different_class(items):
        tokens = [t for t, _, _ in singles]
        first, last = min(np_bounds(t)[0] for t in tokens), max(np_bounds(t)[1] for t in tokens)
        return [Counted(tokens, first, last, len(singles), len(singles), False, first, last, None, True)]
    for index, (token, mention, article) in enumerate(items):
        first, last = np_bounds(token)
        if mention is not None and mention.found is not None:
            group = [token]
            for other, other_mention, other_article in items[index + 1 :]:
                if other_mention is not None or other_article is not None:
                    break
                group.append(other)
            first = min(first, mention.start)
            last = max(last, mention.end, *(np_bounds(t)[1] for t in group))
            result.append(
                Counted(
                    group,
                    first,
                    last,
                    mention.found.low,
                    mention.found.high,
                    mention.found.approx,
                    mention.start,
                    mention.start + _length(mention),
                    mention,
                    True,
                )
            )
        elif article is not None:
            result.append(Counted([token], first, last, 1, 1, False, article.i, article.i + 1, None, True))
        elif not numbered and (bool(rest) and token.i == rest[0][0].i):
            tokens = [t for t, _, _ in rest]
            last = max(np_bounds(t)[1] for t in tokens)
            first = min(np_bounds(t)[0] for t in tokens)
            bare = _bare_plural(token)
            if len(tokens) == 1 and is_one_person(token):
                result.append(Counted(tokens, first, last, 1, 1, False, token.i, token.i + 1, None, False))
                continue
            result.append(
                Counted(
                    tokens,
                    first,
                    last,
                    2 if bare else None,
                    None,
                    False,
                    token.i if bare else None,
                    token.i + 1 if bare else None,
                    None,
                    False,
                )
            )
    return result


def _one_of_several(token: Any, heads: list[Any]) -> bool:
    """Tell whether a head is one person beside others of a list; "among them the emir" is one of those counted already."""
    if len(heads) < 2 or not is_one_person(token):
        return False
    between = token.doc[min(h.i for h in heads) : max(h.i for h in heads)]
    return not any(t.lower_ in {"among", "including", "amongst", ","} for t in between)


def _length(mention: Mention) -> int:
    return len(mention.tokens) if mention.head is None else max(1, mention.end - mention.start)


def is_one_person(head: Any) -> bool:
    """Tell whether a noun phrase is one person: "the police chief", "his brother", "Col. Dhere", "Carlos Pinto", "he"."""
    if head.tag_ == "PRP":
        return head.lower_ in _ONE
    if told_by_age(head):
        return head.lower_ == "old" and any(c.dep_ == "det" for c in head.children)
    if head.tag_ in {"NNP", "NNPS"}:
        names = [c for c in head.children if c.dep_ == "compound" and c.i < head.i]
        titled = any(c.text.strip(".") in TITLES or person_noun(c.lemma_.lower()) is not None for c in names)
        full = len(names) in {1, 2} and all(c.tag_ == "NNP" for c in names) and head.text.isalpha()
        return (titled or (full and head.tag_ == "NNP")) and noun_class(head) == "unknown" and not _collective(head)
    if head.tag_ != "NN" or noun_class(head) != "people" or head.lemma_.lower() in _COLLECTIVES:
        return False
    return any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in {"the", "this", "that"}) for c in head.children)


def _collective(head: Any) -> bool:
    """Tell whether a name or noun is a body of people, a place or a thing, by the words in it."""
    words = {c.lemma_.lower() for c in head.children if c.dep_ in {"compound", "amod"}} | {head.lemma_.lower()}
    words = {w for w in words if person_noun(w) is None}  # "Senator Lopez" is no senate
    data = load_places().data
    return bool(words & (data.organisations | _COLLECTIVES)) or any(w in load_places().types for w in words)


_ONE = frozenset({"he", "she", "him", "her"})
_COLLECTIVES = frozenset(
    {
        "enemy", "opposition", "population", "public", "majority", "minority", "rest", "family", "couple", "crew", "crowd", "staff", "team", "side",
        "leadership", "youth", "opponent", "personnel", "regime", "government", "rebel",
    }
)  # fmt: skip


def _bare_plural(token: Any) -> bool:
    if token.tag_ not in {"NNS"} or noun_class(token) not in {"people"}:
        return False
    return not any(c.dep_ in {"det", "poss", "nummod", "predet"} for c in token.children)


_STATE_FORCE = {
    "soldier",
    "trooper",
    "policeman",
    "policewoman",
    "officer",
    "jawan",
    "serviceman",
    "constable",
    "army",
    "guard",
    "gendarme",
    "police",
}
_REBEL = {
    "militant",
    "rebel",
    "insurgent",
    "terrorist",
    "gunman",
    "guerrilla",
    "fighter",
    "bandit",
    "extremist",
    "jihadist",
    "member",
    "attacker",
    "assailant",
}


def _different_class(items: list[tuple[Any, Mention | None, Any]]) -> bool:
    """Tell whether counted heads are of different kinds or sides, and so are no one sum."""
    classes = {"people" if noun_class(t) in {"people", "unknown", "state"} else "thing" for t, _, _ in items}
    if len(classes) > 1:
        return True
    sides = set()
    for token, _, _ in items:
        lemma = token.lemma_.lower()
        noun = person_noun(lemma)
        words = {c.lower_ for c in token.children if c.dep_ in {"compound", "amod"}} | {lemma}
        if words & _STATE_FORCE:
            sides.add("state")
        elif words & _REBEL:
            sides.add("rebel")
        elif noun is not None and noun.status == "civilian":
            sides.add("civilian")
    return len(sides) > 1
