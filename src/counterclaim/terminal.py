"""Standard output and standard error: results as they come, complaints in one line, progress where somebody watches."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import typer

STREAMS_MANY = {".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".zip"}
WIDTH_OF_A_FILE = 120  # columns of --format text where the output is no terminal


def look() -> tuple[int | None, bool]:
    """Return the width to write text with (None: the terminal's own), and whether in colours."""
    terminal = sys.stdout.isatty()
    return None if terminal else WIDTH_OF_A_FILE, terminal and not os.environ.get("NO_COLOR")


def encoded(texts: Iterable[str]) -> Iterator[bytes]:
    """Yield texts as UTF-8, whatever cannot be written as escapes."""
    for text in texts:
        yield text.encode("utf-8", "backslashreplace")


def write(chunks: Iterable[bytes]) -> None:
    """Write to standard output, UTF-8 whatever the locale, each piece as it comes; stop where nobody reads on."""
    for chunk in chunks:
        try:
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains at exit
            raise typer.Exit(0) from None


def complain(line: str) -> None:
    """Write one line on standard error."""
    print(f"counterclaim: {line}", file=sys.stderr, flush=True)  # by print: a progress bar makes way for it


def many(inputs: Sequence[str]) -> bool:
    """Say whether the inputs may hold more than one report."""
    first = inputs[0]
    return (
        len(inputs) > 1
        or os.path.isdir(first)
        or "://" in first
        or os.path.splitext(first)[1].lower() in STREAMS_MANY
    )


@contextmanager
def progress(what: str, *, shown: bool, at_end: bool = False) -> Iterator[Callable[[], None]]:
    """Show how many are done on standard error, if that is a terminal and the result goes elsewhere or comes `at_end`."""
    if not shown or not sys.stderr.isatty() or (sys.stdout.isatty() and not at_end):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda: bar.advance(task)
