"""What a source is (belligerent, medical, eyewitness ...), from the words that name it; validated on load."""

import re
from functools import lru_cache
from importlib.resources import files

import msgspec
import yaml

from counterclaim.errors import DataError
from counterclaim.knowledge.place_words import fold
from counterclaim.record.claim import Role


class _RoleData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    order: tuple[Role, ...]
    types: dict[str, Role]
    words: dict[Role, tuple[str, ...]]


class _Roles:
    def __init__(self, data: _RoleData) -> None:
        if missing := set(data.words) - set(data.order):
            raise DataError(f"roles.yaml: order lacks {', '.join(sorted(missing))}")
        self.types = data.types
        self.rank = {role: n for n, role in enumerate(data.order)}
        self.role: dict[str, Role] = {}
        for role, words in data.words.items():
            for word in words:
                key = _key(word)
                if self.role.setdefault(key, role) != role:
                    raise DataError(f"roles.yaml: {word!r} is {self.role[key]} and {role}")
        longest = sorted(self.role, key=len, reverse=True)
        self.pattern = re.compile(rf"(?<![\w])({'|'.join(map(re.escape, longest))})(?:'s|s'|s)?(?![\w])")


def _key(words: str) -> str:
    return fold(words).replace("-", " ")


@lru_cache(maxsize=1)
def _load() -> _Roles:
    path = files("counterclaim.knowledge") / "data" / "en" / "roles.yaml"
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    try:
        return _Roles(msgspec.convert(raw, _RoleData))
    except msgspec.ValidationError as error:
        raise DataError(f"roles.yaml: {error}") from error


# A priest's title is no kinship: "Father Joseph", "Sister Marie".
_TITLE = re.compile(r"\b(?:Father|Mother|Sister|Brother)(?=\s+[A-Z])")


@lru_cache(maxsize=4096)
def role_of(phrase: str, actor_type: str | None) -> Role | None:
    """Return the role of a source from the words that name it and the registry's type of it, None if they do not tell.

    "an army spokesman" and any spokesman of an army are belligerent, "a hospital director" medical.
    """
    roles = _load()
    found = {roles.role[hit.group(1)] for hit in roles.pattern.finditer(_key(_TITLE.sub("", phrase)))}
    if actor_type in roles.types:
        found.add(roles.types[actor_type])
    return min(found, key=roles.rank.__getitem__, default=None)
