#!/usr/bin/env bash
# The audit trail of an installation, by the archive's own classes: verify (see --help). Changes nothing, needs no server.
# Needs a build, or mediafiles.ear beside it, and a JDK. Passwords come from the environment, never as arguments.
set -euo pipefail

# shellcheck source=wildfly-config/archive.sh
. "$(dirname "$0")/archive.sh"
ear=''
if [ "${1:-}" = --ear ]; then
  ear=${2:?audit.sh: --ear needs a file}
  shift 2
fi
ear=$(archive_find audit.sh "$ear")
archive_run "$ear" org.mediafiles.adoption.AuditCommand "$@"
