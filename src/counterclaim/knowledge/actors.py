"""The registry of actors: names tied to ids by exact match, never by nearness; validated on load.

Names are compared word by word after folding case, diacritics, apostrophes and hyphens; abbreviations keep their
case. Governments, armies, police and ministries of every country follow rules ("{demonym} army"). Behind what
actors.yaml lists stands a backbone, UCDP's actors: their names count in running text only beside a country of theirs.
"""

import datetime
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache
from importlib.resources import files

import msgspec
import yaml

from counterclaim.errors import DataError
from counterclaim.knowledge.actor import AcledType, Actor, ActorType, Match
from counterclaim.knowledge.actor_backbone import LookUps, as_actor, backbone_id, enriched
from counterclaim.knowledge.actor_context import Circumstances, decide, fits
from counterclaim.knowledge.actor_data import ActorData, Entry, Row, Rule, load_backbone
from counterclaim.knowledge.actor_names import COUNTRY, DEMONYM, Node, Token, exact_keys, joined, keys_of, tokens_of
from counterclaim.knowledge.actor_table import FILE, ActorTable
from counterclaim.knowledge.actor_tree import Keys, NameTree, Words
from counterclaim.knowledge.place_words import PlaceWords, load_places
from counterclaim.knowledge.user_actors import UserFile, load_user_actors

__all__ = [
    "AcledType", "Actor", "ActorType", "Match", "Registry", "build_registry", "load_registry", "read_registry",
]  # fmt: skip

_STATE_TYPES = frozenset({"government", "ministry", "army", "police"})  # at work where others bear its name too
_GLOBAL_TYPES = frozenset({"media", "ngo", "igo", "un"})  # at work far from where they are at home
_Found = tuple[int, int, str | None, tuple[str, ...]]
_Ends = list[tuple[Node, list[str]]]


class Registry(ActorTable):
    """Actors by id and by name."""

    def __init__(
        self, data: ActorData, places: PlaceWords, backbone: Iterable[Row] = (), users: Iterable[UserFile] = ()
    ) -> None:
        super().__init__(data, places)
        self.version = data.version
        self._taken: dict[tuple[Keys, ActorType, str | None], str] = {}
        self._qualifiers = _by_length(data.qualifiers)
        self._heads = _by_length(data.heads)
        self._look_ups = LookUps(self._qualifiers, _by_length(data.community_heads))
        self._countries: Words = {keys_of(words): code for words, code in places.countries.items()}
        demonyms = [*places.demonyms.items(), *((w, c) for c, more in data.more_demonyms.items() for w in more)]
        self._tree = NameTree(
            self._countries, {keys_of(w): c for w, c in demonyms}, {rule.id: rule.except_ for rule in data.rules}
        )
        self._party: Words = {}
        self._bare: Words = {}
        for rule in data.rules:
            self._add_rule(rule)
        for raw in data.actors:
            self._add(raw)
        for actor_id, names in data.names.items():
            if actor_id in self._actors or self._made(actor_id) is None:
                raise DataError(f"{FILE}: names: {actor_id} is no actor that a rule makes")
            self._name(actor_id, names.aliases, names.abbreviations, names.local, FILE)
        self._add_backbone(tuple(backbone))
        self._add_users(tuple(users))
        self._close()

    # Building

    def _add_rule(self, rule: Rule) -> None:
        if rule.parent is not None and rule.parent not in self._rules:
            raise DataError(f"{FILE}: rule {rule.id}: no rule {rule.parent}")
        for pattern in rule.patterns:
            if COUNTRY not in pattern and DEMONYM not in pattern:
                raise DataError(f"{FILE}: rule {rule.id}: {pattern!r} names no country")
            self._tree.add_pattern(pattern, rule.id)
        if rule.party:
            self._party = {k: f"{rule.id}-{c}" for k, c in self._countries.items() if c not in rule.except_}
        for words in rule.bare:
            if self._bare.setdefault(keys_of(words), rule.id) != rule.id:
                raise DataError(f"{FILE}: rule {rule.id}: {words!r} stands in two rules")

    def _add(self, raw: object) -> None:
        try:
            entry = msgspec.convert(raw, Entry)
        except msgspec.ValidationError as error:
            named = raw.get("id", raw) if isinstance(raw, dict) else raw
            raise DataError(f"{FILE}: {named}: {error}") from error
        if (entry.ucdp_id is None) != (entry.source is None):
            raise DataError(f"{FILE}: {entry.id}: ucdp_id and source need each other")
        self._enter(entry, FILE)

    def _enter(self, entry: Entry, where: str) -> None:
        if entry.id in self._actors or self._made(entry.id) is not None:
            raise DataError(f"{where}: {entry.id} stands twice")
        if entry.country is not None and entry.country not in self._codes:
            raise DataError(f"{where}: {entry.id}: {entry.country} is no country")
        self._actors[entry.id] = Actor(
            id=entry.id, name=entry.name, type=entry.type, country=entry.country, parents=entry.parents,
            ucdp_id=entry.ucdp_id, source=entry.source, basis=entry.basis,
            acled_type=entry.acled_type or self._data.acled.get(entry.type),
            countries=frozenset({entry.country} if entry.country else ()),
            active_from=entry.active_from, active_until=entry.active_until,
        )  # fmt: skip
        for name in (entry.name, *entry.aliases):
            key = tuple(k for k in keys_of(name) if k != "the")
            other = self._taken.setdefault((key, entry.type, entry.country), entry.id)
            if other != entry.id:
                raise DataError(f"{where}: {entry.id}: {name!r} is a name of {other}, of the same type and country")
        aliases = [n for n in (entry.name, *entry.aliases) if n not in entry.abbreviations]
        self._name(entry.id, aliases, entry.abbreviations, entry.local, where)

    def _name(
        self, actor_id: str, aliases: Iterable[str], short: Iterable[str], local: Iterable[str], where: str
    ) -> None:
        for kind, names in (("alias", aliases), ("abbreviation", short), ("local", local)):
            for name in names:
                keys = keys_of(name) if kind == "alias" else exact_keys(name)
                if not keys:
                    raise DataError(f"{where}: {actor_id}: a name without words")
                node = self._tree.root.at(keys)
                _put(node.local if kind == "local" else node.ids, actor_id)

    def _add_backbone(self, rows: tuple[Row, ...]) -> None:
        if not rows:
            return
        data = self._data
        self.version += f"+ucdp{data.ucdp.source.rpartition(' ')[2]}"
        listed = {a.ucdp_id: a.id for a in self._actors.values() if a.ucdp_id is not None}
        listed |= {number: f"gov-{code}" for code, number in data.ucdp.governments.items()}
        known = {row.ucdp_id for row in rows}
        for number, actor_id in listed.items():
            if number not in known:
                raise DataError(f"{FILE}: {actor_id}: UCDP has no actor {number}")
        for row in rows:
            actor_id = backbone_id(row, listed)
            if actor_id in self._actors:
                self._actors[actor_id] = enriched(self._actors[actor_id], row, listed)
            elif row.ucdp_id not in listed:
                self._actors[actor_id] = as_actor(row, listed, data.ucdp.source, data.acled)
            else:
                continue  # a government that a rule makes: its names do too
            for name in row.text:
                _put(self._tree.root.at(keys_of(name)).told, actor_id)
            for name in row.abbreviations:
                _put(self._tree.root.at(exact_keys(name)).short, actor_id)
            self._look_ups.add(actor_id, row)

    def _add_users(self, users: tuple[UserFile, ...]) -> None:
        for user in users:
            for row, entry in user.entries:
                where = f"{user.name}, row {row}"
                if (known := self._actors.get(entry.id) or self._made(entry.id)) is not None:
                    raise DataError(f"{where}: the id {entry.id} is taken by {known.name}; choose another")
                for name in (entry.name, *entry.aliases, *entry.abbreviations):
                    self._refuse_clash(entry, name, where)
                self._enter(entry, where)
        if users:
            whole = hashlib.sha256("".join(sorted(user.digest for user in users)).encode()).hexdigest()
            self.version += f"+user.{whole[:8]}"

    def _refuse_clash(self, entry: Entry, name: str, where: str) -> None:
        tokens = tokens_of(name)
        keys = tuple(t.key for t in tokens if t.key != "the")
        if keys in self._bare or keys in self._countries:
            raise DataError(f"{where}: {name!r} of {entry.id} is what any report calls others; leave the name out")
        made = [i for _, ids in self._tree.ends(tokens) for i in ids]
        for other in (*self._tree.bearers(tokens), *made):
            theirs = self.actor(other).country
            if other != entry.id and (theirs == entry.country or theirs is None or entry.country is None):
                raise DataError(
                    f"{where}: {name!r} of {entry.id} is a name of {other} ({self.actor(other).name}) already; "
                    "leave the name out, or give the actor another country"
                )

    # A name

    def find(
        self,
        name: str,
        *,
        country: str | None = None,
        others: Iterable[str] = (),
        date: datetime.date | None = None,
    ) -> Match | None:
        """Return whom a name stands for, or None where the registry has no such actor.

        `country` is what the report is about: it says whose "the army" is. It, the other parties in the report
        (`others`, by id), and the day decide between actors that share a name; where they do not, the match has
        no id. A name of the backbone that is an abbreviation or of generic words needs a country or others to fit.
        """
        tokens = tokens_of(name)
        whole, tokens = tokens, tokens[: joined(name, tokens, 0)]
        seen = Circumstances(country, tuple(o for o in others if self._known(o) is not None), date)
        for part in self._stripped(tokens):
            ids, elsewhere = self._whole(part, country)
            if ids:
                return self._beside_namesakes(ids, elsewhere, part, seen)
        keys = tuple(token.key for token in tokens)
        party = self._party.get(keys[1:] if keys[:1] == ("the",) else keys)
        if party is not None:
            return Match(party, (party,), ("A country's name stands for its government.",))
        return self._behind(whole, tokens, seen)

    def _settled(self, ids: tuple[str, ...], seen: Circumstances, elsewhere: tuple[str, ...] = ()) -> Match:
        if len(ids) == 1:
            gone = f"; {', '.join(elsewhere)} bears it in another country" if elsewhere else ""
            reasons = [f"The name is that of one actor alone{gone}."]
            if seen.date is not None and not self.actor(ids[0]).lived_in(seen.date.year):
                reasons.append(f"{seen.date.year} lies outside its known life.")
            return Match(ids[0], ids, tuple(reasons))
        left, reasons = decide(self, ids, seen)
        return Match(left[0] if len(left) == 1 else None, left, tuple(reasons))

    def _beside_namesakes(
        self, ids: tuple[str, ...], elsewhere: tuple[str, ...], part: list[Token], seen: Circumstances
    ) -> Match:
        """Return whom a name stands for, where the backbone may have another of this name who is of the country given."""
        if seen.country is None or any(self._at_home(i, frozenset({seen.country})) for i in ids):
            return self._settled(ids, seen, elsewhere)
        ends = [node for node, _ in self._tree.ends(part)]
        bearers = (*(i for n in ends for i in (*n.told, *n.short)), *self._look_ups.generic(part))
        others = _unique(i for i in bearers if i not in ids and seen.country in self.actor(i).countries)
        if others and any(self.actor(i).type in _STATE_TYPES for i in ids):
            why = f"{', '.join(others)} of {seen.country}, the country given, bears this name too."
            return Match(None, (*ids, *others), (why,))
        return self._settled((*ids, *others), seen, elsewhere)

    def _at_home(self, id: str, countries: frozenset[str]) -> bool:
        """Tell whether an actor may well be spoken of in a report on these countries: of one of them, or of none."""
        actor = self.actor(id)
        return (
            actor.country is None
            or actor.type in _GLOBAL_TYPES
            or bool(countries & (actor.countries | {actor.country}))
        )

    def _behind(self, whole: list[Token], tokens: list[Token], seen: Circumstances) -> Match | None:
        """Return whom a name of the backbone stands for."""
        if not tokens:
            return None
        for part in self._stripped(tokens):
            ends = [node for node, _ in self._tree.ends(part)]
            if told := _unique(i for node in ends for i in node.told):
                return self._settled(told, seen)
            if short := _unique(i for node in ends for i in node.short) or tuple(self._look_ups.generic(part)):
                return self._fitted(short, seen)
        for part in (whole, tokens, tokens[1:] if tokens[0].key == "the" else []):
            if people := self._look_ups.people(part) if part else []:
                return self._fitted(tuple(people), seen)
            if common := self._look_ups.common(part) if part else []:
                why = "The name is a common word too, or that of another body today: it is never taken for granted."
                return Match(None, tuple(common), (why,))
        return None

    def _fitted(self, ids: tuple[str, ...], seen: Circumstances) -> Match:
        """Return a match for a name that stands for somebody only where he is at home in the report."""
        why = {i: reason for i in ids if (reason := fits(self, i, seen)) is not None}
        if not why:
            return Match(None, ids, ("The name may mean others: nothing given fits a candidate.",))
        if len(why) == 1:
            return Match(next(iter(why)), tuple(why), tuple(why.values()))
        return self._settled(tuple(why), seen)

    def _stripped(self, tokens: list[Token]) -> Iterator[list[Token]]:
        """Yield the words, then with fewer and fewer qualifiers before and heads after them."""
        todo, seen = [tokens], set[tuple[int, int]]()
        while todo:
            part = todo.pop(0)
            if not part or (span := (part[0].start, part[-1].end)) in seen:
                continue
            seen.add(span)
            yield part
            keys = tuple(t.key for t in part)
            todo.extend(part[len(q) :] for q in self._qualifiers if keys[: len(q)] == q)
            todo.extend(part[: -len(h)] for h in self._heads if keys[-len(h) :] == h)

    def _whole(self, tokens: list[Token], country: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return who bears a name, and who bears it but for the country given."""
        keys = tuple(t.key for t in tokens)
        if country in self._codes and keys in self._bare:
            rule = self._rules[self._bare[keys]]
            return (() if country in rule.except_ else (f"{rule.id}-{country}",)), ()
        named, made, local = list[str](), list[str](), list[str]()
        for node, rules in self._tree.ends(tokens):
            named += node.ids
            local += node.local
            made += rules
        here = [i for i in local if country is None or self.actor(i).country == country]
        return _unique([*named, *here] or made), _unique(i for i in local if i not in here)

    # A text

    def scan(self, text: str) -> list[_Found]:
        """Return (start, end, id or None, candidates) for the longest names in a text, none overlapping.

        The countries that the text names decide between actors of one name, and whether the backbone's names count.
        """
        found: list[_Found] = []
        tokens = tokens_of(text)
        told = _Once(lambda: self._tree.countries_in(tokens))
        at = 0
        while at < len(tokens):
            token = tokens[at]
            ids, end = tuple[str, ...](), 0
            if self._tree.may_begin(tokens, at):
                ids, end = self._longest_at(tokens[at : joined(text, tokens, at)], told)
            words = tokens[at : at + end] if ids else []
            if not any(word.raw != word.key for word in words) or self._shouted(words, tokens, at):
                at += 1  # no name, or no capital anywhere: a common word
                continue
            found.append((token.start, words[-1].end, ids[0] if len(ids) == 1 else None, ids))
            at += end
        return found

    def _longest_at(self, tokens: list[Token], told: "_Once") -> tuple[tuple[str, ...], int]:
        ends: dict[int, _Ends] = {}
        for node, end, made in self._tree.walk(tokens):
            ends.setdefault(end, []).append((node, made))
        for end in sorted(ends, reverse=True):
            if found := self._borne(ends[end], told):
                return found, end
        return (), 0

    def _borne(self, nodes: _Ends, told: "_Once") -> tuple[str, ...]:
        """Return who bears the name that ends at these nodes: the registry's own first, then rules, then the backbone."""
        ids = _unique(i for node, _ in nodes for i in node.ids)
        local = _unique(i for node, _ in nodes for i in node.local)
        behind = _unique(i for node, _ in nodes for i in (*node.told, *node.short) if i not in ids)
        if len(ids) == 1 and not local:
            namesakes = self._told_of(behind, told) if behind and not self._at_home(ids[0], told()) else ()
            return (*ids, *namesakes) if self.actor(ids[0]).type in _STATE_TYPES else namesakes or ids
        if ids or local:
            return self._of_countries(ids, local, told) if ids else local
        if made := _unique(i for _, rules in nodes for i in rules):
            return made
        return self._told_of(behind, told)

    def _told_of(self, ids: tuple[str, ...], told: "_Once") -> tuple[str, ...]:
        return tuple(i for i in ids if self.actor(i).countries & told()) if ids else ()

    def _of_countries(self, ids: tuple[str, ...], local: tuple[str, ...], told: "_Once") -> tuple[str, ...]:
        """Return who of several is meant in a text, by the countries that it names."""
        there = told()
        near = tuple(i for i in ids if self.actor(i).country in there)
        if len(near) == 1 and self.actor(near[0]).type not in _GLOBAL_TYPES:
            return near
        ids = tuple(i for i in ids if i not in local)
        near_local = tuple(i for i in local if self.actor(i).country in there)
        if near_local and all(
            self.actor(i).country not in there and self.actor(i).type not in _GLOBAL_TYPES for i in ids
        ):
            return near_local
        return (*ids, *near_local) if there else (*ids, *local)

    def _shouted(self, words: list[Token], tokens: list[Token], at: int) -> bool:
        """Tell whether an abbreviation is a common word of a line in capitals."""
        if len(words) != 1 or words[0].raw not in self._data.capitals:
            return False
        beside = tokens[max(at - 1, 0) : at] + tokens[at + 1 : at + 2]
        return bool(beside) and all(t.raw.isupper() and len(t.raw) > 1 for t in beside)


class _Once:
    """A set that is worked out when it is first asked for."""

    def __init__(self, make: Callable[[], frozenset[str]]) -> None:
        self._make = make
        self._made: frozenset[str] | None = None

    def __call__(self) -> frozenset[str]:
        if self._made is None:
            self._made = self._make()
        return self._made


def _put(ids: list[str], actor_id: str) -> None:
    if actor_id not in ids:
        ids.append(actor_id)


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _by_length(names: Collection[str]) -> list[tuple[str, ...]]:
    return sorted({keys_of(words) for words in names}, key=len, reverse=True)


@lru_cache(maxsize=1)
def load_registry() -> Registry:
    """Return the registry that ships with the program, with the actors that the user has added.

    Raises DataError naming the entry where a file does not validate. `load_registry.cache_clear()` reads it anew.
    """
    return build_registry(load_user_actors())


def build_registry(users: Iterable[UserFile]) -> Registry:
    """Return the registry that ships with the program, with these actors of the user's; DataError as load_registry."""
    path = files("counterclaim.knowledge") / "data" / FILE
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return read_registry(raw, load_backbone(), users)


def read_registry(raw: object, backbone: Iterable[Row] = (), users: Iterable[UserFile] = ()) -> Registry:
    """Return the registry of an actors file's content; DataError naming the entry where it does not validate."""
    try:
        data = msgspec.convert(raw, ActorData)
    except msgspec.ValidationError as error:
        raise DataError(f"{FILE}: {error}") from error
    return Registry(data, load_places(), backbone, users)
