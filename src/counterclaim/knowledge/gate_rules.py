"""The rules of the relevance gate: word groups, the features made of them, and their weights; validated on load."""

import re
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import msgspec
import re2
import yaml

from counterclaim.errors import DataError

Measure = Literal["share", "near", "amount", "repeated", "headline"]

_STEM = re.compile(r"[^\W_]+(?:[ '.-][^\W_]+)*[*]?")
_RAW = re.compile(r"/(.+)/")


class Feature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something counted over the sentences of a report: where words of every group in `all` stand together.

    share: the part of the sentences that hold them; near: the same over pairs of neighbours; amount: how many
    sentences do, on a scale that saturates at 15; repeated: the same without the first, so that a stray word costs
    nothing; headline: whether the headline does.
    """

    name: str
    measure: Measure
    all: tuple[str, ...]
    weight: float
    without: tuple[str, ...] = ()


class Sentences(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a sentence can carry a fact: it holds a word of `fact`, or one of every group of a row of `together`."""

    fact: tuple[str, ...]
    together: tuple[tuple[str, ...], ...]


class GateRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of data/en/gate.yaml. An entry of a group is a word, a phrase, a stem*, gunm.n or a /pattern/."""

    version: int
    groups: dict[str, tuple[str, ...]]
    unions: dict[str, tuple[str, ...]]
    bias: float
    features: tuple[Feature, ...]
    sentences: Sentences

    def members(self, name: str) -> tuple[str, ...]:
        """Return the groups that a name stands for: those of a union, or the one group itself."""
        return self.unions.get(name, (name,))

    def feature_groups(self) -> tuple[str, ...]:
        """Return the groups that the features are made of."""
        names = {n for f in self.features for n in (*f.all, *f.without)}
        return self._groups(names)

    def sentence_groups(self) -> tuple[str, ...]:
        """Return the groups that tell whether a sentence matters."""
        return self._groups({n for row in (self.sentences.fact, *self.sentences.together) for n in row})

    def _groups(self, names: set[str]) -> tuple[str, ...]:
        wanted = {group for name in names for group in self.members(name)}
        return tuple(group for group in self.groups if group in wanted)

    def pattern(self, group: str) -> str:
        """Return the RE2 pattern of a group, for lower-case text."""
        return _pattern(self.groups[group])


def _pattern(entries: tuple[str, ...]) -> str:
    stems = []
    raw = []
    for entry in entries:
        if match := _RAW.fullmatch(entry):
            raw.append(match[1])
        else:
            stems.append(entry.replace(".", r"\w").replace("*", r"\w*").replace(" ", r"\s+"))
    words = rf"\b(?:{'|'.join(stems)})\b"
    return "|".join([*([words] if stems else []), *raw])


def parse_gate_rules(source: str, name: str = "gate.yaml") -> GateRules:
    """Return the rules written in a YAML text.

    Raises DataError naming the field, group or entry that is wrong.
    """
    try:
        raw = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        rules = msgspec.convert(raw, GateRules)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise DataError(f"{name}: {error}") from error
    _check_entries(rules, name)
    _check_names(rules, name)
    return rules


def _check_entries(rules: GateRules, name: str) -> None:
    for group, entries in rules.groups.items():
        if not entries:
            raise DataError(f"{name}: group {group} is empty")
        for entry in entries:
            if entry != entry.lower() or not (_RAW.fullmatch(entry) or _STEM.fullmatch(entry)):
                raise DataError(
                    f"{name}: group {group}: {entry!r} is no word, phrase, stem* or /pattern/ in lower case"
                )
        if twice := sorted({e for e in entries if entries.count(e) > 1}):
            raise DataError(f"{name}: group {group} holds {twice[0]!r} twice")
        try:
            re2.compile(_pattern(entries))
        except re2.error as error:
            raise DataError(f"{name}: group {group} does not compile: {error}") from error


def _check_names(rules: GateRules, name: str) -> None:
    known = set(rules.groups) | set(rules.unions)
    uses = [(f"union {u}", g, set(rules.groups)) for u, gs in rules.unions.items() for g in gs]
    uses += [(f"feature {f.name!r}", g, known) for f in rules.features for g in (*f.all, *f.without)]
    uses += [("sentences", g, known) for row in (rules.sentences.fact, *rules.sentences.together) for g in row]
    for where, group, allowed in uses:
        if group not in allowed:
            raise DataError(f"{name}: {where} names the unknown group {group!r}")
    if idle := sorted(set(rules.groups) - set(rules.feature_groups()) - set(rules.sentence_groups())):
        raise DataError(f"{name}: group {idle[0]} is used by nothing")
    names = [f.name for f in rules.features]
    if twice := sorted({n for n in names if names.count(n) > 1}):
        raise DataError(f"{name}: two features are named {twice[0]!r}")
    if clash := sorted(set(rules.groups) & set(rules.unions)):
        raise DataError(f"{name}: {clash[0]!r} is both a group and a union")


@lru_cache(maxsize=1)
def load_gate_rules() -> GateRules:
    """Return the rules of the gate for English.

    Raises DataError where the file does not validate.
    """
    path = files("counterclaim.knowledge") / "data" / "en" / "gate.yaml"
    return parse_gate_rules(path.read_text(encoding="utf-8"))
