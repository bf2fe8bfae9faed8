"""What forks the Python workers of the engine's own sessions: PySpark's daemon, with the engine imported before.

PySpark's own daemon forks workers that import all of it once each; after every task they let the collector look at all
that was imported, and before every task they list the archives on the path again, though both stay as they are.
"""

import gc
import sys
from contextlib import suppress
from zipimport import zipimporter

from engine.home import share_kernel_cache

MODULE = "engine.spark.daemon"
"""What Spark's setting `spark.python.daemon.module` names."""


def serve() -> None:
    """Fork a worker whenever Spark asks for one; ends this process when Spark has ended, or has no more need of it."""
    share_kernel_cache()
    _import_what_tasks_need()
    from pyspark.daemon import manager

    _forget_archives()
    gc.collect()
    gc.freeze()
    manager()  # type: ignore[no-untyped-call]


def _import_what_tasks_need() -> None:
    """Import it where this Python can; a task that cannot is asked what is wrong, and a daemon that ends is not."""
    with suppress(Exception):
        import engine.readers.formats
        import engine.spark.scan  # noqa: F401
        from engine.profile.compiler import import_compiler

        import_compiler()


def _forget_archives() -> None:
    """Take the archives off the path from which nothing has been imported, and which are listed for each task."""
    used = {str(getattr(module, "__file__", None) or "") for module in tuple(sys.modules.values())}
    for place, finder in tuple(sys.path_importer_cache.items()):
        if isinstance(finder, zipimporter) and not any(file.startswith(place) for file in used):
            del sys.path_importer_cache[place]
            sys.path[:] = [each for each in sys.path if each != place]


if __name__ == "__main__":
    serve()
