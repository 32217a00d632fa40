"""The command line: thin, every import late, so that --help answers at once."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

os.environ.setdefault("TYPER_USE_RICH", "0")  # plain help: rich alone costs 0.2 s

import typer  # noqa: E402

if TYPE_CHECKING:
    from counterclaim.record import Reading

app = typer.Typer(
    name="counterclaim",
    help="Reads reports of armed conflict and keeps every fact attached to the one who claimed it.",
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

DONE, SOME_REJECTED, USAGE, INTERRUPTED = 0, 1, 2, 130


class Format(StrEnum):
    """How readings are printed."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


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


class ScoreFormat(StrEnum):
    """How figures are printed."""

    text = "text"
    json = "json"


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"counterclaim {version('counterclaim')}")
        raise typer.Exit(DONE)


@app.callback()
def _main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")] = False,
) -> None:
    pass


@app.command()
def read(
    inputs: Annotated[list[str], typer.Argument(metavar="FILE...", help="Files, folders, or - for standard input.")],
    format: Annotated[Format, typer.Option("--format", help="How to print the readings.")] = Format.text,
    published: Annotated[str | None, typer.Option("--published", metavar="YYYY-MM-DD", help="The day of publication: relative dates resolve against it alone.")] = None,
    relevance: Annotated[Switch, typer.Option("--relevance", help="off reads what the gate holds not relevant, too.")] = Switch.on,
    engine: Annotated[Engine, typer.Option("--engine", help="The engine that reads.")] = Engine.rules,
    language: Annotated[str | None, typer.Option("--language", metavar="CODE", help="The language (ISO 639-1), instead of the one detected.")] = None,
    refusals: Annotated[bool, typer.Option("--refusals", help="List the claims that grounding refused, with the reason.")] = False,
    text_column: Annotated[str | None, typer.Option("--text-column", help="The column of a table (or key of a record) that holds the text.")] = None,
    title_column: Annotated[str | None, typer.Option("--title-column", help="The column of the title.")] = None,
    date_column: Annotated[str | None, typer.Option("--date-column", help="The column of the day of publication.")] = None,
    source_column: Annotated[str | None, typer.Option("--source-column", help="The column of the publisher.")] = None,
    id_column: Annotated[str | None, typer.Option("--id-column", help="The column of your own id.")] = None,
    encoding: Annotated[str | None, typer.Option("--encoding", help="The encoding, instead of the one detected.")] = None,
    date_order: Annotated[Order | None, typer.Option("--date-order", help="How dates such as 7/10/2016 are written.")] = None,
) -> None:
    """Read reports and print their claims, each with the one who makes it."""
    from counterclaim.actions.read import _day, read_inputs
    from counterclaim.intake import IntakeOptions

    options = IntakeOptions(
        published=_day(published), text_column=text_column, title_column=title_column, date_column=date_column, source_column=source_column,
        id_column=id_column, encoding=_encoding(encoding), date_order=date_order.value if date_order is not None else None, language=language,
    )  # fmt: skip
    rejected = 0

    def watched() -> Iterator["Reading"]:
        nonlocal rejected
        with _progress() as advance:
            for reading in read_inputs(inputs, options, relevance=relevance is Switch.on, stdin=sys.stdin.buffer):
                advance()
                if reading.rejected is not None:
                    rejected += 1
                    print(f"counterclaim: {reading.rejected.input}: {reading.rejected.message} [{reading.rejected.code}]", file=sys.stderr)
                yield reading

    _print(watched(), format, refusals=refusals)
    raise typer.Exit(SOME_REJECTED if rejected else DONE)


def _encoding(name: str | None) -> str | None:
    """Return an encoding's name after checking that there is one. Raises UsageError."""
    import codecs

    from counterclaim.errors import UsageError

    if name is not None:
        try:
            codecs.lookup(name)
        except LookupError as error:
            raise UsageError(f"--encoding {name}: no such encoding; for example utf-8, latin-1 or cp1252") from error
    return name


def _print(readings: Iterator["Reading"], format: Format, *, refusals: bool) -> None:
    from counterclaim.publishing import csv_rows, json_document, jsonl, render

    out = sys.stdout.buffer
    if format is Format.json:
        chunks: Iterator[bytes] = json_document(readings, refusals=refusals)
    elif format is Format.jsonl:
        chunks = jsonl(readings, refusals=refusals)
    elif format is Format.csv:
        chunks = (row.encode("utf-8", "replace") for row in csv_rows(readings))
    else:
        terminal = sys.stdout.isatty()
        chunks = (
            (render(r, width=None if terminal else 120, color=terminal, refusals=refusals) + "\n").encode("utf-8", "replace") for r in readings
        )
    for chunk in chunks:
        out.write(chunk)
        out.flush()


@contextmanager
def _progress() -> Iterator["_Advance"]:
    """Count readings on standard error where that is a terminal and the result is not on the same one; else silent."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    with Progress(
        SpinnerColumn(), TextColumn("reading"), MofNCompleteColumn(), TimeElapsedColumn(), console=Console(stderr=True), transient=True
    ) as progress:
        task = progress.add_task("reading", total=None)
        yield lambda: progress.advance(task)


if TYPE_CHECKING:
    from collections.abc import Callable

    _Advance = Callable[[], None]


@app.command()
def score(
    gold: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder of reports with gold (NN.txt and NN.yaml, or offsets into a table).")],
    split: Annotated[Split | None, typer.Option("--split", help="Score one half alone, as _gold.yaml lists it.")] = None,
    only_language: Annotated[str | None, typer.Option("--only-language", metavar="CODE", help="Score reports in this language alone.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List each miss and each extra with its sentence.")] = False,
    format: Annotated[ScoreFormat, typer.Option("--format", help="How to print the figures.")] = ScoreFormat.text,
) -> None:
    """Compare what is read with what people coded: precision, recall, F1, fields and kinds."""
    from counterclaim.actions.score import score as score_folder
    from counterclaim.scoring.figures import as_dict, bootstrap, render

    figures, results = score_folder(gold, split=split.value if split is not None else None, language=only_language)
    if format is ScoreFormat.json:
        import json

        _out(json.dumps(as_dict(figures, bootstrap(results)), indent=2) + "\n")
    else:
        _out(render(figures, results, errors=errors))


@app.command()
def schema() -> None:
    """Print the JSON Schema of what `read --format json` prints."""
    import json

    from counterclaim.publishing import schema as json_schema

    _out(json.dumps(json_schema(), indent=2) + "\n")


def _out(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def main() -> None:
    """Run the command line; every error on purpose is one plain line on standard error and an exit code."""
    from counterclaim.errors import CounterclaimError

    try:
        app(standalone_mode=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)
    except KeyboardInterrupt:
        print("counterclaim: interrupted", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except CounterclaimError as error:
        print(f"counterclaim: {error}", file=sys.stderr)
        sys.exit(USAGE)
