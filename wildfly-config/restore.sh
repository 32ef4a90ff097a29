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

# mark <name>: what configure.sh left under mediafiles.configured.<name>; empty where it left nothing
mark() { tr '\n' ' ' < "$xml" | sed -n "s/.*<property name=\"mediafiles.configured.$1\" value=\"\([^\"]*\)\".*/\1/p"; }
# back <address> <attribute> <what it was, or none>
back() {
  if [ "$3" = none ]; then echo "$1:undefine-attribute(name=$2)"; else echo "$1:write-attribute(name=$2,value=\"$3\")"; fi
}
# TLS, the proxies, and the plain port on the loopback address: the listeners first, then what they use.
tls() {
  local context interface listener=/subsystem=undertow/server=default-server/https-listener=https
  context=$(mark https-context) interface=$(mark http-interface)
  if [ -n "$context" ]; then
    back "$listener" ssl-context "$context"
    echo '/system-property=mediafiles.configured.https-context:remove'
  elif [ -n "$(mark https-listener)" ]; then
    # What configure.cli has set at it goes with it.
    echo "$listener:remove"
    for name in https-listener https-max-post-size https-request-parse-timeout; do
      [ -z "$(mark "$name")" ] || echo "/system-property=mediafiles.configured.$name:remove"
    done
  fi
  if grep -q '<server-ssl-context name="mediafiles"' "$xml"; then
    for part in server-ssl-context key-manager key-store; do echo "/subsystem=elytron/$part=mediafiles:remove"; done
  fi
  if [ -n "$interface" ]; then
    back /socket-binding-group=standard-sockets/socket-binding=http interface "$interface"
    echo '/interface=mediafiles-loopback:remove'
    echo '/system-property=mediafiles.configured.http-interface:remove'
  fi
  if [ -n "$(mark proxies)" ]; then
    echo '/system-property=mediafiles.access.proxies:remove'
    echo '/system-property=mediafiles.configured.proxies:remove'
  fi
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ours=false
{ echo "embed-server --server-config=$config"
  lines=$(tls)
  [ -z "$lines" ] || printf 'batch\n%s\nrun-batch\n' "$lines"
  cat "$here/restore.cli"
  if grep -q 'mediafiles.configured.driver-module' "$xml"; then
    ours=true
    echo '/system-property=mediafiles.configured.driver-module:remove'
  fi
  echo 'stop-embedded-server'
} > "$work/all.cli"

# An expression of the configuration that finds no variable keeps the CLI's server from starting; a password that is wrong does not.
export MEDIAFILES_STORE_PASSWORD=${MEDIAFILES_STORE_PASSWORD:-unknown} MEDIAFILES_TLS_PASSWORD=${MEDIAFILES_TLS_PASSWORD:-unknown}
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
