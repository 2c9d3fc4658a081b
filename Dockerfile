# The portal without what a bare machine needs (no embedded servers, no node, no test tools).
# The commands are those of `make`: a test compares (tests/architecture/test_compose.py).

FROM node:24-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --silent --no-audit --no-fund --ignore-scripts

FROM python:3.13-slim AS packages
RUN python -m venv /opt/venv && python -m pip install -q --disable-pip-version-check uv
COPY requirements-production.lock ./
RUN uv pip sync -q --python /opt/venv/bin/python --require-hashes requirements-production.lock

FROM python:3.13-slim AS portal
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    DJANGO_SETTINGS_MODULE=portal.settings \
    STATIC_ROOT=/srv/concord/static \
    MEDIA_ROOT=/srv/concord/media \
    BEAT_SCHEDULE_FILE=/tmp/beat-schedule
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin concord \
    && install -d -o concord -g concord -m 0700 /srv/concord/media
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/concord/app
COPY --from=assets /build/node_modules ./node_modules
COPY manage.py ./
COPY portal ./portal
COPY cases ./cases
COPY recommendations ./recommendations
COPY referrals ./referrals
COPY templates ./templates
COPY static ./static
COPY locale ./locale
RUN python -m portal.languages compile \
    && python -m portal.embedded secrets --folder /tmp/throwaway \
    && SECRET_KEY_FILE=/tmp/throwaway/secret_key \
       DATABASE_URL_FILE=/tmp/throwaway/database_url \
       REDIS_URL_FILE=/tmp/throwaway/redis_url \
       SEALING_KEY_FILE=/tmp/throwaway/sealing_keys.json \
       INDEX_KEY_FILE=/tmp/throwaway/index_keys.json \
       python -m portal.embedded.commands collectstatic \
    && rm -r /tmp/throwaway
USER concord
EXPOSE 8000
CMD ["python", "-m", "portal.embedded.commands", "web"]
