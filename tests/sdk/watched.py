"""An endpoint that is watched, and data to watch it by, as tests put them there: no SDK has made them."""

import json

from sagemaker_service.model import packed
from sagemaker_service.service import Service

BUCKET = "ml-bucket"
ROLE = "arn:aws:iam::123456789012:role/monitor"
MODEL = f"s3://{BUCKET}/models/loans.tar.gz"
TRAINING = "training/training-dataset-with-header.csv"


def put_data(service: Service) -> None:
    """Put the model's archive and its training data: 400 rows of `risk`, which it answers, and what it is asked."""
    client = service.cloud.client("s3")
    client.put_object(Bucket=BUCKET, Key="models/loans.tar.gz", Body=packed([0.5, 0.0001, -1], 2))
    rows = [(20 + row % 40, 30_000 + 100 * (row % 97), row % 10 / 10) for row in range(400)]
    answers = (f"{0.5 * age + 0.0001 * income - debts + 2:.6f},{age},{income},{debts}\n" for age, income, debts in rows)
    client.put_object(Bucket=BUCKET, Key=TRAINING, Body="risk,age,income,debts\n" + "".join(answers))


def deploy(service: Service, name: str, *, capture: bool = True) -> None:
    """Make an endpoint of that *name*, with data capture or without."""
    client = service.cloud.client("sagemaker")
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/linear:1"
    client.create_model(ModelName=name, PrimaryContainer={"Image": image, "ModelDataUrl": MODEL}, ExecutionRoleArn=ROLE)
    client.create_endpoint_config(
        EndpointConfigName=name,
        ProductionVariants=[
            {"VariantName": "AllTraffic", "ModelName": name, "InitialInstanceCount": 1, "InstanceType": "ml.m4.xlarge"}
        ],
        DataCaptureConfig={
            "EnableCapture": capture,
            "InitialSamplingPercentage": 100,
            "DestinationS3Uri": f"s3://{BUCKET}/watched",
            "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
            "CaptureContentTypeHeader": {"CsvContentTypes": ["text/csv"]},
        },
    )
    client.create_endpoint(EndpointName=name, EndpointConfigName=name)


def withdraw(service: Service, name: str) -> None:
    """Delete the endpoint and all that it was made of."""
    client = service.cloud.client("sagemaker")
    client.delete_endpoint(EndpointName=name)
    client.delete_endpoint_config(EndpointConfigName=name)
    client.delete_model(ModelName=name)


def ask(service: Service, name: str, body: str) -> None:
    """Ask the endpoint, as a client does."""
    service.endpoints.invoke(name, body.encode(), {"Content-Type": "text/csv"})


def put_transform(service: Service, given: str, answers: str) -> None:
    """Put what a batch transform with data capture leaves in this hour: manifests, its input and its output."""
    hour = f"{service.clock.now:%Y/%m/%d/%H}"
    for side, name, content in (("input", "a.csv", given), ("output", "a.csv.out", answers)):
        manifest = json.dumps([{"prefix": f"s3://{BUCKET}/transformed/{side}/"}, name])
        client = service.cloud.client("s3")
        client.put_object(Bucket=BUCKET, Key=f"transforms/{side}/{hour}/m.json", Body=manifest)
        client.put_object(Bucket=BUCKET, Key=f"transformed/{side}/{name}", Body=content)
