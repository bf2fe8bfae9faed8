"""From a dataset to record batches: files to splits, splits to Arrow columns of text."""


def prepare() -> None:
    """Compile what this package compiles, so that the next process finds it in the cache."""
    from pathlib import Path  # importing this package must stay free
    from tempfile import TemporaryDirectory

    from engine.job.dataset import Dataset
    from engine.profile.state import DatasetState
    from engine.readers.folding import folding_into
    from engine.readers.formats import FORMATS
    from engine.readers.look import look
    from engine.readers.tables import Known

    with TemporaryDirectory() as folder:
        for sample in (each for form in FORMATS.values() for each in form.samples):
            path = Path(folder) / sample.name
            path.write_bytes(sample.text)
            shown = look(Dataset(str(path), sample.written), Known())
            if shown.table is not None:
                for split in shown.table.splits(shown.files):
                    shown.table.read(split, id)
                    shown.table.read(split, folding_into(DatasetState(shown.table.selected)))
