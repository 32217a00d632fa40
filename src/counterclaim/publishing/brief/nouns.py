"""What a claim counts, as a noun that can stand after a number; plain "people" where its words give none."""

import re

from counterclaim.knowledge.people import materiel_noun, person_noun, plural
from counterclaim.publishing.brief.words import given
from counterclaim.record import Claim

_LEAD = re.compile(
    r"^(?:its|their|our|his|her|the|a|an|these|those|some|own|other|missing|more|than|at|least|no|fewer|about|around|of"
    r"|\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|several|hundreds?|thousands?)\s+",
    re.IGNORECASE,
)
_CUT = re.compile(r",|\s+(?:of|in|from|who|which|that|and|with|at|on|near)\s+")
_OWN = frozenset(
    {"comrades", "comrade", "brothers", "martyrs", "men", "army", "troops", "own", "forces", "sons", "members"}
)
_STATES = frozenset({"wounded", "injured", "dead", "missing", "killed", "victim", "victims"})
_PRONOUNS = frozenset(
    {"it", "them", "they", "that", "this", "whom", "who", "which", "whose", "him", "her", "run", "fire", "others"}
)
_ODD = {"men": "man", "women": "woman", "people": "person", "children": "child", "policemen": "policeman"}

Noun = tuple[str, str]  # one, many
PEOPLE: Noun = ("person", "people")


def people(claim: Claim) -> Noun:
    """Return the noun of the people that a claim counts."""
    name = _core(claim.target.name) if claim.target is not None else ""
    head = _head(name)
    if not head or head.casefold() in _STATES or person_noun(head.casefold()) is None or len(name.split()) > 4:
        status = claim.target.status if claim.target is not None else None
        return ("civilian", "civilians") if status == "civilian" else PEOPLE
    lead = name[: len(name) - len(head)]
    one, many = _both(head)
    return given(lead + one), given(lead + many)


def speaks_of_its_own(claim: Claim) -> bool:
    """Tell whether the words for those counted say no more than that they are the claimant's."""
    if claim.target is None:
        return True
    head = _head(_core(claim.target.name)).casefold()
    return head in _OWN or person_noun(head) is None


def things(claim: Claim) -> Noun | None:
    """Return the noun of the things that a claim counts, None where its words name no thing."""
    if claim.target is None:
        return None
    name = _core(claim.target.name)
    words = name.casefold().split()
    if not words or _PRONOUNS.intersection(words) or len(words) > 6:
        return None
    head = words[-1]
    if materiel_noun(head) is None and materiel_noun(plural(head)) is None:
        return None
    head = name[len(name) - len(head) :]
    if claim.quantity is None:
        whole = f"the {given(name)}" if re.search(r"[’']s\s", name) else given(name)
        return whole, whole
    lead = name[: len(name) - len(head)]
    one, many = _both(head)
    return given(lead + one), given(lead + many)


def is_plural(name: str) -> bool:
    """Tell whether a name is one of several people ("separatists", "U.S. officials")."""
    words = _CUT.split(name)[0].split()
    head = words[-1].casefold() if words else ""
    return head in ("people", "police") or (person_noun(head) is not None and _both(head)[0] != head)


def _core(name: str) -> str:
    name = " ".join(name.split())
    while (cut := _LEAD.sub("", name, count=1)) != name:
        name = cut
    return name if " and " in name and materiel_noun(name.split()[-1].casefold()) else _CUT.split(name)[0].strip()


def _head(name: str) -> str:
    return name.split()[-1] if name.split() else ""


def _both(head: str) -> Noun:
    """Return a noun as one and as many."""
    folded = head.casefold()
    if folded in _ODD:
        return _ODD[folded], head
    for cut in (1, 2, 3):
        one = folded[:-cut] + ("y" if cut == 3 else "")
        if len(one) > 2 and plural(one) == folded and (person_noun(one) or materiel_noun(one)):
            return head[: len(head) - cut] + ("y" if cut == 3 else ""), head
    return head, plural(head)
