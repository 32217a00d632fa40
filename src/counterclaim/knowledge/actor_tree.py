"""The tree of names walked through a text: longest names, rules for every country, countries that a text names."""

from collections.abc import Iterable, Iterator, Mapping

from counterclaim.knowledge.actor_names import COUNTRY, DEMONYM, Node, Token, keys_of

Keys = tuple[str, ...]
Words = dict[Keys, str]


class NameTree:
    """Names of actors by their words, with countries and demonyms wherever a rule's pattern asks for them."""

    def __init__(self, countries: Words, demonyms: Words, excepted: Mapping[str, frozenset[str]]) -> None:
        self.root = Node()
        self._excepted = excepted  # by rule: the countries that it does not hold for
        lost = {
            (*k[:-1], k[-1] + "s"): c for k, c in countries.items() if len(k[-1]) > 3 and not k[-1].endswith("s")
        }  # "Syrias army": noisy text loses apostrophes
        self._words: dict[str, Words] = {COUNTRY: lost | countries, DEMONYM: demonyms}
        self._first = {kind: frozenset(key[0] for key in table) for kind, table in self._words.items()}
        self._places_begin = {key[:2] for table in self._words.values() for key in table}
        self._begins_place = frozenset().union(*self._first.values())
        self._longest = {kind: max(map(len, table)) for kind, table in self._words.items()}

    def add_pattern(self, pattern: str, rule: str) -> None:
        """Take in a name that a rule makes for every country."""
        keys = [key for word in pattern.split() for key in ((word,) if word.startswith("{") else keys_of(word))]
        self.root.at(keys).rules.append(rule)

    def bearers(self, tokens: Iterable[Token]) -> list[str]:
        """Return who bears a name that is exactly these words, by a name of the registry's own."""
        nodes = [self.root]
        for token in tokens:
            nodes = [child for n in nodes for k in (token.key, "=" + token.raw) if (child := n.next.get(k))]
        return [i for node in nodes for i in node.ids]

    def ends(self, tokens: list[Token]) -> list[tuple[Node, list[str]]]:
        """Return the nodes at which these words end as a whole, each with the ids that rules make there."""
        return [(node, made) for node, end, made in self.walk(tokens) if end == len(tokens)]

    def walk(self, tokens: list[Token]) -> Iterator[tuple[Node, int, list[str]]]:
        """Yield (node, end, ids made by rules) for every name that begins with the first word."""
        return self._walk(tokens, 0, self.root, None)

    def _walk(
        self, tokens: list[Token], at: int, node: Node, code: str | None
    ) -> Iterator[tuple[Node, int, list[str]]]:
        if node.ids or node.local or node.told or node.short or (node.rules and code):
            yield node, at, [f"{r}-{code}" for r in node.rules if code and code not in self._excepted[r]]
        if at == len(tokens):
            return
        token = tokens[at]
        for key in (token.key, "=" + token.raw):
            if (child := node.next.get(key)) is not None:
                yield from self._walk(tokens, at + 1, child, code)
        for kind in self._words:
            if (child := node.next.get(kind)) is None:
                continue
            first = at + 1 if token.key == "the" and at + 1 < len(tokens) and node is not self.root else at
            if (found := self._country_at(kind, tokens, first)) is not None:
                end, told = found
                yield from self._walk(tokens, end, child, told)

    def _country_at(self, kind: str, tokens: list[Token], at: int) -> tuple[int, str] | None:
        """Return where the longest country (or demonym) that begins at a word ends, and its code."""
        if tokens[at].key not in self._first[kind]:
            return None
        for length in range(min(self._longest[kind], len(tokens) - at), 0, -1):
            code = self._words[kind].get(tuple(t.key for t in tokens[at : at + length]))
            if code is not None:
                return at + length, code
        return None

    def may_begin(self, tokens: list[Token], at: int) -> bool:
        """Tell whether a name can begin here: a quick no for most words, those in small letters above all."""
        token, begin = tokens[at], self.root.next
        after = tokens[at + 1] if at + 1 < len(tokens) else token
        if token.key in self._begins_place and not self._places_begin.isdisjoint(
            ((token.key,), (token.key, after.key))
        ):
            return True
        node = begin.get(token.key)
        if node is None or token.raw != token.key:
            return node is not None or "=" + token.raw in begin
        return bool(
            after.key in node.next or COUNTRY in node.next or DEMONYM in node.next or "=" + after.raw in node.next
        )

    def countries_in(self, tokens: list[Token]) -> frozenset[str]:
        """Return the countries that a text names, by their names or as adjectives."""
        found = set[str]()
        for at, token in enumerate(tokens):
            for kind in self._words if token.raw != token.key else ():
                if (told := self._country_at(kind, tokens, at)) is not None:
                    found.add(told[1])
        return frozenset(found)
