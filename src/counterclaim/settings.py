"""Every default in one place."""

SCHEMA_VERSION = 1

# Intake: what one input may be at most.
MAX_BYTES = 64 * 1024 * 1024
MAX_HTML_DEPTH = 512
MAX_TEXT_CHARS = 2_000_000

# Reading.
MAX_PARSE_CHARS = 20_000  # a block longer than this is parsed in windows, cut at sentence ends
MAX_PUNCTUATION_RUN = 200
RELEVANCE_THRESHOLD = 0.5
PARSE_BATCH = 64

# Documents and archives: what is refused before it can take memory or time that other inputs need.
MAX_PDF_PAGES = 500  # pypdf reads some ten pages a second: a book has to be cut before it is read
MAX_PDF_PAGE_CONTENT = 4 * 1024 * 1024  # bytes of drawing instructions on a page; past it, it is a map or a trap
MAX_PDF_CONTENT = 32 * 1024 * 1024  # the same in all pages together: about a minute's work
MAX_DOCX_BYTES = 64 * 1024 * 1024  # all parts of a DOCX, pictures too, unpacked
MAX_RATIO = 100  # unpacked to packed; news packs to a fifth, a bomb to a thousandth
MIN_RATIO_BYTES = 1024 * 1024  # a member smaller than this is no bomb, whatever its ratio
MAX_ARCHIVE_BYTES = 512 * 1024 * 1024  # all members of an archive, unpacked, nested archives counted in
MAX_ARCHIVE_MEMBERS = 20_000  # entries of one archive
MAX_ARCHIVE_DIRECTORY = 8 * 1024 * 1024  # bytes of its table of contents, which is held in memory whole
MAX_ARCHIVE_DEPTH = 2  # an archive in an archive is opened, one in that is not

# Ledger.
DEFAULT_LEDGER = "counterclaim.db"  # in the folder where the command is run
LEDGER_BUSY_SECONDS = 20.0  # how long a writer waits for another before the ledger is called busy
LEDGER_CACHE_KIB = 256 * 1024  # of an SQLite file kept in memory, as it is used
LEDGER_BATCH = 500  # reports read, rows written at once
FOLD_WHOLE = 0.25  # share of the reports that are new from which all is folded anew: it is then the quicker way
COPIES_AT_ONCE = 1_000  # new reports, and no fewer than are there, whose copies are found in memory together
SEARCH_LIMIT = 20
SNIPPET_CHARS = 160

# Fetching: what one address may cost. Nothing is tried twice.
USER_AGENT = "counterclaim (reads news reports that a person asked for)"  # honest, and no link that nobody keeps
MAX_FETCH_BYTES = 32 * 1024 * 1024  # of one answer, unpacked
MAX_REDIRECTS = 5  # each address on the way is checked like the first
FETCH_SECONDS = 60.0  # for all of it: names, redirects, every byte; a server that drips is cut off
FETCH_CONNECT_SECONDS = 10.0
FETCH_READ_SECONDS = 20.0  # between two pieces of an answer
MAX_URL_CHARS = 4096
MAX_FEED_ITEMS = 2_000  # of one feed; past it, one rejection says how many were left
