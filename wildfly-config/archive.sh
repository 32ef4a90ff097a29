# Sourced by user.sh, schema.sh and audit.sh: runs a class of the archive with what it needs beside it. Sets nothing but functions.

# archive_find <name of the script> <EAR or ''>: prints the EAR's absolute path.
archive_find() {
  local here candidate
  here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
  for candidate in "$2" "$here/mediafiles.ear" "$here/../mediafiles-ear/target/mediafiles.ear"; do
    if [ -n "$candidate" ] && [ -f "$candidate" ]; then
      echo "$(cd "$(dirname "$candidate")" && pwd)/$(basename "$candidate")"
      return
    fi
  done
  echo "$1: mediafiles.ear is not beside this script: name it with --ear <file>, or build it" >&2
  exit 2
}

# archive_run <EAR> <class> [argument …]: the class's exit code is the script's. Who ends the script ends the class, which has what it
# holds to give back: the script passes the signal on and waits for it.
archive_run() {
  local ear=$1 class=$2 java=${JAVA_HOME:+$JAVA_HOME/bin/}java work code=0 tool path child
  shift 2
  work=$(mktemp -d)
  # shellcheck disable=SC2064
  trap "rm -rf '$work'" EXIT
  if command -v "${JAVA_HOME:+$JAVA_HOME/bin/}jar" >/dev/null; then
    (cd "$work" && "${JAVA_HOME:+$JAVA_HOME/bin/}jar" xf "$ear" mediafiles-ejb.jar tools lib)
  else
    unzip -q "$ear" mediafiles-ejb.jar 'tools/*' 'lib/*' -d "$work"
  fi
  path=$work/mediafiles-ejb.jar:$work/lib/*
  for tool in "$work"/tools/*; do path=$path:$tool; done
  # In the background, since the shell answers no signal while it waits for what is in front; with the script's own input.
  "$java" -cp "$path" "$class" "$@" <&0 &
  child=$!
  # shellcheck disable=SC2064
  trap "kill -TERM $child 2>/dev/null || true" TERM INT HUP
  while :; do
    code=0
    wait "$child" || code=$?
    kill -0 "$child" 2>/dev/null || break
  done
  exit "$code"
}
