"""Processing jobs that really run: each in a thread of its own, from its inputs to its outputs and its end."""

import signal
import time
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from threading import Event, Thread

from sagemaker_service.cloud import Cloud, arn
from sagemaker_service.faults import Fault, in_use, invalid
from sagemaker_service.layout import download_inputs, host_names, outputs, write_configuration
from sagemaker_service.logs import put_logs
from sagemaker_service.metrics import forward_metrics
from sagemaker_service.runners import Runner, Running, Start
from sagemaker_service.transfer import Transfer, TransferError
from sagemaker_service.uploads import Uploads

ENDED = ("Completed", "Failed", "Stopped")
FIRST_SECONDS = 86_400
"""How long a job may run that says nothing of it."""

GRACE = 120
"""So many seconds a container has between being told to stop and being killed."""

_POLL = 0.1


class Job:
    """One processing job: `described` is what DescribeProcessingJob tells of it."""

    def __init__(self, given: Mapping, cloud: Cloud, runner: Runner) -> None:
        self.described = {
            **given,
            "ProcessingJobArn": arn("processing-job", given["ProcessingJobName"]),
            "ProcessingJobStatus": "InProgress",
            "CreationTime": time.time(),
            "LastModifiedTime": time.time(),
        }
        self._cloud, self._runner = cloud, runner
        self._stopped = Event()
        self._thread = Thread(target=self._work, name=given["ProcessingJobName"], daemon=True)

    @property
    def status(self) -> str:
        return self.described["ProcessingJobStatus"]

    def start(self) -> None:
        self._thread.start()

    def wait(self) -> None:
        """Return when the job has ended."""
        self._thread.join()

    def stop(self) -> None:
        """Tell the job to stop, which takes it a while; one that has ended stays as it is."""
        if self.status == "InProgress":
            self._tell(ProcessingJobStatus="Stopping")
            self._stopped.set()

    def _work(self) -> None:
        try:
            with TemporaryDirectory(prefix="job-", ignore_cleanup_errors=True) as folder:
                self._run(Path(folder))
        except TransferError as error:
            self._end("Failed", FailureReason=str(error))
        except Exception as error:
            self._end("Failed", FailureReason=f"InternalServerError: {error!r}. Please try again.")
            raise

    def _run(self, folder: Path) -> None:
        folder.chmod(0o755)
        roots = {name: folder / name / "ml" for name in host_names(self.described)}
        transfer = Transfer(self._cloud, self.described["RoleArn"])
        write_configuration(self.described, roots)
        download_inputs(self.described, list(roots.values()), transfer)
        uploads = Uploads(self.described, list(roots.values()), transfer)
        self._tell(ProcessingStartTime=time.time())
        running = self._runner.start(self._started(roots))
        try:
            codes = self._follow(running, uploads)
            put_logs(self._cloud, self.described["ProcessingJobName"], running.logs())
        finally:
            running.remove()
        forward_metrics(self._cloud, self.described.get("Environment", {}), roots.values())
        self._conclude(codes, _message(roots.values()), uploads)

    def _started(self, roots: Mapping[str, Path]) -> Start:
        application = self.described["AppSpecification"]
        return Start(
            application["ImageUri"],
            application.get("ContainerEntrypoint", ()),
            application.get("ContainerArguments", ()),
            self.described.get("Environment", {}),
            roots,
        )

    def _follow(self, running: Running, uploads: Uploads) -> tuple[int, ...]:
        """Return the exit codes when all hosts have ended; past its time, or when it is told to, the job is stopped."""
        condition = self.described.get("StoppingCondition", {})
        last, killed = time.monotonic() + condition.get("MaxRuntimeInSeconds", FIRST_SECONDS), None
        while (codes := running.codes()) is None:
            uploads.upload_settled()
            if killed is None and (self._stopped.is_set() or time.monotonic() > last):
                self._tell(ProcessingJobStatus="Stopping")
                running.stop(signal.SIGTERM)
                killed = time.monotonic() + GRACE
            elif killed is not None and time.monotonic() > killed:
                running.stop(signal.SIGKILL)
            time.sleep(_POLL)
        return codes

    def _conclude(self, codes: tuple[int, ...], message: str, uploads: Uploads) -> None:
        told = {"ExitMessage": message} if message else {}
        if self.status == "Stopping":
            self._end("Stopped", **told)
        elif failed := next((code for code in codes if code), None):
            reason = f"AlgorithmError: {message or 'See job logs for more information'}, exit code: {failed}"
            self._end("Failed", FailureReason=reason, **told)
        else:
            uploads.upload_rest()
            self._end("Completed", **told)

    def _end(self, status: str, **told: object) -> None:
        self._tell(ProcessingEndTime=time.time(), **told)
        self._tell(ProcessingJobStatus=status)

    def _tell(self, **told: object) -> None:
        self.described |= {**told, "LastModifiedTime": time.time()}


def _message(roots: Iterator[Path]) -> str:
    """Return the exit message: those of all hosts, one behind the other."""
    places = [root / "output/message" for root in roots]
    return "".join(path.read_text() for path in places if path.exists())


class ProcessingJobs:
    """All processing jobs of the account, and the calls about them."""

    def __init__(self, cloud: Cloud, runner: Runner) -> None:
        self._cloud, self._runner = cloud, runner
        self._jobs: dict[str, Job] = {}

    def create(self, given: Mapping) -> dict[str, str]:
        """CreateProcessingJob: start it."""
        self._refuse(given)
        job = self._jobs[given["ProcessingJobName"]] = Job(given, self._cloud, self._runner)
        job.start()
        return {"ProcessingJobArn": job.described["ProcessingJobArn"]}

    def describe(self, given: Mapping) -> Mapping:
        """DescribeProcessingJob."""
        return self.named(given["ProcessingJobName"]).described

    def stop(self, given: Mapping) -> dict:
        """StopProcessingJob."""
        self.named(given["ProcessingJobName"]).stop()
        return {}

    def list(self, given: Mapping) -> dict[str, list]:
        """ListProcessingJobs, the newest first."""
        wanted, words = given.get("StatusEquals"), given.get("NameContains", "")
        shown = ("ProcessingJobName", "ProcessingJobArn", "CreationTime", "LastModifiedTime", "ProcessingEndTime",
                 "ProcessingJobStatus", "ExitMessage", "FailureReason")  # fmt: skip
        found = [
            {key: job.described[key] for key in shown if key in job.described}
            for name, job in reversed(self._jobs.items())
            if words in name and wanted in (None, job.status)
        ]
        return {"ProcessingJobSummaries": found[: given.get("MaxResults", 10)]}

    def named(self, name: str) -> Job:
        """Return the job of that name. Raises Fault where there is none."""
        if name not in self._jobs:
            raise invalid(f"Could not find requested job with name: {name}")
        return self._jobs[name]

    def stop_all(self) -> None:
        """Stop what still runs, and wait for it."""
        for job in self._jobs.values():
            job.stop()
            job.wait()

    def _refuse(self, given: Mapping) -> None:
        name = given["ProcessingJobName"]
        if name in self._jobs:
            raise in_use(
                f"Job name must be unique within an AWS account and region, and a job with this name already exists "
                f"({arn('processing-job', name)})"
            )
        inputs = [each["S3Input"] for each in given.get("ProcessingInputs", ())]
        for path in (each["LocalPath"] for each in (*inputs, *outputs(given))):
            if not PurePosixPath(path).is_relative_to("/opt/ml/processing"):
                raise invalid(f"LocalPath {path} must be an absolute path that starts with /opt/ml/processing")
        if reason := self._runner.refusal(len(host_names(given))):
            raise Fault("ResourceLimitExceeded", reason)
