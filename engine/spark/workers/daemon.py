"""What forks the Python workers of the engine's own sessions: PySpark's daemon, with the engine imported before.

PySpark's own daemon forks workers that import all of it once each; after every task they let the collector look at all
that was imported, and before every task they list the archives on the path again, though both stay as they are.

Where the driver has forked a daemon ahead, it takes the place of this process, which is the one that Spark knows.
"""

from engine.spark.workers.lent import stand_in

MODULE = "engine.spark.workers.daemon"
"""What Spark's setting `spark.python.daemon.module` names."""


def serve() -> None:
    """Fork a worker whenever Spark asks for one; ends this process when Spark has ended, or has no more need of it."""
    if stand_in():
        return
    from engine.spark.workers.forking import forget_imports, fork_workers, import_what_tasks_need

    import_what_tasks_need()
    forget_imports()
    fork_workers()


if __name__ == "__main__":
    serve()
