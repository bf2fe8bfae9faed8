"""From settings to a Job."""

from datetime import UTC, datetime

import pytest

from engine.errors import JobError
from engine.job.dataset import Dataset
from engine.job.definition import BaselinePaths, Job
from engine.job.semantics import Semantics
from engine.job.times import MonitoringWindow
from engine.readers.capture.options import CaptureFormat
from engine.readers.csv.options import CsvFormat
from engine.readers.transform.options import TransformFormat
from engine.sagemaker.job import job_from, notes
from engine.sagemaker.settings import collect

NEEDED = {"dataset_source": "/in", "output_path": "/out", "dataset_format": '{"csv": {"header": true}}'}

CAPTURES = '{"sagemakerCaptureJson": {"captureIndexNames": ["endpointInput", "endpointOutput"]}}'


def settings(**more: str):
    """Return the settings that a job needs, and *more*; an empty text takes one away."""
    return collect(NEEDED, None, more)


def test_a_baseline_run():
    """Source, output and format are enough for a run without a baseline."""
    assert job_from(settings()) == Job(Dataset("/in", CsvFormat(header=True)), "/out")


def test_a_monitoring_run():
    """Everything that a schedule sets finds its place in the job."""
    job = job_from(
        settings(
            baseline_statistics="/b/statistics.json",
            baseline_constraints="/b/constraints.json",
            exclude_features_attribute="id, name,,",
            categorical_drift_method="ChiSquared",
            semantics="observed",
            text_encoding="latin-1",
            analysis_type="DATA_QUALITY",
            publish_cloudwatch_metrics="Disabled",
            sagemaker_monitoring_schedule_name="hourly",
        )
    )
    assert job == Job(
        dataset=Dataset("/in", CsvFormat(header=True), "latin-1"),
        output="/out",
        baseline=BaselinePaths("/b/statistics.json", "/b/constraints.json"),
        semantics=Semantics.OBSERVED,
        excluded=("id", "name"),
        categorical_drift_method="ChiSquared",
        scheduled=True,
    )


@pytest.mark.parametrize("name", ["statistics", "constraints"])
def test_one_document_makes_a_monitoring_run(name):
    """Either document of a baseline may be absent."""
    assert job_from(settings(**{f"baseline_{name}": "/b"})).baseline == BaselinePaths(**{name: "/b"})


@pytest.mark.parametrize("name", ["sagemaker_monitoring_schedule_name", "start_time", "end_time"])
def test_a_schedule_is_known_by_its_name_or_its_window(name):
    """A schedule without a baseline is told from a baseline run, for an empty one completes."""
    job = job_from(settings(**{name: "2024-03-18T13:00:00Z"}))
    assert job.scheduled
    assert job.baseline is None


def test_known_values_may_be_spelled_in_any_case():
    """The engine compares a setting's value without regard to case, and keeps its own spelling."""
    job = job_from(settings(categorical_drift_method="linfinity", semantics="Observed"))
    assert (job.categorical_drift_method, job.semantics) == ("LInfinity", Semantics.OBSERVED)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("dataset_source", "", "dataset_source is not set; give the folder or file that holds the data"),
        ("output_path", "", "output_path is not set; give the folder to write the documents to"),
        ("dataset_format", "", "dataset_format is not set; give how the data is written"),
        ("dataset_format", "{", "dataset_format is not JSON"),
        ("semantics", "strict", "semantics is 'strict'; known are corrected, observed."),
        ("categorical_drift_method", "PSI", "categorical_drift_method is 'PSI'; known are LInfinity, ChiSquared."),
        ("publish_cloudwatch_metrics", "yes", "publish_cloudwatch_metrics is 'yes'; known are Enabled, Disabled."),
        ("analysis_type", "BIAS", "analysis_type is 'BIAS'; known are DATA_QUALITY, MODEL_QUALITY."),
        ("analysis_type", "MODEL_QUALITY", "problem_type is not set, and a model's quality is measured by its problem"),
        ("record_preprocessor_script", "/p.py", "record_preprocessor_script: there is no file /p.py; name the script"),
        ("post_analytics_processor_script", "/", "post_analytics_processor_script: there is no file /; name the"),
        ("report_enabled", "maybe", "report_enabled is 'maybe'; known are true, false."),
        ("suggestions", "Some", "suggestions is 'Some'; known are Enabled, Disabled."),
        ("text_encoding", "klingon", "text_encoding 'klingon' is unknown"),
        ("text_encoding", "hex", "text_encoding 'hex' is unknown"),
    ],
)
def test_each_setting_that_cannot_be_done_gets_a_sentence(name, value, sentence):
    """What is missing or unknown is refused rather than passed over."""
    with pytest.raises(JobError) as raised:
        job_from(settings(**{name: value}))
    assert sentence in str(raised.value)


@pytest.mark.parametrize(("value", "asked"), [("true", True), ("True", True), ("false", False), (None, False)])
def test_a_report_is_written_where_it_is_enabled(value, asked):
    """The official variable has JSON's words, in whatever letters."""
    given = {} if value is None else {"report_enabled": value}
    assert job_from(settings(**given)).report is asked


def test_a_file_of_rules_is_taken_as_it_is_named():
    """It is read by the run."""
    assert job_from(settings(rules_path="/r")).rules == "/r"
    assert job_from(settings(rules_references="a=/x")).references == (("a", "/x"),)
    assert job_from(settings()).rules is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("put_metrics", "Disabled"), ("report_enabled", "false"), ("suggestions", "Enabled")],
)
def test_what_is_switched_off_is_no_request(name, value):
    """A setting that asks for nothing changes nothing."""
    assert job_from(settings(**{name: value})) == job_from(settings())


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("start_time", "2024-03-18T13:00:00Z", "start_time select nothing in a csv dataset"),
        ("sagemaker_endpoint_name", "ep", "sagemaker_endpoint_name select nothing in a csv dataset"),
        ("bad_records_share", "0.5", "bad_records_share select nothing in a csv dataset"),
        ("script_timeout", "60", "script_timeout has no effect, for no script is named."),
    ],
)
def test_a_setting_with_less_effect_than_it_seems_is_noted(name, value, sentence):
    """The run goes on, and the log says what it does not do."""
    (note,) = notes(settings(**{name: value}))
    assert sentence in note


def test_thresholds_of_a_baseline_run():
    """They are noted to judge nothing where there is a baseline already."""
    given = {"data_quality_monitoring_config": '{"domain_content_threshold": 0.25}'}
    assert job_from(settings(**given)).thresholds.general.domain_content_threshold == 0.25
    assert notes(settings(**given)) == ()
    (note,) = notes(settings(**given, baseline_constraints="/b"))
    assert note.startswith("data_quality_monitoring_config judges nothing in a monitoring run")


def test_variables_out_of_scope_are_noted():
    """Variables of AutoML and image jobs are named and do no harm."""
    given = collect({**NEEDED, "detect_outliers": "true", "image_data": "x"}, None, {})
    assert notes(given) == ("Ignored, for they concern AutoML and image jobs: detect_outliers, image_data.",)


def test_an_ordinary_job_has_no_notes():
    """Nothing is noted where nothing is left out."""
    assert notes(settings(publish_cloudwatch_metrics="Disabled", monitoring_input_type="ENDPOINT_INPUT")) == ()


def test_what_concerns_model_quality_is_named_in_a_data_quality_job():
    """Such a setting changes nothing there, and the log says so."""
    settings = collect({}, {"Environment": {"probability_attribute": "p", "dataset_source": "d"}}, {})

    assert "Without effect, for they concern model quality alone: probability_attribute." in notes(settings)


def captures(**more: str):
    """Return the settings of a job over captured traffic, and *more*."""
    return settings(dataset_format=CAPTURES, **more)


def test_a_monitoring_run_over_captured_traffic():
    """The window, the endpoint and the variant choose among the records; nothing of that is noted as without effect."""
    given = captures(
        start_time="2024-03-18T13:00:00Z",
        end_time="2024-03-18T16:00:00+02:00",
        sagemaker_endpoint_name="ep",
        variant_name="AllTraffic",
        bad_records_share="0.25",
        exclude_features_attribute="0, name",
        metric_time="2024-03-18T13:00:00Z",
    )
    job = job_from(given)
    assert job.dataset == Dataset(
        "/in",
        CaptureFormat(("endpointInput", "endpointOutput"), "ep", "AllTraffic", 0.25),
        window=MonitoringWindow(datetime(2024, 3, 18, 13, tzinfo=UTC), datetime(2024, 3, 18, 14, tzinfo=UTC)),
    )
    assert (job.excluded, job.scheduled, job.baseline) == (("0", "name"), True, None)
    assert notes(given) == ()


def test_captured_traffic_without_a_window_is_all_of_it():
    """Nothing is chosen where nothing is said."""
    assert job_from(captures()).dataset == Dataset("/in", CaptureFormat(("endpointInput", "endpointOutput")))


@pytest.mark.parametrize("name", ["start_time", "end_time"])
def test_a_window_may_have_one_bound(name):
    """The other side is open."""
    given = job_from(captures(**{name: "2024-03-18"})).dataset.window
    assert given == MonitoringWindow(**{name.removesuffix("_time"): datetime(2024, 3, 18, tzinfo=UTC)})


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"start_time": "-PT1H"}, "start_time is expected to be a time of ISO 8601, such as 2024-03-18T13:00:00Z"),
        ({"end_time": "13 o'clock"}, "end_time is expected to be a time of ISO 8601"),
        ({"start_time": "2024-03-18", "end_time": "2024-03-17"}, "end_time is 2024-03-17T00:00:00+00:00, before start"),
        ({"bad_records_share": "1%"}, "bad_records_share is expected to be a number; found '1%'"),
        ({"bad_records_share": "1.5"}, "bad_records_share is expected to be from 0 to 1; found 1.5"),
        ({"bad_records_share": "nan"}, "bad_records_share is expected to be from 0 to 1; found nan"),
        ({"bad_records_share": "-0.1"}, "bad_records_share is expected to be from 0 to 1; found -0.1"),
    ],
)
def test_what_chooses_nothing_among_captures_gets_a_sentence(more, sentence):
    """Times and shares are checked where they are used."""
    with pytest.raises(JobError) as raised:
        job_from(captures(**more))
    assert sentence in str(raised.value)


def test_times_of_a_csv_dataset_are_not_even_read():
    """They select nothing there, as the note says."""
    assert job_from(settings(start_time="soon")).dataset.window is None


@pytest.fixture
def script(tmp_path):
    """Give the path of a script."""
    (tmp_path / "pre.py").write_text("def preprocess_handler(record): return []\n")
    return str(tmp_path / "pre.py")


@pytest.mark.parametrize("dataset_format", [NEEDED["dataset_format"], CAPTURES])
def test_scripts_have_their_time_and_their_environment(script, dataset_format):
    """They see the user's own variables and what of the process is no business of the engine's; no setting."""
    environ = {**NEEDED, "dataset_format": dataset_format, "AWS_REGION": "here", "semantics": "observed"}
    job = {"Environment": {"MY_VAR": "1", "record_preprocessor_script": script}}

    made = job_from(collect(environ, job, {"post_analytics_processor_script": script, "script_timeout": "60"}))

    for each in (made.dataset.preprocessor, made.postprocessor):
        assert (each.path, each.environment, each.seconds) == (script, (("AWS_REGION", "here"), ("MY_VAR", "1")), 60.0)


def test_a_script_has_five_minutes_where_nobody_says_more(script):
    """The setting script_timeout is the engine's own."""
    assert job_from(settings(record_preprocessor_script=script)).dataset.preprocessor.seconds == 300.0


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "604801"])
def test_a_time_for_scripts_is_more_than_nothing_and_at_most_a_week(script, seconds):
    """Anything else is a mistake."""
    with pytest.raises(JobError, match="script_timeout is expected to be a number of seconds, more than 0 and at most"):
        job_from(settings(record_preprocessor_script=script, script_timeout=seconds))


def test_a_time_for_scripts_is_a_number():
    """Also where no script is named."""
    with pytest.raises(JobError, match="script_timeout is expected to be a number; found 'long'"):
        job_from(settings(script_timeout="long"))


def test_texts_that_mean_missing():
    """A variable of the contract, for CSV; in captures it has no effect, and a note says so."""
    asked = {"missing_values": "nan, None,,nan"}
    assert job_from(settings(**asked)).dataset.format.missing_values == ("nan", "None")
    assert not any("missing_values" in note for note in notes(settings(**asked)))
    captures = settings(**asked, dataset_format='{"sagemakerCaptureJson": {}}')
    assert "missing_values has no effect in a sagemakerCaptureJson dataset." in notes(captures)


@pytest.mark.parametrize("kind", ["BATCH_TRANSFORM_INPUT", "BatchTransformInput"])
def test_a_batch_transform_is_what_its_manifests_name(kind):
    """Each side written as dataset_format says, an output without a header; the window chooses among the manifests."""
    written = {"dataset_format": '{"csv": {"header": true, "output_columns_position": "END"}}', "missing_values": "nan"}
    given = settings(monitoring_input_type=kind, start_time="2024-03-18T13:00:00Z", **written)
    dataset = job_from(given).dataset
    options = {"output_columns_position": "END", "missing_values": ("nan",)}
    assert dataset.format == TransformFormat(
        CsvFormat(header=True, **options), CsvFormat(**options), output_first=False
    )
    assert dataset.window is not None
    assert notes(given) == ()


def test_a_batch_transform_of_captured_traffic_is_noted():
    """Captures are read as they are: no manifest names any."""
    given = settings(monitoring_input_type="BATCH_TRANSFORM_INPUT", dataset_format='{"sagemakerCaptureJson": {}}')
    assert job_from(given).dataset.format == CaptureFormat()
    (note,) = notes(given)
    assert note.startswith("monitoring_input_type asks for a batch transform")
