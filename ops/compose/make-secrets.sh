#!/bin/sh
# Makes the secrets that cluster.yml names, once: what is there stays. They are all that a backup needs beside the volumes.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
keep() {
  [ -e "secrets/$1" ] || printf '%s' "$2" >"secrets/$1"
  # The folder keeps others out; the servers in the containers are other users, and must read them.
  chmod 644 "secrets/$1"
}
keep collab_secret "$(random)"
keep auth_secret "$(random)"
keep postgres_password "$(random)"
keep database_url "postgres://pliego:$(cat secrets/postgres_password)@postgres:5432/pliego"
