#!/usr/bin/env bash
# Turns a stock WildFly 39 into a MediaFiles server. Its twin is restore.sh.
set -euo pipefail

usage() {
  cat <<'USAGE'
Usage: configure.sh <wildfly> [--config standalone.xml] [--ear <mediafiles.ear> | --driver <postgresql.jar>] [--credential-store]
                    [--tls-keystore <keystore.p12> | --behind-proxy <address>[,<address>…]]

  <wildfly>           directory of the server, which must be stopped
  --config            the server's configuration file, default standalone.xml
  --ear               where the JDBC driver is taken from; default mediafiles.ear beside this script, or the built one
  --driver            a PostgreSQL JDBC driver of your own instead
  --credential-store  keep the database's passwords in a credential store of the server instead of its environment.
                      The program's is read from MEDIAFILES_DB_PASSWORD, else from standard input; the tables' owner's
                      from MEDIAFILES_SCHEMA_PASSWORD, else it is the same; the store's own password is
                      MEDIAFILES_STORE_PASSWORD, now and whenever the server starts.
  --tls-keystore      HTTPS with the certificate and key of this PKCS #12 file, which stays where it is: TLS 1.3 and 1.2
                      alone, on the server's port for HTTPS (8443). The password of file and key is read from
                      MEDIAFILES_TLS_PASSWORD, else from standard input (its first line); the server reads it from that variable whenever
                      it starts, or with --credential-store from the store. The plain port (8080) then listens on
                      127.0.0.1 alone, not even for redirects: a client that spoke to it from afar would have sent its
                      password before it was led on. Management and health (9990) stay where they are. For a new
                      certificate replace the file and start the server anew.
  --behind-proxy      HTTPS ends at a proxy with this address (IPv4, IPv6 or CIDR): of it alone the program believes
                      X-Forwarded-Proto and X-Forwarded-For, and over the plain port it lets in only what that proxy
                      marks as https. The proxy must set both headers itself, not pass on what a client sent. Where
                      every address given is a loopback one the plain port listens on 127.0.0.1 alone.

With neither of the two, Basic and the sign-in page work from the same machine alone (see the README, "TLS").

The server then takes from its environment: MEDIAFILES_DB_URL, MEDIAFILES_DB_USER, MEDIAFILES_DB_PASSWORD,
MEDIAFILES_TIME_ZONE and MEDIAFILES_STORAGE_ROOT; where the tables' owner is another login than the program's, also
MEDIAFILES_SCHEMA_URL (a direct connection), MEDIAFILES_SCHEMA_USER and MEDIAFILES_SCHEMA_PASSWORD. Without an owner's
login the schema is changed by schema.sh alone. No secret is ever an argument.
USAGE
}

die() { echo "configure: $*" >&2; exit 1; }

here=$(cd "$(dirname "$0")" && pwd)
wildfly='' config=standalone.xml ear='' driver='' store=false keystore='' proxies=''
while [ $# -gt 0 ]; do
  case "$1" in
    --config) config=${2:?}; shift 2 ;;
    --ear) ear=${2:?}; shift 2 ;;
    --driver) driver=${2:?}; shift 2 ;;
    --credential-store) store=true; shift ;;
    --tls-keystore) keystore=${2:?}; shift 2 ;;
    --behind-proxy) proxies=${2:?}; shift 2 ;;
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
[ -z "$keystore" ] || [ -z "$proxies" ] || die "--tls-keystore and --behind-proxy exclude each other"

# ---- TLS: what the file holds is looked at now, not when the server starts.
keytool=${JAVA_HOME:+$JAVA_HOME/bin/}keytool
if [ -n "$keystore" ]; then
  [ -f "$keystore" ] && [ -r "$keystore" ] || die "there is no readable key store $keystore"
  keystore=$(cd "$(dirname "$keystore")" && pwd)/$(basename "$keystore")
  case "$keystore" in *[\"\'\\\$\`]*) die "the key store's path holds quotes, a dollar sign or a backslash: move it" ;; esac
  if [ -z "${MEDIAFILES_TLS_PASSWORD:-}" ]; then
    IFS= read -rs -p "Password of the key store: " MEDIAFILES_TLS_PASSWORD || true
    [ -n "$MEDIAFILES_TLS_PASSWORD" ] || die "the key store's password is missing: MEDIAFILES_TLS_PASSWORD, or standard input"
  fi
  export MEDIAFILES_TLS_PASSWORD
  held=$(LC_ALL=C "$keytool" -list -v -storetype PKCS12 -keystore "$keystore" -storepass:env MEDIAFILES_TLS_PASSWORD -J-Duser.language=en 2>&1) \
    || die "the key store does not open: is it a PKCS #12 file, and the password right?"
  grep -q 'Entry type: PrivateKeyEntry' <<<"$held" || die "the key store holds no private key with its certificate"
  [ "$(find "$keystore" -perm /007)" = '' ] || echo "configure: everybody on this machine may read $keystore; its rights should be 0600" >&2
fi
if [ -n "$proxies" ]; then
  [[ "$proxies" =~ ^[0-9a-fA-F:.]+(/[0-9]+)?(,[0-9a-fA-F:.]+(/[0-9]+)?)*$ ]] \
    || die "--behind-proxy takes addresses such as 10.0.0.5 or 10.0.0.0/28, separated by commas, no names"
  if grep -q '<property name="mediafiles.access.proxies"' "$xml"; then die "$config names proxies already"; fi
fi
flat=$(tr '\n' ' ' < "$xml")
# attribute <element> <name> <attribute>: of the configuration as it is; empty where there is none
attribute() { sed -n "s/.*\(<$1 [^>]*name=\"$2\"[^>]*>\).*/\1/p" <<<"$flat" | sed -n "s/.* $3=\"\([^\"]*\)\".*/\1/p"; }
# The plain listener answers this machine alone, and restore.sh finds in the mark what it did before.
plain_on_loopback() {
  echo '/interface=mediafiles-loopback:add(inet-address="${mediafiles.http.loopback-address:127.0.0.1}")'
  echo "/system-property=mediafiles.configured.http-interface:add(value=\"$(attribute socket-binding http interface | grep . || echo none)\")"
  echo '/socket-binding-group=standard-sockets/socket-binding=http:write-attribute(name=interface,value=mediafiles-loopback)'
}
tls() {
  local context secret='clear-text="${env.MEDIAFILES_TLS_PASSWORD}"'
  ! $store || secret='store=mediafiles,alias=tls-password'
  # Forward secrecy and authenticated encryption alone; TLS 1.3 has its own list.
  local suites=ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256
  local suites13=TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256
  echo 'batch'
  echo "/subsystem=elytron/key-store=mediafiles:add(path=\"$keystore\",type=PKCS12,required=true,credential-reference={$secret})"
  echo "/subsystem=elytron/key-manager=mediafiles:add(key-store=mediafiles,credential-reference={$secret})"
  echo "/subsystem=elytron/server-ssl-context=mediafiles:add(key-manager=mediafiles,protocols=[TLSv1.3,TLSv1.2],cipher-suite-filter=\"$suites\",cipher-suite-names=\"$suites13\",use-cipher-suites-order=true)"
  if grep -q '<https-listener [^>]*name="https"' <<<"$flat"; then
    context=$(attribute https-listener https ssl-context | grep . || echo none)
    echo "/system-property=mediafiles.configured.https-context:add(value=\"$context\")"
    echo '/subsystem=undertow/server=default-server/https-listener=https:write-attribute(name=ssl-context,value=mediafiles)'
  else
    echo '/system-property=mediafiles.configured.https-listener:add(value=true)'
    echo '/subsystem=undertow/server=default-server/https-listener=https:add(socket-binding=https,ssl-context=mediafiles,enable-http2=true)'
  fi
  plain_on_loopback
  echo 'run-batch'
}
behind_proxy() {
  echo 'batch'
  echo "/system-property=mediafiles.access.proxies:add(value=\"$proxies\")"
  echo '/system-property=mediafiles.configured.proxies:add(value=true)'
  if [ -z "$(tr ',' '\n' <<<"$proxies" | grep -vE '^(127\.[0-9.]+(/(8|9|[12][0-9]|3[0-2]))?|::1(/128)?)$')" ]; then plain_on_loopback; fi
  echo 'run-batch'
}

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
  if $store; then
    [ -n "${MEDIAFILES_STORE_PASSWORD:-}" ] || die "MEDIAFILES_STORE_PASSWORD is missing from the environment"
    [ -n "${MEDIAFILES_DB_PASSWORD:-}" ] || IFS= read -rs -p "Password of the database: " MEDIAFILES_DB_PASSWORD
    quoted() { local secret=${1//\\/\\\\}; printf '%s' "${secret//\"/\\\"}"; }
    echo '/subsystem=elytron/credential-store=mediafiles:add(location=mediafiles.jceks,relative-to=jboss.server.config.dir,create=true,credential-reference={clear-text="${env.MEDIAFILES_STORE_PASSWORD}"})'
    aliases=(db-password "$(quoted "$MEDIAFILES_DB_PASSWORD")"
      schema-password "$(quoted "${MEDIAFILES_SCHEMA_PASSWORD:-${MEDIAFILES_DB_OWNER_PASSWORD:-$MEDIAFILES_DB_PASSWORD}}")")
    [ -z "$keystore" ] || aliases+=(tls-password "$(quoted "$MEDIAFILES_TLS_PASSWORD")")
    printf '/subsystem=elytron/credential-store=mediafiles:add-alias(alias=%s,secret-value="%s")\n' "${aliases[@]}"
  fi
  # Before configure.cli, which sets what every listener needs.
  [ -z "$keystore" ] || tls
  [ -z "$proxies" ] || behind_proxy
  cat "$here/configure.cli"
  if $store; then
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
if grep -q '<ajp-listener ' <<<"$flat"; then
  echo "configure: there is an AJP listener, which is plain: remove it, or let nobody but its proxy reach its port" >&2
fi
echo "configure: give it its environment (see --help), a private -Djava.io.tmpdir, and deploy mediafiles.ear."
