"""From a dataset to record batches: files to splits, splits to Arrow columns of text."""


def prepare() -> None:
    """Compile what this package compiles, so that the next process finds it in the cache."""
    import io  # importing this package must stay free

    from engine.readers.csv_dialect import CsvDialect
    from engine.readers.csv_records import RecordBatches, read_first
    from engine.readers.csv_text import Window
    from engine.readers.splits import Segment

    window = Window(io.BytesIO(b'a,"b"\n'), Segment("", 0, 6, 6))
    read_first(window, CsvDialect())
    batches = RecordBatches(2, ("a", "b"), CsvDialect(), fold=id)
    batches.take(window, 6, (0, 1))
    batches.flush()
