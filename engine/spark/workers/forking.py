"""The work of the daemon: all that tasks need is imported once, and then there is a worker whenever Spark asks for one."""

import gc
import sys
from contextlib import suppress
from zipimport import zipimporter

from engine.home import share_kernel_cache


def import_what_tasks_need() -> None:
    """Import it where this Python can; a task that cannot is asked what is wrong, and a daemon that ends is not."""
    share_kernel_cache()
    with suppress(Exception):
        import pyspark.daemon  # noqa: F401 - as the next ones

        import engine.readers.formats
        import engine.spark.scan  # noqa: F401
        from engine.profile.compiler import import_compiler

        import_compiler()


def forget_imports() -> None:
    """Let the collector, and the search for modules, look at nothing that is there by now: it stays as it is."""
    _forget_archives()
    gc.collect()
    gc.freeze()


def fork_workers() -> None:
    """Serve Spark; ends by SystemExit when it has ended, or has no more need of workers."""
    from pyspark.daemon import manager

    manager()  # type: ignore[no-untyped-call]


def _forget_archives() -> None:
    """Take the archives off the path from which nothing has been imported, and which are listed for each task."""
    used = {str(getattr(module, "__file__", None) or "") for module in tuple(sys.modules.values())}
    for place, finder in tuple(sys.path_importer_cache.items()):
        if isinstance(finder, zipimporter) and not any(file.startswith(place) for file in used):
            del sys.path_importer_cache[place]
            sys.path[:] = [each for each in sys.path if each != place]
