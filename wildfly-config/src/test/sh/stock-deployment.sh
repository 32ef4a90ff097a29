#!/usr/bin/env bash
# Deploys for real what an admin deploys: a stock WildFly, an external PostgreSQL 15+ with its own password, the EAR; with the
# database down at first; the first admin by user.sh; behind a proxy; with TLS; each time it takes everything away again and
# compares the server's model.
# Run by `mvn -Pstock verify`.  Arguments: <wildfly-dist.zip> <mediafiles.ear> <work directory>
set -euo pipefail

zip=$1 ear=$2 work=$3
scripts=$(cd "$(dirname "$0")/../../.." && pwd)
# Ports of this run; a machine on which they are taken names others.
http=${STOCK_HTTP_PORT:-18080} https=$((${STOCK_HTTP_PORT:-18080} + 363)) management=${STOCK_MANAGEMENT_PORT:-19990} dbport=${STOCK_DB_PORT:-15499}

say() { echo "stock: $*"; }
die() { echo "stock: FAILED: $*" >&2; [ ! -f "$work/wildfly/standalone/log/server.log" ] || grep -E ' (ERROR|WARN) ' "$work/wildfly/standalone/log/server.log" | tail -20 >&2; exit 1; }

pgbin=${PG_BIN:-}
[ -n "$pgbin" ] || pgbin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
if [ -z "$pgbin" ] && command -v initdb >/dev/null; then pgbin=$(dirname "$(command -v initdb)"); fi
[ -n "$pgbin" ] && [ -x "$pgbin/initdb" ] || die "no PostgreSQL 15+ found: install one (Debian: postgresql) or name its bin directory in PG_BIN"

for port in "$http" "$https" "$management" "$dbport"; do
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
start_server() { # [<address>] on which the world sees it
  # In the background it hands signals on to the server; otherwise a killed script leaves one behind.
  LAUNCH_JBOSS_IN_BACKGROUND=true "$work/wildfly/bin/standalone.sh" -b "${1:-127.0.0.1}" -bmanagement 127.0.0.1 "-Djboss.http.port=$http" \
    "-Djboss.management.http.port=$management" "-Djboss.https.port=$https" > "$work/console.log" 2>&1 &
  server=$!
}
stop_server() {
  "$work/wildfly/bin/jboss-cli.sh" --connect "--controller=127.0.0.1:$management" --command=shutdown >/dev/null || kill "$server"
  wait "$server" || true
  server=''
}
fetch() { curl -s --noproxy '*' -m 60 "$@"; }
status() { fetch -o "$work/answer" -w '%{http_code}' "$@" || true; }
sign_in() { # <root of the application> [<option of curl> …]: prints the status, keeps headers and cookies
  local root=$1
  shift
  rm -f "$work/cookies"
  status -D "$work/headers" -c "$work/cookies" "$@" "$root/signin.xhtml" --data-urlencode signin=signin --data-urlencode signin:username=chief \
    --data-urlencode "signin:password=$password" -d 'signin:to=&signin:go=&jakarta.faces.ViewState=stateless'
}
says_tls_required() { [ "$1" = 403 ] && grep -q '"tls-required"' "$work/answer"; }
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

# From here the world reaches the server by an address that is not the loopback's, where the machine has one.
outside=$(hostname -I 2>/dev/null | tr ' ' '\n' | grep -E '^[0-9.]+$' | head -1 || true)
[ -n "$outside" ] || say "SKIPPED: this machine has no address but the loopback's, so plain HTTP from afar is not tried"

say "again, with the password in a credential store, behind a proxy"
"$scripts/configure.sh" "$work/wildfly" --ear "$ear" --credential-store --behind-proxy "${outside:-127.0.0.9},10.255.255.0/30"
if grep -rqF "$MEDIAFILES_DB_PASSWORD" "$work/wildfly/standalone/configuration"; then die "the password stands in the configuration"; fi
cp "$ear" "$work/wildfly/standalone/deployments/mediafiles.ear"
secret=$MEDIAFILES_DB_PASSWORD
unset MEDIAFILES_DB_PASSWORD
start_server ${outside:+"$outside"}
await 300 "readiness is not UP with the credential store" is_up
if grep -rqF "$secret" "$work/wildfly/standalone/log"; then die "the password stands in the log"; fi
if [ -n "$outside" ]; then
  root=http://$outside:$http/mediafiles
  code=$(status -u "chief:$password" "$root/api/v1/patients")
  says_tls_required "$code" || die "Basic over plain HTTP from $outside answers $code"
  code=$(status -u "chief:$password" -H 'X-Forwarded-Proto: https' -H 'X-Forwarded-For: 198.51.100.7' "$root/api/v1/patients")
  [ "$code" = 200 ] || die "Basic through the declared proxy answers $code"
  code=$(sign_in "$root")
  if grep -q patients.xhtml "$work/headers" || [ "$(status -b "$work/cookies" "$root/api/v1/patients")" = 200 ]; then
    die "signing in over plain HTTP from $outside worked: $code"
  fi
  code=$(sign_in "$root" -H 'X-Forwarded-Proto: https' -H 'X-Forwarded-For: 198.51.100.7')
  [ "$code" = 302 ] || [ "$code" = 303 ] || die "signing in through the declared proxy answers $code"
  grep -qi '^set-cookie: JSESSIONID=.*secure' "$work/headers" || die "the cookie is not Secure behind a proxy"
  if grep -qi '^location: http:' "$work/headers"; then die "the proxy's client is led to plain HTTP: $(grep -i '^location' "$work/headers")"; fi
  say "behind a proxy: only what it marks as https gets in"
fi
stop_server
rm -f "$work/wildfly/standalone/deployments/mediafiles.ear"*
"$scripts/restore.sh" "$work/wildfly"
compare

say "again, with TLS"
export MEDIAFILES_DB_PASSWORD=$secret MEDIAFILES_TLS_PASSWORD
MEDIAFILES_TLS_PASSWORD=$(head -c 18 /dev/urandom | base64)
keytool=${JAVA_HOME:+$JAVA_HOME/bin/}keytool
"$keytool" -genkeypair -alias mediafiles -keyalg EC -groupname secp256r1 -validity 2 -dname CN=mediafiles.example \
  -ext "san=ip:127.0.0.1,dns:localhost${outside:+,ip:$outside}" -storetype PKCS12 -keystore "$work/tls.p12" \
  -storepass:env MEDIAFILES_TLS_PASSWORD 2>/dev/null
"$keytool" -exportcert -rfc -alias mediafiles -keystore "$work/tls.p12" -storepass:env MEDIAFILES_TLS_PASSWORD -file "$work/tls.pem" 2>/dev/null
chmod 600 "$work/tls.p12"
if MEDIAFILES_TLS_PASSWORD=wrong "$scripts/configure.sh" "$work/wildfly" --ear "$ear" --tls-keystore "$work/tls.p12" 2>/dev/null; then
  die "configure.sh took a wrong password of the key store"
fi
"$scripts/configure.sh" "$work/wildfly" --ear "$ear" --tls-keystore "$work/tls.p12"
if grep -rqF "$MEDIAFILES_TLS_PASSWORD" "$work/wildfly/standalone/configuration"; then die "the key store's password stands in the configuration"; fi
cp "$ear" "$work/wildfly/standalone/deployments/mediafiles.ear"
start_server ${outside:+"$outside"}
await 300 "readiness is not UP with TLS" is_up
root=https://${outside:-127.0.0.1}:$https/mediafiles
check_tls() {
  local code version
  code=$(status --cacert "$work/tls.pem" -u "chief:$password" "$root/api/v1/patients")
  [ "$code" = 200 ] || die "Basic over TLS answers $code"
  code=$(sign_in "$root" --cacert "$work/tls.pem")
  [ "$code" = 302 ] || [ "$code" = 303 ] || die "signing in over TLS answers $code"
  grep -qi '^set-cookie: JSESSIONID=.*secure' "$work/headers" || die "the cookie is not Secure"
  grep -qi '^set-cookie: JSESSIONID=.*httponly' "$work/headers" || die "the cookie is not HttpOnly"
  grep -qiE '^strict-transport-security: max-age=[0-9]{7,}' "$work/headers" || die "no HSTS"
  if grep -qiE '^(server|x-powered-by):' "$work/headers"; then die "the server tells its name"; fi
  if grep -qi '^location: http:' "$work/headers"; then die "TLS leads to plain HTTP"; fi
  code=$(status --cacert "$work/tls.pem" -b "$work/cookies" "$root/clinician/patients.xhtml")
  [ "$code" = 200 ] || die "a page over TLS answers $code"
  for version in --http1.1 --http2; do
    code=$(status --cacert "$work/tls.pem" "$version" -u "chief:$password" "$root/api/v1/patients")
    [ "$code" = 200 ] || die "$version over TLS answers $code"
  done
}
check_tls
say "with TLS: Basic and sign-in work, cookie Secure, HSTS"
# What an OpenSSL says that would itself do anything.
offers() { # [<option> …] -- <what it has to say>
  local said options=()
  while [ "$1" != -- ]; do options+=("$1"); shift; done
  said=$(openssl s_client -connect "${outside:-127.0.0.1}:$https" "${options[@]}" </dev/null 2>&1 | tr -d '\0' || true)
  grep -qiE "$2" <<<"$said"
}
if command -v openssl >/dev/null; then
  for version in -tls1_3 -tls1_2; do
    offers "$version" -- 'Cipher is (TLS_|ECDHE)' || die "no handshake with $version"
  done
  for version in -tls1_1 -tls1; do
    offers "$version" -cipher 'ALL:@SECLEVEL=0' -- 'alert protocol version|handshake failure' || die "$version is not refused by the server"
  done
  offers -tls1_2 -cipher 'ECDHE-ECDSA-AES256-SHA:ECDHE-ECDSA-AES128-SHA256:@SECLEVEL=0' -- 'handshake failure' \
    || die "a suite without authenticated encryption is not refused"
  say "TLS 1.3 and 1.2 alone, with good suites alone"
else
  say "SKIPPED: no openssl, so old versions of TLS are not tried"
fi
plain=$(curl -s --noproxy '*' -m 10 -o /dev/null "http://${outside:-127.0.0.2}:$http/mediafiles/" && echo answered || echo refused)
[ "$plain" = refused ] || die "the plain port answers from afar"
code=$(status -u "chief:$password" "http://127.0.0.1:$http/mediafiles/api/v1/patients")
[ "$code" = 200 ] || die "the plain port does not answer on the machine itself: $code"

say "the EAR anew, with TLS"
# Its marker bears the archive's own time, so the log tells when it is done.
replaced() { grep -q 'WFLYSRV0016.*mediafiles.ear' "$work/wildfly/standalone/log/server.log"; }
cp "$ear" "$work/wildfly/standalone/deployments/mediafiles.ear"
await 300 "the EAR did not deploy anew" replaced
await 300 "readiness is not UP with the EAR anew" is_up
check_tls
if grep -rqF "$MEDIAFILES_TLS_PASSWORD" "$work/wildfly/standalone/log"; then die "the key store's password stands in the log"; fi
stop_server
rm -f "$work/wildfly/standalone/deployments/mediafiles.ear"*
"$scripts/restore.sh" "$work/wildfly"
compare

say "the key store's password in the credential store"
"$scripts/configure.sh" "$work/wildfly" --ear "$ear" --credential-store --tls-keystore "$work/tls.p12"
if grep -rqF "$MEDIAFILES_TLS_PASSWORD" "$work/wildfly/standalone/configuration"; then die "the key store's password stands in the configuration"; fi
unset MEDIAFILES_TLS_PASSWORD MEDIAFILES_DB_PASSWORD
start_server ${outside:+"$outside"}
speaks_tls() { [ "$(status --cacert "$work/tls.pem" "https://${outside:-127.0.0.1}:$https/")" != 000 ]; }
await 120 "no TLS with the password in the credential store" speaks_tls
stop_server
"$scripts/restore.sh" "$work/wildfly"
compare

say "done: configured, deployed, ready, signed in, behind a proxy, with TLS, restored; the model is what it was"
