"""The registry of actors: names tied to ids by exact match, never by nearness; validated on load.

Names are compared word by word after folding case, diacritics, apostrophes and hyphens; abbreviations keep their
case. Governments, armies, police and ministries of every country follow rules ("{demonym} army").
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import msgspec
import pycountry
import yaml

from counterclaim.errors import DataError
from counterclaim.knowledge.place_words import PlaceWords, load_places

ActorType = Literal[
    "government", "ministry", "army", "police", "rebel", "militia", "gang", "contractor", "coalition", "igo", "un",
    "ngo", "monitor", "media", "medical",
]  # fmt: skip


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """One actor. `source` names the data set that `ucdp_id` was looked up in; all else rests on `basis`."""

    id: str
    name: str
    type: ActorType
    country: str | None
    parents: tuple[str, ...] = ()
    ucdp_id: int | None = None
    source: str | None = None
    basis: str = "editorial"


class Match(msgspec.Struct, frozen=True):
    """Whom a name stands for: `id` where one actor has it, else None with all `candidates` that share it."""

    id: str | None
    candidates: tuple[str, ...]


class _Names(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    aliases: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    local: tuple[str, ...] = ()


class _Entry(_Names, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    name: str
    type: ActorType
    country: str | None
    parents: tuple[str, ...] = ()
    ucdp_id: int | None = None
    source: str | None = None
    basis: str = "editorial"


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    type: ActorType
    name: str
    patterns: tuple[str, ...]
    bare: tuple[str, ...] = ()
    party: bool = False
    parent: str | None = None
    except_: frozenset[str] = msgspec.field(default=frozenset(), name="except")


class _Ucdp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    governments: dict[str, int]


class _ActorData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    qualifiers: tuple[str, ...]
    heads: tuple[str, ...]
    capitals: frozenset[str]
    country_names: dict[str, str]
    more_demonyms: dict[str, tuple[str, ...]]
    rules: tuple[_Rule, ...]
    names: dict[str, _Names]
    ucdp: _Ucdp
    actors: tuple[dict[str, object], ...]


class _Token(msgspec.Struct, frozen=True, gc=False):
    raw: str
    key: str
    start: int
    end: int


class _Node:
    __slots__ = ("ids", "local", "next", "rules")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.ids: list[str] = []
        self.local: list[str] = []
        self.rules: list[str] = []


_WORD = re.compile(r"[^\W_]+(?:['’‘ʼ`´][^\W_]+)*")
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_POSSESSIVE = re.compile(r"['’‘ʼ`´][sS]$")
_GAP = re.compile(r"(?:['’‘ʼ`´][sS]?)?(?:[^\S\n]{1,3}\n?[^\S\n]*|\n|[^\S\n]?[-‐‑–/&][^\S\n]?)|\.")
_INITIAL_GAP = re.compile(r"\.[^\S\n]?")
_COUNTRY, _DEMONYM = "{country}", "{demonym}"
_LONGEST_NAME = 24
_FORCE_TYPES = frozenset({"army", "police", "militia", "contractor"})


def _key(raw: str) -> str:
    if not raw.isascii():
        raw = "".join(c for c in unicodedata.normalize("NFKD", raw) if not unicodedata.combining(c))
    return _APOSTROPHES.sub("", raw).lower()


def _tokens(text: str) -> list[_Token]:
    found = []
    for hit in _WORD.finditer(text):
        raw, end = hit.group(), hit.end()
        if possessive := _POSSESSIVE.search(raw):
            raw = raw[: possessive.start()]
            end = hit.start() + possessive.start()
        found.append(_Token(raw, _key(raw), hit.start(), end))
    return found


def _keys(words: str) -> tuple[str, ...]:
    return tuple(token.key for token in _tokens(words))


class Registry:
    """Actors by id and by name."""

    def __init__(self, data: _ActorData, places: PlaceWords) -> None:
        self.version = data.version
        self._rules = {rule.id: rule for rule in data.rules}
        self._ucdp = data.ucdp
        self._capitals = data.capitals
        self._country_names = data.country_names
        self._places = places
        self._codes = frozenset(c.alpha_3 for c in pycountry.countries) | set(places.countries.values())
        self._actors: dict[str, Actor] = {}
        self._taken: dict[tuple[tuple[str, ...], ActorType, str | None], str] = {}
        self._root = _Node()
        self._party: dict[tuple[str, ...], str] = {}
        self._bare: dict[tuple[str, ...], str] = {}
        self._words: dict[str, dict[tuple[str, ...], str]] = {_COUNTRY: {}, _DEMONYM: {}}
        self._add_countries(data)
        for entry in data.actors:
            self._add(entry)
        for actor_id, names in data.names.items():
            if actor_id in self._actors or self._made(actor_id) is None:
                raise DataError(f"actors.yaml: names: {actor_id} is no actor that a rule makes")
            self._name(actor_id, names.aliases, names.abbreviations, names.local)
        self._listed = tuple(self._actors.values())
        for actor in self._listed:
            self._check_parents(actor)
        self._qualifiers = sorted({_keys(words) for words in data.qualifiers}, key=len, reverse=True)
        self._heads = sorted({_keys(words) for words in data.heads}, key=len, reverse=True)

    def _add_countries(self, data: _ActorData) -> None:
        named = {_keys(words): code for words, code in self._places.countries.items()}
        lost = {(*k[:-1], k[-1] + "s"): c for k, c in named.items() if len(k[-1]) > 3 and not k[-1].endswith("s")}
        self._words[_COUNTRY] = lost | named  # "Syrias army": noisy text loses apostrophes
        for words, code in self._places.demonyms.items():
            self._words[_DEMONYM][_keys(words)] = code
        for code, extra in data.more_demonyms.items():
            if code not in self._codes:
                raise DataError(f"actors.yaml: more_demonyms: {code} is no country")
            for words in extra:
                self._words[_DEMONYM][_keys(words)] = code
        for code in (*data.ucdp.governments, *data.country_names):
            if code not in self._codes:
                raise DataError(f"actors.yaml: {code} is no country")
        self._first = {kind: frozenset(key[0] for key in table) for kind, table in self._words.items()}
        self._places_begin = {key[:2] for table in self._words.values() for key in table}
        self._longest = {kind: max(map(len, table)) for kind, table in self._words.items()}
        for rule in data.rules:
            if rule.parent is not None and rule.parent not in self._rules:
                raise DataError(f"actors.yaml: rule {rule.id}: no rule {rule.parent}")
            for pattern in rule.patterns:
                self._pattern(self._root, pattern, rule.id)
            if rule.party:
                self._party = {key: f"{rule.id}-{code}" for key, code in named.items() if code not in rule.except_}
            for words in rule.bare:
                if self._bare.setdefault(_keys(words), rule.id) != rule.id:
                    raise DataError(f"actors.yaml: rule {rule.id}: {words!r} stands in two rules")

    def _pattern(self, node: _Node, pattern: str, rule: str) -> None:
        if _COUNTRY not in pattern and _DEMONYM not in pattern:
            raise DataError(f"actors.yaml: rule {rule}: {pattern!r} names no country")
        for word in pattern.split():
            for key in (word,) if word.startswith("{") else _keys(word):
                node = node.next.setdefault(key, _Node())
        node.rules.append(rule)

    def _add(self, raw: object) -> None:
        try:
            entry = msgspec.convert(raw, _Entry)
        except msgspec.ValidationError as error:
            named = raw.get("id", raw) if isinstance(raw, dict) else raw
            raise DataError(f"actors.yaml: {named}: {error}") from error
        if entry.id in self._actors or self._made(entry.id) is not None:
            raise DataError(f"actors.yaml: {entry.id} stands twice")
        if entry.country is not None and entry.country not in self._codes:
            raise DataError(f"actors.yaml: {entry.id}: {entry.country} is no country")
        if (entry.ucdp_id is None) != (entry.source is None):
            raise DataError(f"actors.yaml: {entry.id}: ucdp_id and source need each other")
        self._actors[entry.id] = Actor(
            id=entry.id, name=entry.name, type=entry.type, country=entry.country, parents=entry.parents,
            ucdp_id=entry.ucdp_id, source=entry.source, basis=entry.basis,
        )  # fmt: skip
        names = (entry.name, *entry.aliases)
        for name in names:
            key = tuple(k for k in _keys(name) if k != "the")
            other = self._taken.setdefault((key, entry.type, entry.country), entry.id)
            if other != entry.id:
                raise DataError(
                    f"actors.yaml: {entry.id}: {name!r} is a name of {other}, of the same type and country"
                )
        self._name(entry.id, [n for n in names if n not in entry.abbreviations], entry.abbreviations, entry.local)

    def _name(
        self, actor_id: str, aliases: Iterable[str], abbreviations: Iterable[str], local: Iterable[str]
    ) -> None:
        for kind, names in (("alias", aliases), ("abbreviation", abbreviations), ("local", local)):
            for name in names:
                node = self._root
                tokens = _tokens(name)
                if not tokens:
                    raise DataError(f"actors.yaml: {actor_id}: a name without words")
                for token in tokens:
                    node = node.next.setdefault(token.key if kind == "alias" else "=" + token.raw, _Node())
                ids = node.local if kind == "local" else node.ids
                if actor_id not in ids:
                    ids.append(actor_id)

    def _check_parents(self, actor: Actor) -> None:
        seen, todo = set[str](), list(actor.parents)
        while todo:
            parent = todo.pop()
            if parent == actor.id:
                raise DataError(f"actors.yaml: {actor.id}: is its own parent")
            known = self._actors.get(parent) or self._made(parent)
            if known is None:
                raise DataError(f"actors.yaml: {actor.id}: no parent {parent}")
            if parent not in seen:
                seen.add(parent)
                todo.extend(known.parents)

    def _made(self, actor_id: str) -> Actor | None:
        rule_id, _, code = actor_id.rpartition("-")
        rule = self._rules.get(rule_id)
        if rule is None or code not in self._codes or code in rule.except_:
            return None
        ucdp_id = self._ucdp.governments.get(code) if rule_id == "gov" else None
        return Actor(
            id=actor_id, name=rule.name.replace(_COUNTRY, self._country_name(code)), type=rule.type, country=code,
            parents=() if rule.parent is None else (f"{rule.parent}-{code}",), ucdp_id=ucdp_id,
            source=None if ucdp_id is None else self._ucdp.source,
        )  # fmt: skip

    def _country_name(self, code: str) -> str:
        if code in self._country_names:
            return self._country_names[code]
        if names := self._places.data.countries.get(code):
            return names[0]
        country = pycountry.countries.get(alpha_3=code)
        return str(getattr(country, "common_name", country.name))

    def actor(self, id: str) -> Actor:
        """Return the actor of an id; KeyError where there is none."""
        known = self._actors.get(id) or self._made(id)
        if known is None:
            raise KeyError(id)
        self._actors.setdefault(id, known)
        return known

    def actors(self) -> tuple[Actor, ...]:
        """Return the listed actors, without those that rules make."""
        return self._listed

    def side_of(self, actor_id: str) -> str:
        """Return the outermost actor that an actor belongs to, itself where it belongs to none.

        Of several parents the first leads. KeyError where there is no such actor.
        """
        parents = self.actor(actor_id).parents
        return self.side_of(parents[0]) if parents else actor_id

    def forces_of(self, country: str) -> tuple[str, ...]:
        """Return the armed forces and police of a country and the listed forces under its government, by id."""
        made = [f"{r.id}-{country}" for r in self._rules.values() if r.type in _FORCE_TYPES]
        listed = [a.id for a in self._listed if a.type in _FORCE_TYPES and f"gov-{country}" in self._above(a)]
        return tuple(i for i in (*made, *listed) if i in self._actors or self._made(i) is not None)

    def _above(self, actor: Actor) -> set[str]:
        return {p for parent in actor.parents for p in (parent, *self._above(self.actor(parent)))}

    def find(self, name: str, *, country: str | None = None) -> Match | None:
        """Return whom a name stands for, or None where the registry has no such actor.

        `country` says whose "the army" is and decides between actors that share a name.
        """
        tokens = _tokens(name)
        tokens = tokens[: _joined(name, tokens, 0)]
        for part in self._stripped(tokens):
            if ids := self._whole(part, country):
                mine = [i for i in ids if country is not None and self.actor(i).country == country]
                ids = tuple(mine) if len(mine) == 1 else ids
                return Match(ids[0] if len(ids) == 1 else None, ids)
        keys = tuple(token.key for token in tokens)
        party = self._party.get(keys[1:] if keys[:1] == ("the",) else keys)
        return None if party is None else Match(party, (party,))

    def _stripped(self, tokens: list[_Token]) -> Iterator[list[_Token]]:
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

    def _whole(self, tokens: list[_Token], country: str | None) -> tuple[str, ...]:
        keys = tuple(t.key for t in tokens)
        if country in self._codes and keys in self._bare:
            rule = self._rules[self._bare[keys]]
            return () if country in rule.except_ else (f"{rule.id}-{country}",)
        named, made = list[str](), list[str]()
        for node, end, ids, rules in self._walk(tokens, 0, self._root, None):
            if end == len(tokens):
                named += ids
                named += [i for i in node.local if country is None or self.actor(i).country == country]
                made += rules
        return tuple(dict.fromkeys(named or made))

    def _walk(
        self, tokens: list[_Token], at: int, node: _Node, code: str | None
    ) -> Iterator[tuple[_Node, int, list[str], list[str]]]:
        """Yield (node, end, ids of names, ids made by rules) for every name that begins where the walk began."""
        if node.ids or node.local or (node.rules and code):
            made = [f"{r}-{code}" for r in node.rules if code and code not in self._rules[r].except_]
            yield node, at, node.ids, made
        if at == len(tokens):
            return
        token = tokens[at]
        for key in (token.key, "=" + token.raw):
            if (child := node.next.get(key)) is not None:
                yield from self._walk(tokens, at + 1, child, code)
        for kind, table in self._words.items():
            if (child := node.next.get(kind)) is None:
                continue
            first = at + 1 if token.key == "the" and at + 1 < len(tokens) and node is not self._root else at
            if tokens[first].key not in self._first[kind]:
                continue
            for length in range(min(self._longest[kind], len(tokens) - first), 0, -1):
                words = tokens[first : first + length]
                found = table.get(tuple(t.key for t in words))
                if found is not None:
                    yield from self._walk(tokens, first + length, child, found)
                    break

    def scan(self, text: str) -> list[tuple[int, int, str | None, tuple[str, ...]]]:
        """Return (start, end, id or None, candidates) for the longest names in a text, none overlapping."""
        found: list[tuple[int, int, str | None, tuple[str, ...]]] = []
        tokens = _tokens(text)
        at = 0
        while at < len(tokens):
            token = tokens[at]
            ids, end = tuple[str, ...](), 0
            if self._may_begin(tokens, at):
                ids, end = self._longest_at(tokens[at : _joined(text, tokens, at)])
            words = tokens[at : at + end] if ids else []
            if not any(word.raw != word.key for word in words) or self._shouted(words, tokens, at):
                at += 1  # no name, or no capital anywhere: a common word
                continue
            found.append((token.start, words[-1].end, ids[0] if len(ids) == 1 else None, ids))
            at += end
        return found

    def _may_begin(self, tokens: list[_Token], at: int) -> bool:
        """Tell whether a name can begin here: a quick no for most words, those in small letters above all."""
        token, begin = tokens[at], self._root.next
        after = tokens[at + 1] if at + 1 < len(tokens) else token
        if (token.key,) in self._places_begin or (token.key, after.key) in self._places_begin:
            return True
        node = begin.get(token.key)
        if node is None or token.raw != token.key:
            return node is not None or "=" + token.raw in begin
        return bool(
            after.key in node.next or _COUNTRY in node.next or _DEMONYM in node.next or "=" + after.raw in node.next
        )

    def _longest_at(self, tokens: list[_Token]) -> tuple[tuple[str, ...], int]:
        length, named, made = 0, list[str](), list[str]()
        for node, end, ids, rules in self._walk(tokens, 0, self._root, None):
            ids = [*ids, *node.local]
            if (ids or rules) and end >= length:
                if end > length:
                    length, named, made = end, [], []
                named += ids
                made += rules
        return tuple(dict.fromkeys(named or made)), length

    def _shouted(self, words: list[_Token], tokens: list[_Token], at: int) -> bool:
        """Tell whether an abbreviation is a common word of a line in capitals."""
        if len(words) != 1 or words[0].raw not in self._capitals:
            return False
        beside = tokens[max(at - 1, 0) : at] + tokens[at + 1 : at + 2]
        return bool(beside) and all(t.raw.isupper() and len(t.raw) > 1 for t in beside)


def _joined(text: str, tokens: list[_Token], at: int) -> int:
    """Return the end of the run of tokens from `at` between which nothing stands that parts names."""
    stop = at + 1
    while stop < len(tokens) and stop - at < _LONGEST_NAME:
        before = tokens[stop - 1]
        gap = _INITIAL_GAP if len(before.raw) == 1 else _GAP
        span = before.end, tokens[stop].start
        if not (gap.fullmatch(text, *span) or _GAP.fullmatch(text, *span)):
            break
        stop += 1
    return stop


@lru_cache(maxsize=1)
def load_registry() -> Registry:
    """Return the registry that ships with the program.

    Raises DataError naming the entry where the file does not validate.
    """
    path = files("counterclaim.knowledge") / "data" / "actors.yaml"
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return read_registry(raw)


def read_registry(raw: object) -> Registry:
    """Return the registry of an actors file's content; DataError naming the entry where it does not validate."""
    try:
        data = msgspec.convert(raw, _ActorData)
    except msgspec.ValidationError as error:
        raise DataError(f"actors.yaml: {error}") from error
    return Registry(data, load_places())
