"""A brief as one HTML file that asks for nothing from outside: styles within, no script."""

import re
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, Template
from markupsafe import Markup, escape

from counterclaim.publishing.brief.markdown import link_of
from counterclaim.publishing.brief.model import Brief
from counterclaim.publishing.brief.plan import EMPTY, around
from counterclaim.publishing.brief.trend import TREND_COLUMNS, week_cells
from counterclaim.publishing.brief.words import FIRST, LAST, bare, day
from counterclaim.publishing.text import shown

_GIVEN = re.compile(f"{FIRST}([^{LAST}]*){LAST}")


def html(brief: Brief) -> str:
    """Return the brief as an HTML page; every word of a report is escaped and isolated from its surroundings."""
    return _template().render(
        brief=brief,
        empty=EMPTY,
        columns=TREND_COLUMNS,
        week_cells=week_cells,
        link_of=link_of,
        day=day,
        around=around,
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    environment.filters.update(prose=_prose, plain=bare, shown=_shown)
    source = (files("counterclaim.publishing.brief") / "brief.html.jinja").read_text(encoding="utf-8")
    return environment.from_string(source)


def _prose(words: str) -> Markup:
    """Return words as HTML in which each stretch of a report's words is an element of its own direction."""
    pieces, at = [], 0
    for match in _GIVEN.finditer(words):
        pieces += [escape(words[at : match.start()]), Markup("<bdi>{}</bdi>").format(match[1])]
        at = match.end()
    return Markup("").join([*pieces, escape(words[at:])])


def _shown(words: str) -> str:
    """Return a report's words with what could disturb a line made visible; spaces at the ends stay."""
    lead = " " if words[:1].isspace() else ""
    trail = " " if words[-1:].isspace() and words.strip() else ""
    return f"{lead}{shown(words)}{trail}"
