"""From whom a claim was heard: the source, the spokesman and the newsroom by which origins are told."""

from counterclaim.knowledge.actors import Registry
from counterclaim.record import AttributionLink, Party


def source_of(link: AttributionLink, named: bool) -> tuple[str | None, str | None]:
    """Return the body that is quoted and who speaks for it, as OriginClaim takes them.

    A person whose body is not told is a spokesman alone where a name tells him, else only a source of his newsroom.
    """
    if link.body is not None:
        return name_of(link.body), name_of(link.party) if named and _is_name(link.party) else None
    if link.party.id is None and named and _is_name(link.party) and link.party.type is None:
        return None, name_of(link.party)
    return name_of(link.party), None


def name_of(party: Party) -> str:
    """Return the registry's id of a party, else its folded name."""
    return party.id or folded(party.name)


def folded(name: str) -> str:
    """Return a name without case and article, the words one space apart."""
    words = name.casefold().split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in {"the", "a", "an"} else words)


def _is_name(party: Party) -> bool:
    return any(word[0].isupper() for word in party.name.split())


class Newsrooms:
    """Outlets in one spelling: by the registry's id where it knows a medium of that name."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._known: dict[str, str] = {}

    def key(self, name: str | None) -> str | None:
        """Return the one spelling of an outlet; None where none is told."""
        if name is None or not name.strip():
            return None
        if name not in self._known:
            found = self._registry.find(name)
            medium = found is not None and found.id is not None and self._registry.actor(found.id).type == "media"
            self._known[name] = found.id if medium and found and found.id else folded(name).removeprefix("www.")
        return self._known[name]

    def keys(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the spellings of outlets, in order."""
        return tuple(key for name in names if (key := self.key(name)))
