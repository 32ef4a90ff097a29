#!/usr/bin/env bash
# Users of an installation, by the archive's own classes: add | password | role | lock | unlock | list (see --help).
# Passwords are asked for on the terminal or read from standard input, never taken as an argument.
set -euo pipefail

# shellcheck source=wildfly-config/archive.sh
. "$(dirname "$0")/archive.sh"
ear=''
if [ "${1:-}" = --ear ]; then
  ear=${2:?user.sh: --ear needs a file}
  shift 2
fi
ear=$(archive_find user.sh "$ear")
archive_run "$ear" org.mediafiles.adoption.CommandLine "$@"
