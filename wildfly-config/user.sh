#!/usr/bin/env bash
# Users of an installation, by the archive's own classes: add | password | role | lock | unlock | list (see --help).
# Passwords are asked for on the terminal or read from standard input, never taken as an argument.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
ear=''
if [ "${1:-}" = --ear ]; then
  ear=${2:?user.sh: --ear needs a file}
  shift 2
fi
for candidate in "$ear" "$here/mediafiles.ear" "$here/../mediafiles-ear/target/mediafiles.ear"; do
  if [ -n "$candidate" ] && [ -f "$candidate" ]; then
    ear=$(cd "$(dirname "$candidate")" && pwd)/$(basename "$candidate")
    break
  fi
done
if [ -z "$ear" ] || [ ! -f "$ear" ]; then
  echo "user.sh: mediafiles.ear is not beside this script: name it with --ear <file>, or build it" >&2
  exit 2
fi

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if command -v "${JAVA_HOME:+$JAVA_HOME/bin/}jar" >/dev/null; then
  (cd "$work" && "${JAVA_HOME:+$JAVA_HOME/bin/}jar" xf "$ear" mediafiles-ejb.jar tools lib)
else
  unzip -q "$ear" mediafiles-ejb.jar 'tools/*' 'lib/*' -d "$work"
fi
code=0
"$java" -cp "$work/mediafiles-ejb.jar:$work/tools/postgresql.jdbc:$work/lib/*" org.mediafiles.adoption.CommandLine "$@" || code=$?
exit "$code"
