"""How a brief calls those who speak: one name for one actor, with its article, and for whom a person speaks."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from counterclaim.knowledge.people import person_noun
from counterclaim.publishing.brief.model import Said, Sentence, Story
from counterclaim.publishing.brief.nouns import is_plural
from counterclaim.publishing.brief.words import given
from counterclaim.record import AttributionLink, Party, Report

_NO_ARTICLE = frozenset({"NATO", "ISIS", "ISIL", "AFP", "AP", "UNICEF", "UNESCO", "UNRWA", "OCHA"})
_ORGANISATIONS = frozenset({"Army", "Forces", "Front", "Movement", "Command", "Organization", "Organisation"})
_INSTITUTIONS = frozenset(
    {"army", "military", "police", "navy", "air force", "armed forces", "government", "security forces", "state"}
)
_PERSONS = frozenset({"eyewitness", "relative", "medical", "local_official", "expert", "anonymous"})
_OWN_NAME = re.compile(r"^[\w.'’-]*[A-Z]")
_UNNAMED = re.compile(r"^(?:unnamed|unidentified|anonymous)\b", re.IGNORECASE)


class Speaker(NamedTuple):
    """Who says something. `key` is the same for all sentences of one speaker.

    `person`: no "it" stands for the name. `body_plural` tells of a person's body whether it is "they"; None: no body.
    """

    key: str
    name: str
    plural: bool
    person: bool
    body_plural: bool | None = None

    @property
    def says(self) -> str:
        return "say" if self.plural else "says"

    @property
    def acts(self) -> bool:
        """Whether "it" or "they" can stand for those who act: a body, not a person alone."""
        return not self.person or self.body_plural is not None

    @property
    def it(self) -> str:
        several = self.plural if self.body_plural is None else self.body_plural
        return "they" if several else "it"

    @property
    def its(self) -> str:
        return "their" if self.it == "they" else "its"

    def does(self, verb: str) -> str:
        """Return a verb with the ending that it takes."""
        if self.plural:
            return verb
        return verb[:-1] + "ies" if verb.endswith("y") else verb + "s"


class Names:
    """The names of one brief."""

    def __init__(
        self,
        said: Iterable[Said],
        registry: Mapping[str, str],
        countries: Mapping[str, str],
        first: Mapping[str, str],
    ) -> None:
        said = list(said)
        self.registry, self._countries, self._first = registry, countries, first
        self._texts = {s.report.id: s.report.text for s in said}
        self._articles: dict[str, str] = {}
        used: dict[str, dict[str, set[str]]] = {}
        for one in said:
            for party in _parties(one):
                if party.id is not None:
                    used.setdefault(party.id, {}).setdefault(party.name, set()).add(one.report.id)
        self._called = {
            id_: min(names, key=lambda n: (-len(names[n]), len(n), n)) for id_, names in used.items()
        }  # fmt: skip
        self._full = self._in_full()

    def speaker(self, one: Said, *, several: bool = False) -> Speaker:
        """Return who says a claim; for a report's own voice the outlet (`several`: more than one report has it)."""
        chain = one.claim.attribution
        if not chain:
            return self._outlet(one.report, several)
        last = chain[-1]
        told = self._link(last)
        via = [self._link(link).name for link in chain[:-1] if link.party.name != last.party.name]
        if not via:
            return told
        relayed = f"{told.name}, as relayed by {', '.join(via)},"
        return told._replace(key=f"{told.key} via {'/'.join(via)}", name=relayed)

    def side(self, story: Story, key: str) -> Speaker:
        """Return how a side is called: as those are who speak for it, else as the incident names it."""
        told = Counter[tuple[str, str | None]]()
        parties: dict[tuple[str, str | None], Party] = {}
        for one in story.said:
            for party, side, weight in _voices(one):
                if side == key:
                    known = (self._name(party), party.id)
                    told[known] += weight
                    parties.setdefault(known, party)
        if told:
            return self._party(parties[min(told, key=lambda k: (-told[k], k[0]))])
        name = next((s.name for s in story.incident.sides if s.key == key), key)
        return Speaker(key, self._with_article(name), is_plural(name), False)

    def party(self, party: Party) -> str:
        """Return how a party is called that is no speaker."""
        return self._party(party).name

    def introduced(self, sentences: Iterable[Sentence], known: set[str]) -> tuple[Sentence, ...]:
        """Return sentences in which the first mention of a name is in full; `known` holds those mentioned before."""
        return tuple(self._introduce(sentence, known) for sentence in sentences)

    def _introduce(self, sentence: Sentence, known: set[str]) -> Sentence:
        words = sentence.words
        for short, full in self._full.items():
            if short in known:
                continue
            for mention, whole in ((short, full), (short[0].upper() + short[1:], full[0].upper() + full[1:])):
                if mention in words and full not in words:
                    words = words.replace(mention, whole, 1)
                    known.add(short)
                    break
        return Sentence(words=words, claims=sentence.claims)

    def _in_full(self) -> dict[str, str]:
        """Return the full form of each short name, both with their articles: "the army" and "the army of Mali"."""
        found = {}
        for id_, name in self._called.items():
            full, short = self.registry.get(id_), f"the {given(name)}"
            if name.casefold() in _INSTITUTIONS and id_ in self._countries:
                found[short] = f"{short} of {given(self._countries[id_])}"
            elif full is not None and _abbreviates(name, full) and self._article(name) == "the":
                found[short] = f"the {given(full)} ({given(name)})"
        return {} if self._abroad else found

    @property
    def _abroad(self) -> bool:
        """Whether armies or governments of several countries are called alike."""
        homes = [(n.casefold(), self._countries[i]) for i, n in self._called.items() if i in self._countries]
        return len({h for n, h in homes if n in _INSTITUTIONS}) > 1

    # One link

    def _link(self, link: AttributionLink) -> Speaker:
        party, body = link.party, link.body
        if link.role == "anonymous" or not _OWN_NAME.match(party.name):
            found = self._described(party, link.role == "anonymous")
        else:
            found = self._party(party)
        person = party.id is None and (link.role in _PERSONS or body is not None)
        if body is None or self._same(party, body):
            return found._replace(person=person)
        whole = self._party(body)
        name = found.name if _names(party.name, body.name) else f"{found.name} of {whole.name}"
        return Speaker(found.key, name, found.plural, True, whole.plural)

    def _described(self, party: Party, unnamed: bool) -> Speaker:
        """Return how somebody is called who is described, not named: "a local chief", "unnamed officials"."""
        name = self._name(party)
        several = is_plural(name)
        if party.id is not None and (name.casefold() in _INSTITUTIONS or not unnamed):
            return self._party(party)
        if unnamed and not _UNNAMED.match(name):
            words = f"unnamed {given(name)}" if several else f"an unnamed {given(name)}"
        elif several:
            words = f"the {given(name)}" if self._article(name) == "the" else given(name)
        elif self._article(name) == "the":
            words = f"the {given(name)}"
        else:
            words = f"{'an' if name[:1].casefold() in 'aeio' or name.startswith('un') else 'a'} {given(name)}"
        return Speaker(party.id or f"{unnamed}:{name}", words, several, True)

    def _party(self, party: Party) -> Speaker:
        name = self._name(party)
        key, several = party.id or name, is_plural(name)
        country = self._countries.get(party.id or "")
        if name.casefold() in _INSTITUTIONS and country is not None:
            words = f"the {given(name)}"
            return Speaker(key, f"{words} of {given(country)}" if self._abroad else words, several, False)
        return Speaker(key, self._with_article(name), several, False)

    def _name(self, party: Party) -> str:
        """Return the one name of an actor in the brief; those who are described ("U.S. officials") keep theirs."""
        last = party.name.split()[-1].casefold() if party.name.split() else ""
        return party.name if person_noun(last) is not None else self._called.get(party.id or "", party.name)

    def _same(self, party: Party, body: Party) -> bool:
        one, other = party.name.casefold(), body.name.casefold()
        alike = one == other or other in one.split() or _abbreviates(party.name, body.name)
        return alike or (party.id is not None and party.id == body.id)

    # Articles

    def _with_article(self, name: str) -> str:
        return f"{article} {given(name)}" if (article := self._article(name)) else given(name)

    def _article(self, name: str) -> str:
        """Return the article that the reports put before a name; without a word of theirs, what English wants."""
        found = self._articles.get(name)
        if found is None:
            found = self._articles[name] = self._told_article(name)
        return found

    def _told_article(self, name: str) -> str:
        if name.casefold().startswith("the ") or not name.strip():
            return ""
        before = Counter[str]()
        told = re.compile(rf"(?<!\w)(?:(\w+)\s+)?{re.escape(name)}(?!\w)")
        for text in (
            t for t in self._texts.values() if name in t
        ):  # most have it not, which is seen much sooner so
            for match in told.finditer(text):
                word = (match[1] or "").casefold()
                before["the" if word == "the" else "a" if word in ("a", "an") else ""] += 1
        if before["the"]:
            return "the"
        words = name.split()
        if name in _NO_ARTICLE or before["a"]:
            return ""
        if len(words) == 1:
            return "the" if name.isupper() and len(name) > 2 else ""
        of = any(word in ("of", "for") for word in words) and words[0][0].isupper()
        return "the" if of or words[-1] in _ORGANISATIONS else ""

    # A report's own voice

    def _outlet(self, report: Report, several: bool) -> Speaker:
        if report.credited_to:
            name = report.credited_to[-1]
            words = f"{'reports' if several else 'a report'} credited to {given(name)}"
            return Speaker(f"credited:{name.casefold()}", words, several, True)
        if report.publisher:
            return Speaker(
                f"outlet:{report.publisher.casefold()}", self._with_article(report.publisher), False, False
            )
        title = f" headed “{given(report.title)}”" if report.title else " without a title"
        return Speaker(f"report:{self._first.get(report.id, report.id)}", f"a report{title}", False, True)


def speakable(one: Said) -> bool:
    """Tell whether a claim's source can be named: a number of something ("52 bodies") is nobody who speaks."""
    return not any(link.party.name[:1].isdigit() for link in one.claim.attribution)


def _voices(one: Said) -> Sequence[tuple[Party, str | None, int]]:
    """Return those who act or speak in a claim, with their sides: who speaks weighs more."""
    found: list[tuple[Party, str | None, int]] = []
    if one.claim.attribution:
        last = one.claim.attribution[-1]
        whole = last.body if last.body is not None and last.party.id is None else last.party
        found.append((whole, one.speaker, 10))
    if one.claim.agent is not None:
        found.append((one.claim.agent, one.agent, 1))
    return found


def _parties(one: Said) -> Iterable[Party]:
    for link in one.claim.attribution:
        yield link.party
        if link.body is not None:
            yield link.body
    if one.claim.agent is not None:
        yield one.claim.agent


def _names(name: str, body: str) -> bool:
    return body.casefold().rstrip(".") in name.casefold()


def _abbreviates(short: str, full: str) -> bool:
    """Tell whether a name is the initials of another ("SPLA-IO")."""
    letters = re.sub(r"[^A-Za-z]", "", short).casefold()
    words = re.findall(r"[A-Za-z][\w'’]*", full)
    all_of, without = ("".join(w[0] for w in words if w not in small).casefold() for small in ((), ("of", "the", "and", "for", "in")))  # fmt: skip
    return short.isupper() and len(letters) > 1 and letters in (all_of, without)
