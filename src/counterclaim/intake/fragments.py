"""A piece of HTML, as feeds carry it, to paragraphs of plain text."""

from collections.abc import Iterator

from counterclaim.intake.html import check_depth

_SILENT = frozenset(("script", "style", "template", "noscript", "iframe", "object", "head", "svg", "math"))
_BREAKS = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table", "tr", "section",
     "article", "figure", "figcaption", "header", "footer", "aside", "hr", "dl", "dt", "dd")
)  # fmt: skip


def fragment_text(markup: str, name: str) -> str:
    """Return the text of a piece of HTML, a line for every paragraph.

    Raises InputRejected (nesting) where its tags are nested too deep.
    """
    from lxml import html  # type: ignore[import-untyped]
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    markup = markup.replace("\x00", "")
    if "<" not in markup and "&" not in markup:
        return _folded([markup])
    check_depth(markup.encode("utf-8", "replace"), name)
    try:
        tree = html.fragment_fromstring(markup, create_parent="div")
    except (LxmlError, ValueError):
        return _folded([markup])
    return _folded(_pieces(tree))


def _folded(pieces: "Iterator[str] | list[str]") -> str:
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\x00"))
    return "\n".join(line for line in lines if line)


def _pieces(tree: "object") -> Iterator[str]:
    """Yield the words of an element in order, with NUL where a paragraph ends."""
    from lxml.etree import iterwalk

    silent = 0
    for event, element in iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag
        if event == "start":
            silent += tag in _SILENT
            if tag in _BREAKS:
                yield "\x00"
            if element.text and not silent:
                yield element.text
            continue
        if event == "end":
            silent -= tag in _SILENT
            if tag in _BREAKS:
                yield "\x00"
        if element.tail and not silent and element is not tree:
            yield element.tail
