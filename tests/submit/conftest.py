"""What tests of clusters share: the packed environment, and a YARN with HDFS."""

import logging

import pytest
from submit.clusters import minicluster
from submit.packing import pack

from engine.setup.provision import compile_kernels


@pytest.fixture(scope="session")
def archive(tmp_path_factory):
    """Give an environment that is packed; its kernels are compiled first, unless set-up has done so."""
    compile_kernels(logging.getLogger(__name__))
    return pack(tmp_path_factory.mktemp("packed"))


@pytest.fixture(scope="session")
def yarn(tmp_path_factory):
    """Give a YARN with HDFS, for the whole test run."""
    with minicluster(tmp_path_factory.mktemp("yarn")) as cluster:
        yield cluster
