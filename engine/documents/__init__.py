"""The JSON files that users keep; a class mirrors its file."""


def prepare() -> None:
    """Compile what this package compiles, so that the next process finds it in the cache."""
    from engine.documents.json.many import unsure_among, write_doubles  # noqa: PLC0415 - importing this package must stay free
    from engine.documents.json.packed import PackedDoubles  # noqa: PLC0415

    doubles = PackedDoubles((1.5, 1e300))
    unsure_among(doubles)
    write_doubles(doubles)
