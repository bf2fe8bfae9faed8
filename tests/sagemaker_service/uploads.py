"""The outputs of a job on their way to S3: each file when it is whole, or all at the end."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sagemaker_service.layout import outputs, place
from sagemaker_service.transfer import Transfer


class Uploads:
    """The outputs of *job* on its hosts, of which each *roots* is the /opt/ml."""

    def __init__(self, job: Mapping, roots: Sequence[Path], transfer: Transfer) -> None:
        self._outputs, self._roots, self._transfer = outputs(job), roots, transfer
        self._seen: dict[Path, tuple[int, int]] = {}
        self._sent: dict[Path, tuple[int, int]] = {}

    def upload_settled(self) -> None:
        """Upload what has changed in the outputs that are Continuous, and stays as it is since the last call."""
        for path, address in self._files("Continuous"):
            state = _state(path)
            if state == self._seen.get(path) and state != self._sent.get(path):
                self._upload(path, address)
            self._seen[path] = state

    def upload_rest(self) -> None:
        """Upload what is not there yet: the job has ended."""
        for path, address in self._files("Continuous", "EndOfJob"):
            if _state(path) != self._sent.get(path):
                self._upload(path, address)

    def _upload(self, path: Path, address: str) -> None:
        state = _state(path)
        try:
            self._transfer.upload(path, address)
        except FileNotFoundError:  # a temporary name, which has become a final one meanwhile
            return
        self._sent[path] = state

    def _files(self, *modes: str) -> list[tuple[Path, str]]:
        found = []
        for output in self._outputs:
            for root in self._roots:
                folder = place(root, output["LocalPath"])
                if output.get("S3UploadMode", "EndOfJob") in modes:
                    found += [(path, _address(output, folder, path)) for path in sorted(folder.rglob("*"))]
        return [(path, address) for path, address in found if path.is_file()]


def _address(output: Mapping, folder: Path, path: Path) -> str:
    return f"{output['S3Uri'].rstrip('/')}/{path.relative_to(folder)}"


def _state(path: Path) -> tuple[int, int]:
    """Return what changes when a file does; of one that is gone, nothing."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return found.st_mtime_ns, found.st_size
