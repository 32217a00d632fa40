"""What the commands share: choices and options, worded once, so that the same option means the same everywhere."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from counterclaim.intake import IntakeOptions


class Format(StrEnum):
    """How readings are printed."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class IncidentsFormat(StrEnum):
    """How incidents are printed."""

    text = "text"
    json = "json"
    csv = "csv"
    geojson = "geojson"


class GradeName(StrEnum):
    """Airwars' grades."""

    confirmed = "confirmed"
    fair = "fair"
    weak = "weak"
    contested = "contested"
    discounted = "discounted"


class ScoreFormat(StrEnum):
    """How figures are printed."""

    text = "text"
    json = "json"


class Switch(StrEnum):
    """On or off."""

    on = "on"
    off = "off"


class Engine(StrEnum):
    """Which engine reads."""

    rules = "rules"


class Order(StrEnum):
    """How a date written in numbers is to be read."""

    dmy = "dmy"
    mdy = "mdy"
    ymd = "ymd"


class Split(StrEnum):
    """Half of a gold set."""

    dev = "dev"
    test = "test"


CountryOption = Annotated[
    str | None,
    typer.Option("--country", metavar="COUNTRY", help="Only incidents in a country: its name or ISO3 code."),
]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="Only incidents on or after this day.")
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="Only incidents on or before this day.")
]
ActorOption = Annotated[
    str | None, typer.Option("--actor", metavar="NAME", help="Only incidents with this party on one of the sides.")
]
PlaceOption = Annotated[
    str | None, typer.Option("--place", metavar="NAME", help="Only incidents at this place, or in this region.")
]
ContestedOption = Annotated[
    bool, typer.Option("--contested", help="Only incidents of which something is contested.")
]
LedgerOption = Annotated[
    str,
    typer.Option(
        "--ledger",
        metavar="PATH|URL",
        help="The ledger: an SQLite file, or a PostgreSQL database as postgresql+psycopg://…",
    ),
]
FormatOption = Annotated[ScoreFormat, typer.Option("--format", help="Text for eyes, or one JSON object.")]
LimitOption = Annotated[int | None, typer.Option("--limit", metavar="N", help="Print at most so many.")]
PublishedOption = Annotated[
    str | None,
    typer.Option(metavar="YYYY-MM-DD", help="The day of publication: relative dates resolve against it alone."),
]
RelevanceOption = Annotated[
    Switch, typer.Option(help="off reads also what the gate holds not to be about armed conflict.")
]
EngineOption = Annotated[Engine, typer.Option(help="The engine that reads.")]
LanguageOption = Annotated[
    str | None, typer.Option(metavar="CODE", help="The language (ISO 639-1), instead of the one detected.")
]
TextColumn = Annotated[
    str | None, typer.Option(metavar="NAME", help="The column of a table, or key of a record, with the text.")
]
TitleColumn = Annotated[str | None, typer.Option(metavar="NAME", help="The column of the title.")]
DateColumn = Annotated[str | None, typer.Option(metavar="NAME", help="The column of the day of publication.")]
SourceColumn = Annotated[str | None, typer.Option(metavar="NAME", help="The column of the publisher.")]
IdColumn = Annotated[str | None, typer.Option(metavar="NAME", help="The column of your own id.")]
EncodingOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="The encoding, instead of the one detected.")
]
DateOrder = Annotated[
    Order | None, typer.Option(help="How dates such as 7/10/2016 are written: day, month or year first.")
]
FollowOption = Annotated[
    bool, typer.Option("--follow", help="Of a feed that carries summaries alone, fetch the pages that it links to.")
]


def intake_options(
    published: str | None,
    language: str | None,
    text_column: str | None,
    title_column: str | None,
    date_column: str | None,
    source_column: str | None,
    id_column: str | None,
    encoding: str | None,
    date_order: Order | None,
) -> "IntakeOptions":
    """Return what a user said of the inputs."""
    from counterclaim.intake import IntakeOptions

    return IntakeOptions(
        published=published,
        text_column=text_column,
        title_column=title_column,
        date_column=date_column,
        source_column=source_column,
        id_column=id_column,
        encoding=encoding,
        date_order=date_order.value if date_order is not None else None,
        language=language,
    )
