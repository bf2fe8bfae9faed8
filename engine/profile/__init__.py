"""What one pass over the records learns: mergeable states, from Arrow columns to the numbers of a profile."""


def prepare() -> None:
    """Compile what this package compiles, so that the next process finds it in the cache."""
    import pyarrow as pa  # noqa: PLC0415 - importing this package must stay free

    from engine.profile.state import DatasetState  # noqa: PLC0415

    texts = pa.array(["1", "2.5", "x", None, "0.12345678901234567890"], pa.string())
    missing = pa.array([None] * len(texts), pa.string())
    DatasetState(("a", "b")).update(pa.RecordBatch.from_arrays([texts, missing], ["a", "b"]))
    DatasetState(("a", "b")).update(
        pa.RecordBatch.from_arrays([texts[:2], texts[:1].dictionary_encode().take([0, 0])], ["a", "b"])
    )
    typed = [pa.array([1, 2], pa.int64()), pa.array([1, 2], pa.uint64())]
    DatasetState(("a", "b")).update(pa.RecordBatch.from_arrays(typed, ["a", "b"]))
