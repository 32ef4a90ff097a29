#!/usr/bin/env bash
# Turns a stock WildFly 39 into a MediaFiles server. Its twin is restore.sh.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: configure.sh <wildfly> [--config standalone.xml] [--ear <mediafiles.ear> | --driver <postgresql.jar>] [--credential-store]

  <wildfly>           directory of the server, which must be stopped
  --config            the server's configuration file, default standalone.xml
  --ear               where the JDBC driver is taken from; default mediafiles.ear beside this script, or the built one
  --driver            a PostgreSQL JDBC driver of your own instead
  --credential-store  keep the database's passwords in a credential store of the server instead of its environment.
                      The program's is read from MEDIAFILES_DB_PASSWORD, else from standard input; the tables' owner's
                      from MEDIAFILES_SCHEMA_PASSWORD, else it is the same; the store's own password is
                      MEDIAFILES_STORE_PASSWORD, now and whenever the server starts.

The server then takes from its environment: MEDIAFILES_DB_URL, MEDIAFILES_DB_USER, MEDIAFILES_DB_PASSWORD,
MEDIAFILES_TIME_ZONE and MEDIAFILES_STORAGE_ROOT; where the tables' owner is another login than the program's, also
MEDIAFILES_SCHEMA_URL (a direct connection), MEDIAFILES_SCHEMA_USER and MEDIAFILES_SCHEMA_PASSWORD. Without an owner's
login the schema is changed by schema.sh alone. No secret is ever an argument.
USAGE
}

die() { echo "configure: $*" >&2; exit 1; }

here=$(cd "$(dirname "$0")" && pwd)
wildfly='' config=standalone.xml ear='' driver='' store=false
while [ $# -gt 0 ]; do
  case "$1" in
    --config) config=${2:?}; shift 2 ;;
    --ear) ear=${2:?}; shift 2 ;;
    --driver) driver=${2:?}; shift 2 ;;
    --credential-store) store=true; shift ;;
    -h|--help) usage; exit 0 ;;
    -*) usage >&2; exit 2 ;;
    *) [ -z "$wildfly" ] || { usage >&2; exit 2; }; wildfly=$1; shift ;;
  esac
done
[ -n "$wildfly" ] || { usage >&2; exit 2; }
[ -f "$wildfly/jboss-modules.jar" ] || die "$wildfly is not a WildFly"
wildfly=$(cd "$wildfly" && pwd)
xml=$wildfly/standalone/configuration/$config
[ -f "$xml" ] || die "there is no $xml"
if grep -q '"MediaFilesDS"' "$xml"; then die "$config is configured already: run restore.sh first"; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 700 "$work"

# ---- The JDBC driver's module, unless the server has one. Its name is one that Hibernate's module looks for (jsonb).
had_module=false
[ ! -d "$wildfly/modules/org/postgresql/jdbc" ] || had_module=true
{ echo "embed-server --server-config=$config"
  if ! $had_module; then
    if [ -z "$driver" ]; then
      for candidate in "$ear" "$here/mediafiles.ear" "$here/../mediafiles-ear/target/mediafiles.ear"; do
        [ -n "$candidate" ] && [ -f "$candidate" ] || continue
        (cd "$work" && "${JAVA_HOME:+$JAVA_HOME/bin/}jar" xf "$(cd "$(dirname "$candidate")" && pwd)/$(basename "$candidate")" tools/postgresql.jdbc)
        driver=$work/postgresql.jar
        mv "$work/tools/postgresql.jdbc" "$driver"
        break
      done
    fi
    [ -f "$driver" ] || die "no JDBC driver: name the EAR with --ear or a driver with --driver"
    driver=$(cd "$(dirname "$driver")" && pwd)/$(basename "$driver")
    echo "module add --name=org.postgresql.jdbc --resources=$driver --dependencies=java.se,jakarta.transaction.api"
    echo "/system-property=mediafiles.configured.driver-module:add(value=true)"
  fi
  cat "$here/configure.cli"
  if $store; then
    [ -n "${MEDIAFILES_STORE_PASSWORD:-}" ] || die "MEDIAFILES_STORE_PASSWORD is missing from the environment"
    [ -n "${MEDIAFILES_DB_PASSWORD:-}" ] || IFS= read -rs -p "Password of the database: " MEDIAFILES_DB_PASSWORD
    quoted() { local secret=${1//\\/\\\\}; printf '%s' "${secret//\"/\\\"}"; }
    echo '/subsystem=elytron/credential-store=mediafiles:add(location=mediafiles.jceks,relative-to=jboss.server.config.dir,create=true,credential-reference={clear-text="${env.MEDIAFILES_STORE_PASSWORD}"})'
    printf '/subsystem=elytron/credential-store=mediafiles:add-alias(alias=%s,secret-value="%s")\n' \
      db-password "$(quoted "$MEDIAFILES_DB_PASSWORD")" \
      schema-password "$(quoted "${MEDIAFILES_SCHEMA_PASSWORD:-${MEDIAFILES_DB_OWNER_PASSWORD:-$MEDIAFILES_DB_PASSWORD}}")"
    echo 'batch'
    for pair in MediaFilesDS:db-password MediaFilesOwnerDS:schema-password; do
      echo "/subsystem=datasources/data-source=${pair%%:*}:undefine-attribute(name=password)"
      echo "/subsystem=datasources/data-source=${pair%%:*}:write-attribute(name=credential-reference,value={store=mediafiles,alias=${pair#*:}})"
    done
    echo 'run-batch'
  fi
  echo 'stop-embedded-server'
} > "$work/all.cli"
chmod 600 "$work/all.cli"

cp -p "$xml" "$work/before.xml"
if ! "$wildfly/bin/jboss-cli.sh" --file="$work/all.cli" > "$work/out" 2>&1 || ! grep -q '"MediaFilesDS"' "$xml"; then
  # What the CLI says may hold the secret of a command that failed: only its own error lines are shown.
  grep -E 'WFLY|"failure-description"|Failed|rror' "$work/out" | grep -v secret-value >&2 || true
  if ! $had_module; then
    rm -rf "$wildfly/modules/org/postgresql/jdbc"
    rmdir "$wildfly/modules/org/postgresql" "$wildfly/modules/org" 2>/dev/null || true
  fi
  cp -p "$work/before.xml" "$xml"
  die "the server was not configured; $config is as it was"
fi
echo "configure: $config of $wildfly is now that of a MediaFiles server."
echo "configure: give it its environment (see --help), a private -Djava.io.tmpdir, and deploy mediafiles.ear."
