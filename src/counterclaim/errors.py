"""The exception tree.

CounterclaimError
├── UsageError        what was asked cannot be done as asked (exit code 2)
├── InputRejected     one input cannot be read in; the rest of the batch goes on (exit code 1)
├── DataError         the program's own data, or a user's, does not validate
└── GoldError         a gold file breaks the gold format
"""


class CounterclaimError(Exception):
    """Every error that Counterclaim raises on purpose."""


class UsageError(CounterclaimError):
    """What was asked cannot be done as asked: the message says what to change."""


class InputRejected(CounterclaimError):
    """One input cannot be read in: `code` is stable, the message plain, `input` names it."""

    def __init__(self, code: str, message: str, input: str) -> None:
        super().__init__(f"{input}: {message}")
        self.code = code
        self.message = message
        self.input = input


class DataError(CounterclaimError):
    """A data file (registry, lexicon, taxonomy) does not validate: the message names file and entry."""


class GoldError(CounterclaimError):
    """A gold file breaks the gold format: the message names file and fact."""
