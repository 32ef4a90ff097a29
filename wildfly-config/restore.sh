#!/usr/bin/env bash
# Takes away from a WildFly what configure.sh has put in. The database and the stored files are not touched.
set -euo pipefail

die() { echo "restore: $*" >&2; exit 1; }

here=$(cd "$(dirname "$0")" && pwd)
case "${1:-}" in ''|-*) echo "Usage: restore.sh <wildfly> [--config standalone.xml]   (the server must be stopped)" >&2; exit 2 ;; esac
wildfly=$1; shift
config=standalone.xml
[ "${1:-}" != --config ] || config=${2:?}
[ -f "$wildfly/jboss-modules.jar" ] || die "$wildfly is not a WildFly"
wildfly=$(cd "$wildfly" && pwd)
xml=$wildfly/standalone/configuration/$config
[ -f "$xml" ] || die "there is no $xml"
grep -q '"MediaFilesDS"' "$xml" || die "$config is not configured for MediaFiles"
if [ -e "$wildfly/standalone/deployments/mediafiles.ear" ] || grep -q 'name="mediafiles.ear"' "$xml"; then
  die "undeploy mediafiles.ear first"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ours=false
{ echo "embed-server --server-config=$config"
  cat "$here/restore.cli"
  if grep -q 'mediafiles.configured.driver-module' "$xml"; then
    ours=true
    echo '/system-property=mediafiles.configured.driver-module:remove'
  fi
  echo 'stop-embedded-server'
} > "$work/all.cli"

cp -p "$xml" "$work/before.xml"
if ! "$wildfly/bin/jboss-cli.sh" --file="$work/all.cli" > "$work/out" 2>&1 || grep -q '"MediaFilesDS"' "$xml"; then
  cat "$work/out" >&2
  cp -p "$work/before.xml" "$xml"
  die "the server was not restored; $config is as it was"
fi
if $ours; then
  rm -rf "$wildfly/modules/org/postgresql/jdbc"
  rmdir "$wildfly/modules/org/postgresql" "$wildfly/modules/org" 2>/dev/null || true
fi
rm -f "$wildfly/standalone/configuration/mediafiles.jceks"
echo "restore: $config of $wildfly is as it was before configure.sh."
