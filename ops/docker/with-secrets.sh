#!/bin/sh
# Every file in /run/secrets becomes the setting of its name, so that no secret stands in a compose file or in what
# `docker inspect` shows. Then runs what it is given.
set -eu
for file in "${SECRETS_DIR:-/run/secrets}"/*; do
  [ -f "$file" ] || continue
  export "$(basename "$file" | tr '[:lower:]' '[:upper:]')=$(cat "$file")"
done
exec "$@"
