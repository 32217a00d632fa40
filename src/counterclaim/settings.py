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
