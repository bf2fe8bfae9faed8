# The engine with all that it needs, and nothing to be fetched at run time. `make image` builds it.
ARG BASE=debian:bookworm-slim

# A Java 17 of the modules that Spark, Hadoop and Deequ touch: of the desktop it is the beans, without native code.
FROM ${BASE} AS java
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends binutils openjdk-17-jdk-headless
RUN jlink --output /opt/java --compress=2 --no-man-pages --no-header-files --exclude-files=/java.desktop/lib/** \
      --strip-java-debug-attributes --strip-native-debug-symbols=exclude-debuginfo-files \
      --add-modules java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.rmi,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.crypto.ec,jdk.management,jdk.naming.dns,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.zipfs

# What the build and the image share: Debian's Python, which both have at the same path.
FROM ${BASE} AS python
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends ca-certificates python3 \
 && rm -rf /var/cache/apt /var/cache/debconf /var/lib/apt/lists /var/log/*

FROM python AS build
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
ARG PIP_TRUSTED_HOST
ARG PIP_DEFAULT_TIMEOUT
ARG DEFAULT_ARTIFACT_REPOSITORY
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_QUIET=1 PIP_ROOT_USER_ACTION=ignore
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends binutils python3-venv
COPY requirements /src/requirements
RUN python3 -m venv /tools \
 && /tools/bin/pip install --require-hashes -r /src/requirements/build.txt \
 && /tools/bin/pip install --require-hashes -r /src/requirements/sbom.txt
RUN /tools/bin/pip download --require-hashes --no-build-isolation --dest /downloads -r /src/requirements/run.txt \
 && sha256sum /downloads/* >/src/sums \
 && /tools/bin/pip wheel --no-index --no-deps --no-build-isolation --wheel-dir /wheels /downloads/* \
 && python3 -m venv --without-pip /opt/model-monitor \
 && /tools/bin/pip --python /opt/model-monitor/bin/python install --no-index --no-deps --no-compile /wheels/* \
 && rm -r /downloads /wheels
COPY image/cut.py /src/image/cut.py
RUN python3 /src/image/cut.py /opt/model-monitor/lib/python3.11/site-packages
COPY --from=java /opt/java /opt/java
COPY . /src
RUN /tools/bin/pip wheel --no-index --no-deps --no-build-isolation --wheel-dir /wheels /src \
 && sha256sum /wheels/* >>/src/sums \
 && /tools/bin/pip --python /opt/model-monitor/bin/python install --no-index --no-deps --no-compile /wheels/* \
 && /tools/bin/cyclonedx-py environment --output-reproducible -o /src/environment.json /opt/model-monitor/bin/python
# The kernels are compiled for any processor of the architecture; byte code is written by the runs of the check.
ENV PATH=/opt/model-monitor/bin:$PATH JAVA_HOME=/opt/java NUMBA_CPU_NAME=generic
RUN model-monitor setup \
 && python /src/image/check.py \
 && /tools/bin/python /src/image/bom.py /src/environment.json /src/sums /opt/java \
      /opt/model-monitor/lib/python3.11/site-packages/pyspark/jars /opt/model-monitor/share/model-monitor \
      >/opt/model-monitor/share/sbom.cdx.json

FROM python
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="model-monitor-engine" \
      org.opencontainers.image.description="Baseline and monitoring of tabular data: the job of SageMaker Model Monitor's analyzer container, on any machine." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /opt /opt
ENV PATH=/opt/model-monitor/bin:$PATH JAVA_HOME=/opt/java NUMBA_CPU_NAME=generic \
    LANG=C.UTF-8 PYTHONSAFEPATH=1 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
ENTRYPOINT ["/opt/model-monitor/bin/python", "-m", "engine"]
