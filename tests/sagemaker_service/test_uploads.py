"""What becomes of a job's outputs: Continuous ones as they come, the others at the end; and inputs on two hosts."""

import pytest
from sagemaker_service.cloud import Cloud
from sagemaker_service.layout import download_inputs
from sagemaker_service.transfer import Transfer, TransferError
from sagemaker_service.uploads import Uploads

ROLE = "arn:aws:iam::123456789012:role/monitor"
OUT = "/opt/ml/processing/output"


@pytest.fixture
def transfer(s3):
    """Give S3 as the role may use it."""
    return Transfer(Cloud(s3.endpoint), ROLE)


def _job(s3, mode):
    output = {"LocalPath": OUT, "S3Uri": s3.address("out"), "S3UploadMode": mode}
    return {"ProcessingOutputConfig": {"Outputs": [{"OutputName": "result", "S3Output": output}]}}


def _write(root, text):
    (root / "processing/output").mkdir(parents=True, exist_ok=True)
    (root / "processing/output/a.json").write_text(text)


def test_a_continuous_output_goes_when_it_rests(s3, transfer, tmp_path):
    """Not at the first sight, and again when it has changed."""
    uploads = Uploads(_job(s3, "Continuous"), [tmp_path], transfer)
    _write(tmp_path, "one")
    uploads.upload_settled()
    assert s3.held("out") == []
    uploads.upload_settled()
    assert s3.get("out/a.json") == b"one"

    _write(tmp_path, "another")
    uploads.upload_rest()
    assert s3.get("out/a.json") == b"another"


def test_another_output_goes_at_the_end(s3, transfer, tmp_path):
    """However long it rests."""
    uploads = Uploads(_job(s3, "EndOfJob"), [tmp_path], transfer)
    _write(tmp_path, "one")
    uploads.upload_settled()
    uploads.upload_settled()
    assert s3.held("out") == []
    uploads.upload_rest()
    assert s3.held("out") == ["out/a.json"]


@pytest.mark.parametrize(
    ("distribution", "first", "second"),
    [("FullyReplicated", ["a", "b", "c"], ["a", "b", "c"]), ("ShardedByS3Key", ["a", "c"], ["b"])],
)
def test_inputs_of_two_hosts(s3, transfer, tmp_path, distribution, first, second):
    """All to each, or each object to one of them; what only begins like the prefix is not meant."""
    s3.put_all({**{f"in/{name}": name for name in "abc"}, "in-other/d": "d"})
    source = {
        "S3Uri": s3.address("in"),
        "LocalPath": "/opt/ml/processing/input",
        "S3DataDistributionType": distribution,
    }
    roots = [tmp_path / "algo-1", tmp_path / "algo-2"]
    download_inputs({"ProcessingInputs": [{"InputName": "in", "S3Input": source}]}, roots, transfer)

    found = [sorted(path.name for path in (root / "processing/input").iterdir()) for root in roots]
    assert found == [first, second]


def test_one_object_keeps_its_name(s3, transfer, tmp_path):
    """In the folder of the input."""
    s3.put_all({"in/a.csv": "a"})
    transfer.download(s3.address("in/a.csv"), ("in/a.csv",), tmp_path)
    assert (tmp_path / "a.csv").read_text() == "a"


def test_what_is_not_there(s3, transfer):
    """The sentence names the address and the role."""
    with pytest.raises(TransferError, match=f'"{s3.address("none")}".*"{ROLE}" has "s3:ListBucket"'):
        transfer.keys(s3.address("none"))
