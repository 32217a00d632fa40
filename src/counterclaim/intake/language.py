"""Which language a text is in."""

SAMPLE_CHARS = 800  # more makes it slower and no surer
LEAST_LETTERS = 24  # under this a guess is worth nothing


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of `text`, or None where there is too little of it to tell."""
    middle = max(0, (len(text) - SAMPLE_CHARS) // 2)
    sample = text[middle : middle + SAMPLE_CHARS]
    letters = sum(map(str.isalpha, sample))
    if letters < LEAST_LETTERS:
        return None
    # The model has seen little upper-case text: wire copy all in capitals would come out as anything.
    if sum(map(str.isupper, sample)) > letters // 2:
        sample = sample.lower()
    import py3langid

    code = str(py3langid.classify(sample)[0])
    return code if len(code) == 2 else None
