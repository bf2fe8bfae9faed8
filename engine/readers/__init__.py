"""From a dataset to record batches: files to splits, splits to Arrow columns of text."""


def prepare() -> None:
    """Compile what this package compiles, so that the next process finds it in the cache."""
    from pathlib import Path  # importing this package must stay free
    from tempfile import TemporaryDirectory

    from engine.job.dataset import Dataset
    from engine.readers.capture.options import CaptureFormat
    from engine.readers.csv.options import CsvFormat
    from engine.readers.splits import plan_splits
    from engine.readers.store import list_files
    from engine.readers.tables import choose_files, describe, read_split

    samples = {
        "a.csv": (CsvFormat(), 'a,"b"\n'),
        "a.jsonl": (CaptureFormat(), '{"captureData": {"endpointInput": {"encoding": "CSV", "data": "1,2"}}}\n'),
    }
    with TemporaryDirectory() as folder:
        for name, (form, text) in samples.items():
            path = Path(folder) / name
            path.write_text(text)
            dataset = Dataset(str(path), form)
            selection = choose_files(dataset, list_files(str(path)))
            table = describe(dataset, selection)
            for split in plan_splits(selection.files):
                read_split(table, split, id)
