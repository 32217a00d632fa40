"""What a dependency parse says of a predicate: its logical subject and object, whatever the construction.

One place undoes voice, relatives, participles, control and coordination, so that a trigger word is
described once and read in every construction.
"""

from typing import Any

SUBJECTS = {"nsubj", "csubj"}
PASSIVE_SUBJECTS = {"nsubjpass", "csubjpass"}
RELATIVE_PRONOUNS = {"who", "which", "that", "whom", "whose"}


class Arguments:
    """Logical subject(s) and object(s) of a predicate, and the prepositional phrases that hang on it."""

    __slots__ = ("negated", "objects", "passive", "prepositions", "subjects")

    def __init__(self) -> None:
        self.subjects: list[Any] = []
        self.objects: list[Any] = []
        self.prepositions: dict[str, list[Any]] = {}
        self.passive = False
        self.negated = False


def is_participle(token: Any) -> bool:
    """Tell whether a token is a past participle, or tagged as the simple past where it modifies a noun."""
    return bool(token.tag_ == "VBN" or (token.tag_ == "VBD" and token.dep_ in {"acl", "amod"}))


def is_passive(token: Any) -> bool:
    """Tell whether a verb stands in the passive: by its auxiliary, its subject or its agent phrase."""
    if any(c.dep_ in {"auxpass", "nsubjpass"} for c in token.children):
        return True
    if (
        any(c.dep_ == "agent" for c in token.children)
        and token.tag_ in {"VBN", "VBD"}
        and not _own(token, SUBJECTS)
    ):
        return True
    if token.dep_ == "conj" and token.tag_ == "VBN" and not _own(token, SUBJECTS) and not _has_aux(token):
        return token.head.pos_ in {"VERB", "AUX"} and is_passive(token.head)
    return False


def _has_aux(token: Any) -> bool:
    return any(c.dep_ == "aux" for c in token.children)


def _own(token: Any, labels: set[str]) -> list[Any]:
    return [c for c in token.children if c.dep_ in labels]


def resolve_relative(token: Any) -> Any:
    """Return the noun that a relative pronoun stands for; any other token unchanged."""
    if token.lower_ in RELATIVE_PRONOUNS and token.pos_ in {"PRON", "DET", "SCONJ"}:
        verb = token.head
        for _ in range(4):
            if verb.dep_ == "relcl":
                return verb.head
            if verb.head.i == verb.i:
                break
            verb = verb.head
    return token


def arguments(verb: Any) -> Arguments:
    """Return the logical arguments of a verb (see module docstring). Lists hold head tokens, conjuncts apart."""
    result = Arguments()
    result.passive = is_passive(verb)
    result.negated = is_negated(verb)
    own = _own(verb, SUBJECTS)
    if len(own) == 2 and own[1].pos_ == "PROPN" and own[1].left_edge.i == own[0].i + 1:
        own = own[1:]  # "the mercenary group Wagner announced": two subjects where one names the other
    subjects = [resolve_relative(t) for t in own]
    passive_subjects = [resolve_relative(t) for t in _own(verb, PASSIVE_SUBJECTS)]
    if not own and not passive_subjects:  # "remains stationed": the subject hangs on the auxiliary
        passive_subjects = [
            resolve_relative(t) for c in verb.children if c.dep_ == "auxpass" for t in _own(c, SUBJECTS)
        ]
    objects = [resolve_relative(t) for t in _own(verb, {"dobj", "obj"})]
    if result.passive and not passive_subjects and subjects:
        passive_subjects, subjects = subjects, []
    for child in verb.children:
        if child.dep_ in {"prep", "agent", "dative"} and child.pos_ in {"ADP", "SCONJ", "VERB", "ADV"}:
            heads = _prepositional_objects(child)
            if (child.dep_ == "agent" or child.lower_ == "by") and (result.passive or is_participle(verb)):
                subjects += heads
            result.prepositions.setdefault(child.lower_, []).extend(heads)
        elif child.dep_ == "prt":
            result.prepositions.setdefault("+" + child.lower_, [])
    apart = verb.dep_ == "acl" and verb.i > 0 and verb.doc[verb.i - 1].text == "," and verb.head.dep_ == "ROOT"
    if apart and not subjects and not any(c.dep_ == "agent" for c in verb.children):
        subjects.append(
            verb.head
        )  # "X, in a message posted on its channel, boasted of ...": a clause taken for a participle
        result.passive = False
    elif (verb.dep_ == "acl" and verb.tag_ != "VB") or (verb.dep_ == "amod" and verb.pos_ == "VERB"):
        if is_participle(verb):
            passive_subjects.append(verb.head)
        elif verb.tag_ == "VBG" and not subjects:
            subjects.append(verb.head)
    elif verb.dep_ in {"relcl", "acl"} and verb.tag_ == "VB" and not subjects:
        subjects.append(verb.head)  # "prompted 2,300 people to flee"
    elif verb.dep_ == "relcl" and not objects and not result.passive and subjects and verb.head not in subjects:
        objects.append(verb.head)  # "the barges that the rebels captured", "the barges the rebels captured"
    result.objects = passive_subjects + objects
    result.subjects = subjects
    if (not result.subjects and not result.objects) or (not result.subjects and not result.passive):
        _inherit(verb, result)
    return result


def _prepositional_objects(prep: Any) -> list[Any]:
    heads = [resolve_relative(c) for c in prep.children if c.dep_ in {"pobj", "pcomp"}]
    for child in prep.children:
        if child.dep_ == "prep":  # "from inside the town", "out of the country"
            heads += _prepositional_objects(child)
    return heads


def _inherit(verb: Any, result: Arguments) -> None:
    """Fill in the subject that a verb shares with the predicate that it hangs on."""
    head = verb.head
    if head.i == verb.i or head.pos_ not in {"VERB", "AUX", "NOUN", "PROPN", "ADJ"}:
        return
    if verb.dep_ == "conj" and head.pos_ in {"VERB", "AUX"}:
        if (own := _told_before(verb)) is not None:
            (result.objects if result.passive else result.subjects).append(own)
            return
        shared = arguments(head)
        if is_participle(verb) and (shared.passive or head.dep_ == "acl") and not _has_aux(verb):
            result.passive = True
            if not result.objects:
                result.objects = shared.objects
            result.subjects = result.subjects or shared.subjects
        elif result.passive:
            result.objects = result.objects or shared.objects if shared.passive else shared.subjects
        else:
            result.subjects = shared.objects if shared.passive else shared.subjects
            if not result.objects and not _own(verb, {"prep", "ccomp", "xcomp", "agent", "oprd"}):
                following = [t for t in shared.objects if t.i > verb.i]
                result.objects = following
    elif verb.dep_ in {"xcomp", "advcl", "ccomp"} and head.pos_ in {"VERB", "AUX"} and head.i != verb.i:
        shared = arguments(head)
        if result.subjects:
            return
        between = [c for c in _own(head, {"dobj"}) if head.i < c.i < verb.i]
        if verb.dep_ == "ccomp" and between and verb.tag_ in {"VBD", "VBZ", "VBP", "VBN"} and not result.passive:
            result.subjects = between  # "says rebels torched the building": the subject taken for an object
            return
        if verb.dep_ == "xcomp" and shared.objects and not shared.passive:
            controller = shared.objects
        else:
            controller = shared.objects if shared.passive else shared.subjects
        if is_participle(verb) and not _has_aux(verb) and verb.tag_ == "VBN":
            result.passive = True
            result.objects = result.objects or controller
        else:
            result.subjects = controller
    elif verb.dep_ == "pcomp" and head.head.pos_ in {"VERB", "AUX"} and verb.tag_ == "VBG":
        shared = arguments(head.head)
        result.subjects = shared.objects if shared.passive else shared.subjects


def _told_before(verb: Any) -> Any:
    """Return the noun right before a coordinated verb, after an "and", that the parse gave to the clause before.

    "... by the army and its allies and millions have been displaced": the millions.
    """
    aux = [c.i for c in verb.children if c.dep_ in {"aux", "auxpass"} and c.i < verb.i]
    first = min(aux, default=verb.i)
    if not aux or first < 2:
        return None
    noun = verb.doc[first - 1]
    if noun.dep_ != "conj" or noun.pos_ not in {"NOUN", "PROPN", "NUM", "PRON"} or noun.head.i == verb.i:
        return None
    return noun if verb.doc[noun.left_edge.i - 1].lower_ in {"and", "but", "while"} else None


def is_negated(token: Any) -> bool:
    """Tell whether a predicate is negated by an adverb of its own ("did not", "never")."""
    if any(c.dep_ == "neg" or c.lower_ in {"never", "n't"} for c in token.children):
        return True
    if token.dep_ == "xcomp" and token.head.lemma_ in {"fail", "refuse", "manage"}:
        return bool(token.head.lemma_ != "manage" or is_negated(token.head))
    return False


def conjuncts(head: Any) -> list[Any]:
    """Return the head of a coordination and its conjuncts, in text order, without other appositions."""
    heads = [head]
    queue = [head]
    while queue:
        token = queue.pop()
        for child in token.children:
            if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN", "NUM", "PRON", "ADJ", "X", "SYM", "VERB"}:
                if child.pos_ == "VERB" and child.tag_ not in {"VBN", "VBG"}:
                    continue
                if child.pos_ == "VERB":
                    continue
                heads.append(child)
                queue.append(child)
    return sorted(heads, key=lambda t: int(t.i))


def clause_tokens(verb: Any) -> list[Any]:
    """Return the tokens of a predicate's clause, without the clauses that are coordinated or subordinated."""
    cut = {"conj", "advcl", "ccomp", "parataxis", "relcl"}
    tokens = [verb]
    queue = [verb]
    while queue:
        token = queue.pop()
        for child in token.children:
            if child.dep_ in cut and child.pos_ in {"VERB", "AUX"}:
                continue
            tokens.append(child)
            queue.append(child)
    return sorted(tokens, key=lambda t: int(t.i))
