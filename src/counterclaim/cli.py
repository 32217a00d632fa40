"""The command line: thin, every import late, so that --help answers at once."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
import typer.core
from click.exceptions import Abort, ClickException

from counterclaim.cli_desk import desk_app
from counterclaim.cli_ledger import ledger_app
from counterclaim.cli_options import (
    DateColumn,
    DateOrder,
    EncodingOption,
    Engine,
    EngineOption,
    FollowOption,
    Format,
    IdColumn,
    LanguageOption,
    PublishedOption,
    RelevanceOption,
    ScoreFormat,
    SourceColumn,
    Split,
    Switch,
    TextColumn,
    TitleColumn,
    intake_options,
)
from counterclaim.terminal import complain, encoded, look, many, progress, write

if TYPE_CHECKING:
    from counterclaim.record import Reading

typer.core.HAS_RICH = False  # plain help: with rich it takes 0.2 s longer, and "[required]" comes out escaped

DONE, SOME_REJECTED, USAGE, BUSY, INTERRUPTED = 0, 1, 2, 75, 130

app = typer.Typer(
    name="counterclaim",
    help="Reads reports of armed conflict and keeps every fact attached to the one who claimed it.",
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)


actors_app = typer.Typer(
    name="actors",
    help="The registry of parties: ask it, add your own.",
    rich_markup_mode=None,
    no_args_is_help=True,
)
gazetteer_app = typer.Typer(
    name="gazetteer", help="The gazetteer of places: add more of them.", rich_markup_mode=None, no_args_is_help=True
)
app.registered_commands += ledger_app.registered_commands + desk_app.registered_commands
app.add_typer(actors_app)
app.add_typer(gazetteer_app)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        write([f"counterclaim {version('counterclaim')}\n".encode()])
        raise typer.Exit(DONE)


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


@app.command()
def read(
    inputs: Annotated[list[str], typer.Argument(metavar="FILE...")],
    format: Annotated[Format, typer.Option("--format", help="How to print the readings.")] = Format.text,
    published: PublishedOption = None,
    relevance: RelevanceOption = Switch.on,
    engine: EngineOption = Engine.rules,
    language: LanguageOption = None,
    refusals: Annotated[
        bool,
        typer.Option("--refusals", help="List the claims that grounding refused, with the reason (not in csv)."),
    ] = False,
    text_column: TextColumn = None,
    title_column: TitleColumn = None,
    date_column: DateColumn = None,
    source_column: SourceColumn = None,
    id_column: IdColumn = None,
    encoding: EncodingOption = None,
    date_order: DateOrder = None,
    follow: FollowOption = False,
) -> None:
    """Read reports and print their claims, each with the one who makes it.

    A FILE may be a text, a PDF or DOCX, an HTML page, an export of a news archive, a CSV table, JSON lines, a zip or
    folder of these, the address of a page or feed, or - for standard input.
    """
    from counterclaim.actions.read import complaint_of, read_inputs

    options = intake_options(
        published, language, text_column, title_column, date_column, source_column, id_column, encoding, date_order
    )
    stdin = sys.stdin.buffer if sys.stdin is not None else None
    readings = read_inputs(inputs, options, relevance=relevance is Switch.on, stdin=stdin, follow=follow)
    undone = 0

    def watched() -> Iterator["Reading"]:
        nonlocal undone
        with progress("reading", shown=many(inputs)) as advance:
            for reading in readings:
                complaint = complaint_of(reading)
                if complaint is not None:
                    complain(complaint)
                    undone += 1
                yield reading
                advance()

    write(_chunks(watched(), format, refusals=refusals))
    raise typer.Exit(SOME_REJECTED if undone else DONE)


def _chunks(readings: Iterable["Reading"], format: Format, *, refusals: bool) -> Iterator[bytes]:
    from counterclaim.publishing import csv_rows, json_document, jsonl, render

    if format is Format.json:
        yield from json_document(readings, refusals=refusals)
    elif format is Format.jsonl:
        yield from jsonl(readings, refusals=refusals)
    elif format is Format.csv:
        yield from encoded(csv_rows(readings))
    else:
        width, color = look()
        for number, reading in enumerate(readings):
            text = render(reading, width=width, color=color, refusals=refusals)
            yield from encoded(["\n" * bool(number) + text])


@app.command()
def score(
    gold: Annotated[
        Path,
        typer.Argument(metavar="FOLDER"),
    ],
    split: Annotated[
        Split | None, typer.Option(help="Score one half alone, as the folder's _gold.yaml lists it.")
    ] = None,
    only_language: Annotated[
        str | None, typer.Option(metavar="CODE", help="Score the reports in this language alone.")
    ] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="List each miss and each extra with its sentence.")
    ] = False,
    format: Annotated[ScoreFormat, typer.Option("--format", help="How to print the figures.")] = ScoreFormat.text,
) -> None:
    """Compare what is read with what people coded: precision, recall, F1, fields and kinds.

    FOLDER holds the gold: NN.txt and NN.yaml, or NN.yaml alone with offsets into the table that _gold.yaml names.
    """
    import json

    from counterclaim.actions.score import score as score_folder
    from counterclaim.scoring import as_dict, bootstrap, render

    with progress("scoring", shown=True) as advance:
        figures, results = score_folder(
            gold,
            split=split.value if split is not None else None,
            language=only_language,
            advance=advance,
            note=complain,
        )
    if format is ScoreFormat.json:
        text = json.dumps(as_dict(figures, bootstrap(results)), indent=2) + "\n"
    else:
        text = render(figures, results, errors=errors)
    write([text.encode("utf-8", "backslashreplace")])


@app.command()
def schema() -> None:
    """Print the JSON Schema of what `read --format json` and `incidents --format json` print."""
    import json

    from counterclaim.publishing import schema as json_schema

    write([json.dumps(json_schema(), indent=2).encode() + b"\n"])


@actors_app.command("add")
def actors_add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or YAML: id, name, type, country, aliases …")],
    format: Annotated[
        ScoreFormat, typer.Option("--format", help="How to print what was added.")
    ] = ScoreFormat.text,
) -> None:
    """Add your own actors to the registry; they are kept in your data folder and used from then on.

    Columns of a CSV: id, name, type, country (ISO3), aliases and abbreviations and parents (each `;`-separated), source.
    """
    from counterclaim.actions.actors import add_actors

    added = add_actors(file)
    write([added.json() if format is ScoreFormat.json else added.text().encode()])


@actors_app.command("find")
def actors_find(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    country: Annotated[
        str | None,
        typer.Option(metavar="COUNTRY", help="The country that the report speaks of: its name or ISO3 code."),
    ] = None,
    other: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="PARTY", help="Another party of the report; may be repeated."),
    ] = None,
    date: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day that the report speaks of.")
    ] = None,
    format: Annotated[
        ScoreFormat, typer.Option("--format", help="How to print what was found.")
    ] = ScoreFormat.text,
) -> None:
    """Show which actor a name stands for, in which context, and why; or which ones it may stand for."""
    import datetime

    from counterclaim.actions.actors import find_actor
    from counterclaim.errors import UsageError

    try:
        day = datetime.date.fromisoformat(date) if date is not None else None
    except ValueError:
        raise UsageError(f"--date {date}: no day; write it as YYYY-MM-DD") from None
    found = find_actor(name, country, tuple(other or ()), day)
    write([found.json() if format is ScoreFormat.json else found.text().encode()])


@gazetteer_app.command("add")
def gazetteer_add(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A GeoNames country dump: XX.txt, XX.zip or XX.txt.gz.")
    ],
) -> None:
    """Add the places of a GeoNames country dump; a dump of the same name is replaced. The index is built anew."""
    from counterclaim.actions.gazetteer import add_gazetteer

    added = add_gazetteer(file)
    state = "was there already" if added.known else "added"
    write(
        [
            f"{file}: {added.places:,} places, {state}; kept as {added.copy} (delete it to take them out again)\n".encode()
        ]
    )


def main() -> None:
    """Run the command line; every error made on purpose is one plain line and an exit code."""
    from counterclaim.errors import CounterclaimError, LedgerBusy

    try:
        code = app(standalone_mode=False)
    except ClickException as error:
        command = getattr(getattr(error, "ctx", None), "command_path", "counterclaim")
        complain(f"{' '.join(error.format_message().split())} ({command} --help lists what there is)")
        code = USAGE
    except LedgerBusy as error:
        complain(" ".join(str(error).split()))
        code = BUSY
    except CounterclaimError as error:
        complain(" ".join(str(error).split()))
        code = USAGE
    except (Abort, KeyboardInterrupt):
        code = INTERRUPTED
    if code == INTERRUPTED:  # Typer turns most interrupts into this code itself
        complain("interrupted")
    sys.exit(code)
