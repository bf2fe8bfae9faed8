"""The image over captured traffic: at a command line, and as the platform starts a schedule that an SDK has made."""

import json
from pathlib import Path

import pytest
from container.box import NOBODY_KNOWS, STRICT, documents, mounted, run
from sdk_bodies import started
from sdk_trees import baseline_of_rows, bodies_beside, lay_out

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[2] / "sample_data"
SCRIPT = """
import json, os

def preprocess_handler(inference_record):
    answer = json.loads(inference_record.endpoint_output.data)
    return {"answer": answer["defaulted"], "user": os.getuid(), "home": os.environ.get("NUMBA_CACHE_DIR")}
"""


def test_captured_traffic_at_a_command_line(image, folders):
    """Without a network, with a read-only root, as a user without a name: the hour's violations are those of the sample."""
    options = (*STRICT, *NOBODY_KNOWS, *mounted(folders, SAMPLE))
    assert run(image, "baseline", "/data/training.csv", "-o", "/out/base", options=options).code == 0

    words = ("--baseline", "/out/base", "-o", "/out/hour", "--start=2026-11-24T13:00Z", "--end=2026-11-24T14:00Z")
    ended = run(image, "monitor", "/data/captures", *words, options=options)

    assert ended.code == 1, ended.log
    assert "200 rows read" in ended.log
    violations = json.loads((folders / "out/hour/constraint_violations.json").read_text())["violations"]
    assert {"income.monthly", "purpose", "interest_rate"} <= {violation["feature_name"] for violation in violations}


def test_a_script_in_the_image(image, folders):
    """It runs as the container's user, and sees nothing of the engine's variables."""
    (folders / "data" / "script.py").write_text(SCRIPT)
    options = (*STRICT, *NOBODY_KNOWS, *mounted(folders), "-v", f"{SAMPLE}:/sample:ro")

    ended = run(
        image, "baseline", "/sample/captures", "--preprocess", "/data/script.py", "-o", "/out/base", options=options
    )

    assert ended.code == 0, ended.log
    features = json.loads((folders / "out/base/statistics.json").read_text())["features"]
    assert [feature["name"] for feature in features] == ["answer", "home", "user"]
    assert features[1]["inferred_type"] == "Unknown"
    assert features[2]["numerical_statistics"]["min"] == 4711.0


@pytest.mark.parametrize("body", ["v2_dq_suggest_baseline", "v3_dq_create_schedule_endpoint"])
def test_what_an_sdk_asks_for(image, golden, session, tmp_path, body):
    """A job laid out at /opt/ml as the platform does completes, with its scripts, and says so in its message."""
    tmp_path.chmod(0o755)
    (tmp_path / "baseline").mkdir()
    job, root = started(bodies_beside(golden) / f"{body}.json"), tmp_path / "ml"
    lay_out(job, root, baseline_of_rows(tmp_path / "baseline", session))
    output = root / "processing" / "output"
    output.mkdir(parents=True, exist_ok=True)

    ended = run(image, options=("--network", "none", "-v", f"{root}:/opt/ml"))

    assert ended.code == 0, ended.log
    assert (root / "output/message").read_text() == "Completed: Job completed successfully with no violations."
    assert {"statistics.json", "constraints.json"} <= documents(output)
