#!/usr/bin/env bash
# Deploys for real what an admin deploys: a stock WildFly, an external PostgreSQL 15+ with its own password, the EAR; with the
# database down at first; the first admin by user.sh; then takes everything away again and compares the server's model.
# Run by `mvn -Pstock verify`.  Arguments: <wildfly-dist.zip> <mediafiles.ear> <work directory>
set -euo pipefail

zip=$1 ear=$2 work=$3
scripts=$(cd "$(dirname "$0")/../../.." && pwd)
# Ports of this run; a machine on which they are taken names others.
http=${STOCK_HTTP_PORT:-18080} management=${STOCK_MANAGEMENT_PORT:-19990} dbport=${STOCK_DB_PORT:-15499}

say() { echo "stock: $*"; }
die() { echo "stock: FAILED: $*" >&2; [ ! -f "$work/wildfly/standalone/log/server.log" ] || grep -E ' (ERROR|WARN) ' "$work/wildfly/standalone/log/server.log" | tail -20 >&2; exit 1; }

pgbin=${PG_BIN:-}
[ -n "$pgbin" ] || pgbin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
if [ -z "$pgbin" ] && command -v initdb >/dev/null; then pgbin=$(dirname "$(command -v initdb)"); fi
[ -n "$pgbin" ] && [ -x "$pgbin/initdb" ] || die "no PostgreSQL 15+ found: install one (Debian: postgresql) or name its bin directory in PG_BIN"

for port in "$http" "$management" "$dbport"; do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    die "port $port is taken: name others in STOCK_HTTP_PORT, STOCK_MANAGEMENT_PORT, STOCK_DB_PORT"
  fi
done
rm -rf "$work"
mkdir -p "$work"
# PostgreSQL refuses to run as root, and another user may not enter this directory: the cluster gets a place of its own.
cluster=$(mktemp -d)
as_owner=()
if [ "$(id -u)" -eq 0 ]; then
  chown nobody "$cluster"
  as_owner=(runuser -u nobody --)
fi
server=''
finish() {
  if [ -n "$server" ] && kill -0 "$server" 2>/dev/null; then kill "$server"; wait "$server" || true; fi
  if [ -f "$cluster/data/postmaster.pid" ]; then database_down || true; fi
  rm -rf "$cluster"
}
trap finish EXIT

pg() { (cd "$cluster" && "${as_owner[@]}" "$@"); }
database_up() { pg "$pgbin/pg_ctl" -D "$cluster/data" -l "$cluster/log" -w start >/dev/null; }
database_down() { pg "$pgbin/pg_ctl" -D "$cluster/data" -m fast -w stop >/dev/null; }
ready() { curl -s --noproxy '*' "http://127.0.0.1:$management/health/ready" || true; }
await() { # <seconds> <what> <command…>
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do [ $SECONDS -lt $end ] || die "$what"; sleep 1; done
}
is_up() { ready | grep -q '^{"status":"UP".*"mediafiles","status":"UP"'; }
is_waiting() { ready | grep -q '"mediafiles","status":"DOWN"'; }
# The answer, not its lines' order: the CLI sorts by insertion.
model() { "$work/wildfly/bin/jboss-cli.sh" --output-json --commands="embed-server --server-config=standalone.xml,/:read-resource(recursive=true)" > "$1"; }
start_server() {
  # In the background it hands signals on to the server; otherwise a killed script leaves one behind.
  LAUNCH_JBOSS_IN_BACKGROUND=true "$work/wildfly/bin/standalone.sh" -b 127.0.0.1 -bmanagement 127.0.0.1 "-Djboss.http.port=$http" \
    "-Djboss.management.http.port=$management" -Djboss.https.port=$((http + 363)) > "$work/console.log" 2>&1 &
  server=$!
}
stop_server() {
  "$work/wildfly/bin/jboss-cli.sh" --connect "--controller=127.0.0.1:$management" --command=shutdown >/dev/null
  wait "$server" || true
  server=''
}
compare() {
  model "$work/after.json"
  diff "$work/before.json" "$work/after.json" > "$work/model.diff" || die "the model differs after restore: see $work/model.diff"
  [ ! -e "$work/wildfly/modules/org" ] || die "the driver's module is still there"
}

say "unpacking $(basename "$zip")"
(cd "$work" && "${JAVA_HOME:+$JAVA_HOME/bin/}jar" xf "$zip" && mv wildfly-* wildfly && chmod +x wildfly/bin/*.sh)

export MEDIAFILES_DB_URL=jdbc:postgresql://127.0.0.1:$dbport/mediafiles MEDIAFILES_DB_USER=mediafiles
export MEDIAFILES_DB_PASSWORD=$(head -c 18 /dev/urandom | base64) MEDIAFILES_STORE_PASSWORD=$(head -c 18 /dev/urandom | base64)
export MEDIAFILES_TIME_ZONE=America/Sao_Paulo MEDIAFILES_STORAGE_ROOT=$work/storage
mkdir -m 700 "$work/storage"

say "PostgreSQL $("$pgbin/postgres" --version | grep -oE '[0-9]+' | head -1) with password authentication on port $dbport"
pg bash -c "umask 077; head -c 18 /dev/urandom | base64 > '$cluster/superuser'"
pg "$pgbin/initdb" -D "$cluster/data" -U postgres -A scram-sha-256 --pwfile="$cluster/superuser" -E UTF8 --locale=C >/dev/null
pg bash -c "printf \"port=$dbport\nlisten_addresses='127.0.0.1'\nunix_socket_directories=''\n\" >> '$cluster/data/postgresql.conf'"
database_up
PGPASSWORD=$(cat "$cluster/superuser") "$pgbin/psql" -q -h 127.0.0.1 -p "$dbport" -U postgres -v ON_ERROR_STOP=1 postgres <<SQL
create role mediafiles login password '$MEDIAFILES_DB_PASSWORD';
create database mediafiles owner mediafiles;
SQL

model "$work/before.json"
say "configure.sh"
"$scripts/configure.sh" "$work/wildfly" --ear "$ear"
if "$scripts/configure.sh" "$work/wildfly" --ear "$ear" 2>/dev/null; then die "configure.sh went over a configured server again"; fi

say "deploying with the database down"
database_down
cp "$ear" "$work/wildfly/standalone/deployments/mediafiles.ear"
start_server
await 300 "the EAR did not deploy with the database down" test -f "$work/wildfly/standalone/deployments/mediafiles.ear.deployed"
await 60 "readiness does not tell that the schema is not there" is_waiting
code=$(curl -s --noproxy '*' -o /dev/null -w '%{http_code}' "http://127.0.0.1:$http/mediafiles/api/v1/patients")
say "without the database: readiness DOWN, the API answers $code"
[ "$code" = 503 ] || [ "$code" = 401 ] || die "the API should say 503 or 401 while the gate is closed, not $code"

say "the database comes"
database_up
await 300 "readiness is not UP after the database came" is_up

say "the first admin, by user.sh"
password=$(head -c 18 /dev/urandom | base64)
printf '%s\n' "$password" | "$scripts/user.sh" --ear "$ear" add chief --role admin --name "Chief Admin"
"$scripts/user.sh" --ear "$ear" list
signed_in=$(curl -s --noproxy '*' -o "$work/patients.json" -w '%{http_code}' -u "chief:$password" "http://127.0.0.1:$http/mediafiles/api/v1/patients")
[ "$signed_in" = 200 ] || die "signing in over REST answers $signed_in"
wrong=$(curl -s --noproxy '*' -o /dev/null -w '%{http_code}' -u "chief:wrong" "http://127.0.0.1:$http/mediafiles/api/v1/patients")
[ "$wrong" = 401 ] || die "a wrong password answers $wrong"
demo=$(curl -s --noproxy '*' -o /dev/null -w '%{http_code}' -u "admin:admin" "http://127.0.0.1:$http/mediafiles/api/v1/patients")
[ "$demo" = 401 ] || die "a demo user signs in outside of the run profile: $demo"
headers=$(curl -s --noproxy '*' -D - -o /dev/null "http://127.0.0.1:$http/mediafiles/api/v1/patients")
if grep -qiE '^(server|x-powered-by):' <<<"$headers"; then die "the server tells its name"; fi

say "restore.sh"
stop_server
if "$scripts/restore.sh" "$work/wildfly" 2>/dev/null; then die "restore.sh went on with the EAR still deployed"; fi
rm -f "$work/wildfly/standalone/deployments/mediafiles.ear"*
"$scripts/restore.sh" "$work/wildfly"
compare

say "again, with the password in a credential store"
"$scripts/configure.sh" "$work/wildfly" --ear "$ear" --credential-store
if grep -rqF "$MEDIAFILES_DB_PASSWORD" "$work/wildfly/standalone/configuration"; then die "the password stands in the configuration"; fi
cp "$ear" "$work/wildfly/standalone/deployments/mediafiles.ear"
secret=$MEDIAFILES_DB_PASSWORD
unset MEDIAFILES_DB_PASSWORD
start_server
await 300 "readiness is not UP with the credential store" is_up
if grep -rqF "$secret" "$work/wildfly/standalone/log"; then die "the password stands in the log"; fi
stop_server
rm -f "$work/wildfly/standalone/deployments/mediafiles.ear"*
"$scripts/restore.sh" "$work/wildfly"
compare

say "done: configured, deployed, ready, signed in, restored; the model is what it was"
