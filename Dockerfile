# Tandem in a container. The last image holds the application, its packages and the prepared
# embedding model; torch is used only in the stage that prepares the model, and stays there.

FROM python:3.13-slim-bookworm AS base
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PATH=/opt/venv/bin:$PATH \
    TANDEM_CACHE_DIR=/opt/tandem \
    TANDEM_DATA_DIR=/data
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
       libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app

FROM base AS packages
COPY requirements.lock ./
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock

FROM packages AS model
COPY requirements-dev.lock ./
RUN sed -n '/^uv==/,/# via/p' requirements-dev.lock > uv.lock \
    && /opt/venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r uv.lock
COPY . .
RUN TANDEM_DATA_DIR=/tmp/data python manage.py prepare_model

FROM base AS tandem
RUN useradd --system --uid 10001 --home-dir /data tandem \
    && install --directory --owner tandem --group tandem /data
COPY --from=packages /opt/venv /opt/venv
COPY --from=model /opt/tandem/models /opt/tandem/models
COPY . .
USER tandem
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD \
    ["python", "-c", "import urllib.request; urllib.request.urlopen('http://localhost:8000/healthz', timeout=4)"]
CMD ["gunicorn", "cms.config.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "4", "--timeout", "120"]
