#!/usr/bin/env bash
# The schema of an installation, by the archive's own classes: plan, preflight, backup, migrate, validate, roll back … (--help).
# Needs a build, or mediafiles.ear beside it, and a JDK; no server. Passwords come from the environment, never as arguments.
set -euo pipefail

# shellcheck source=wildfly-config/archive.sh
. "$(dirname "$0")/archive.sh"
ear=''
if [ "${1:-}" = --ear ]; then
  ear=${2:?schema.sh: --ear needs a file}
  shift 2
fi
ear=$(archive_find schema.sh "$ear")
archive_run "$ear" org.mediafiles.adoption.SchemaCommand "$@"
