"""The command line: thin, every import late, so that --help answers at once."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
import typer.core
from click.exceptions import Abort, ClickException

if TYPE_CHECKING:
    from counterclaim.record import Reading

typer.core.HAS_RICH = False  # plain help: with rich it takes 0.2 s longer, and "[required]" comes out escaped

DONE, SOME_REJECTED, USAGE, INTERRUPTED = 0, 1, 2, 130
WIDTH_OF_A_FILE = 120  # columns of --format text where the output is no terminal
STREAMS_MANY = {".csv", ".tsv", ".json", ".jsonl", ".ndjson"}

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
app.add_typer(actors_app)
app.add_typer(gazetteer_app)


class Format(StrEnum):
    """How readings are printed."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


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


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        _write([f"counterclaim {version('counterclaim')}\n".encode()])
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
    published: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="The day of publication: relative dates resolve against it alone."),
    ] = None,
    relevance: Annotated[
        Switch, typer.Option(help="off reads also what the gate holds not to be about armed conflict.")
    ] = Switch.on,
    engine: Annotated[Engine, typer.Option(help="The engine that reads.")] = Engine.rules,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="The language (ISO 639-1), instead of the one detected.")
    ] = None,
    refusals: Annotated[
        bool,
        typer.Option("--refusals", help="List the claims that grounding refused, with the reason (not in csv)."),
    ] = False,
    text_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="The column of a table, or key of a record, with the text.")
    ] = None,
    title_column: Annotated[str | None, typer.Option(metavar="NAME", help="The column of the title.")] = None,
    date_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="The column of the day of publication.")
    ] = None,
    source_column: Annotated[str | None, typer.Option(metavar="NAME", help="The column of the publisher.")] = None,
    id_column: Annotated[str | None, typer.Option(metavar="NAME", help="The column of your own id.")] = None,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="The encoding, instead of the one detected.")
    ] = None,
    date_order: Annotated[
        Order | None, typer.Option(help="How dates such as 7/10/2016 are written: day, month or year first.")
    ] = None,
) -> None:
    """Read reports and print their claims, each with the one who makes it.

    A FILE may be a text, an HTML page, a CSV table, JSON lines, a folder of these, or - for standard input.
    """
    from counterclaim.actions.read import read_inputs
    from counterclaim.intake import IntakeOptions

    options = IntakeOptions(
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
    stdin = sys.stdin.buffer if sys.stdin is not None else None
    readings = read_inputs(inputs, options, relevance=relevance is Switch.on, stdin=stdin)
    undone = 0

    def watched() -> Iterator["Reading"]:
        nonlocal undone
        with _progress("reading", shown=_many(inputs)) as advance:
            for reading in readings:
                undone += _complain(reading)
                yield reading
                advance()

    _write(_chunks(watched(), format, refusals=refusals))
    raise typer.Exit(SOME_REJECTED if undone else DONE)


def _many(inputs: Sequence[str]) -> bool:
    """Say whether the inputs may hold more than one report."""
    return len(inputs) > 1 or os.path.isdir(inputs[0]) or Path(inputs[0]).suffix.lower() in STREAMS_MANY


def _complain(reading: "Reading") -> bool:
    """Name an input that could not be read on standard error; say whether there was one."""
    from counterclaim.publishing.text import shown

    if reading.rejected is not None:
        gone = reading.rejected
        _complaint(f"{shown(gone.input)}: {shown(gone.message)} ({shown(gone.code)})")
        return True
    if reading.outcome == "quarantined" and reading.report is not None:
        name = reading.report.external_id or reading.report.title or reading.report.id
        _complaint(f"{shown(name)}: set aside; {shown(reading.report.warnings[-1].message)}")
        return True
    return False


def _chunks(readings: Iterable["Reading"], format: Format, *, refusals: bool) -> Iterator[bytes]:
    from counterclaim.publishing import csv_rows, json_document, jsonl, render

    if format is Format.json:
        yield from json_document(readings, refusals=refusals)
    elif format is Format.jsonl:
        yield from jsonl(readings, refusals=refusals)
    elif format is Format.csv:
        for row in csv_rows(readings):
            yield row.encode("utf-8", "backslashreplace")
    else:
        terminal = sys.stdout.isatty()
        color = terminal and not os.environ.get("NO_COLOR")
        width = None if terminal else WIDTH_OF_A_FILE
        for number, reading in enumerate(readings):
            text = render(reading, width=width, color=color, refusals=refusals)
            yield ("\n" * bool(number) + text).encode("utf-8", "backslashreplace")


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

    with _progress("scoring", shown=True) as advance:
        figures, results = score_folder(
            gold,
            split=split.value if split is not None else None,
            language=only_language,
            advance=advance,
            note=_complaint,
        )
    if format is ScoreFormat.json:
        text = json.dumps(as_dict(figures, bootstrap(results)), indent=2) + "\n"
    else:
        text = render(figures, results, errors=errors)
    _write([text.encode("utf-8", "backslashreplace")])


@app.command()
def schema() -> None:
    """Print the JSON Schema of what `read --format json` prints."""
    import json

    from counterclaim.publishing import schema as json_schema

    _write([json.dumps(json_schema(), indent=2).encode() + b"\n"])


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
    _write([added.json() if format is ScoreFormat.json else added.text().encode()])


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
    _write([found.json() if format is ScoreFormat.json else found.text().encode()])


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
    _write(
        [
            f"{file}: {added.places:,} places, {state}; kept as {added.copy} (delete it to take them out again)\n".encode()
        ]
    )


def _write(chunks: Iterable[bytes]) -> None:
    """Write to standard output, UTF-8 whatever the locale, each piece as it comes; stop where nobody reads on."""
    for chunk in chunks:
        try:
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains at exit
            raise typer.Exit(DONE) from None


def _complaint(line: str) -> None:
    print(f"counterclaim: {line}", file=sys.stderr, flush=True)  # by print: a progress bar makes way for it


@contextmanager
def _progress(what: str, *, shown: bool) -> Iterator[Callable[[], None]]:
    """Show how many are done on standard error, if that is a terminal and the result goes elsewhere."""
    if not shown or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda: progress.advance(task)


def main() -> None:
    """Run the command line; every error made on purpose is one plain line and an exit code."""
    from counterclaim.errors import CounterclaimError

    try:
        code = app(standalone_mode=False)
    except ClickException as error:
        command = getattr(getattr(error, "ctx", None), "command_path", "counterclaim")
        _complaint(f"{' '.join(error.format_message().split())} ({command} --help lists what there is)")
        code = USAGE
    except CounterclaimError as error:
        _complaint(str(error))
        code = USAGE
    except (Abort, KeyboardInterrupt):
        code = INTERRUPTED
    if code == INTERRUPTED:  # Typer turns most interrupts into this code itself
        _complaint("interrupted")
    sys.exit(code)
