#!/usr/bin/env bash
# Proves what a version's header says when it says "expand": the build from before the newest version goes on working while
# the newest schema comes underneath it, and this build then reads what the old one wrote meanwhile. Started anew, the old
# build says that the schema is newer than it is.
# The old build comes out of the project's own history. Run by `mvn -Pprevious verify`.
# Arguments: <repository> <this build's mediafiles.ear> <work directory>
set -euo pipefail

repository=$1 ear=$2 work=$3
scripts=$repository/wildfly-config
http=${PREVIOUS_HTTP_PORT:-18280} management=${PREVIOUS_MANAGEMENT_PORT:-19890} dbport=${PREVIOUS_DB_PORT:-15498}
versions=mediafiles-ejb/src/main/resources/db/versions.txt
api=http://127.0.0.1:$http/mediafiles/api/v1
home=$work/home

say() { echo "previous build: $*"; }
die() { echo "previous build: FAILED: $*" >&2; [ ! -f "$work/console.log" ] || tail -25 "$work/console.log" >&2; exit 1; }

newest=$(grep -v '^#' "$repository/$versions" | tail -1)
number=${newest%% *} file=${newest##* }
if ! git -C "$repository" rev-parse -q --verify HEAD >/dev/null 2>&1; then
  say "SKIPPED: this is no clone with a history, so there is no build from before V$number"
  exit 0
fi
added=$(git -C "$repository" log --format=%H --reverse -S"$file" -- "$versions" | head -1)
before=$(git -C "$repository" rev-parse -q --verify "$added^" 2>/dev/null || true)
if [ -z "$added" ] || [ -z "$before" ]; then
  say "SKIPPED: the history does not reach back before V$number"
  exit 0
fi
kind=$(sed -n '1s/^-- kind: \([a-z]*\).*/\1/p' "$repository/mediafiles-ejb/src/main/resources/db/migration/$file")
if [ "$kind" != expand ]; then
  say "V$number is of the kind '$kind': a build from before it is not meant to work on it"
  exit 0
fi
for port in "$http" "$management" "$dbport"; do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    die "port $port is taken: name others in PREVIOUS_HTTP_PORT, PREVIOUS_MANAGEMENT_PORT, PREVIOUS_DB_PORT"
  fi
done

rm -rf "$work"
mkdir -p "$work/source"
running=''
stop() {
  [ -n "$running" ] || return 0
  kill -TERM "$running" 2>/dev/null || true
  wait "$running" 2>/dev/null || true
  running=''
}
trap stop EXIT

# launch <directory of a build>: with its own launcher, on the home that lasts.
launch() {
  : > "$work/console.log"
  # exec, so that the signal that ends it reaches Maven's own process.
  (cd "$1" && exec mvn -B -q -Prun -Dmediafiles.home="$home" -Dmediafiles.http.port="$http" -Dmediafiles.db.port="$dbport" \
    -Dmediafiles.management.port="$management" > "$work/console.log" 2>&1 < /dev/null) &
  running=$!
}
await() { # <command>
  local end=$((SECONDS + 600))
  until "$1"; do
    kill -0 "$running" 2>/dev/null || die "it did not start"
    [ $SECONDS -lt $end ] || die "after 10 minutes it is still not so: $1"
    sleep 1
  done
}
start() { launch "$1"; await is_up; }
health() { curl -s --noproxy '*' -m 5 "http://127.0.0.1:$management/health/ready" || true; }
is_up() { health | grep -q '^{"status":"UP".*"mediafiles","status":"UP"'; }
is_newer() { health | grep -q '"reason":"schema-newer-than-program"'; }

# call <expected status> <curl argument …>: the answer is in $work/answer.
call() {
  local expected=$1 code
  shift
  code=$(curl -s --noproxy '*' -m 60 -o "$work/answer" -w '%{http_code}' -u clinician:clinician "$@")
  [ "$code" = "$expected" ] || die "$* answers $code, not $expected: $(head -c 400 "$work/answer")"
}
member() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$work/answer" | head -1; }
first_id() { grep -o '"id":"[^"]*"' "$work/answer" | head -1 | cut -d'"' -f4; }

# A picture of one pixel.
base64 -d > "$work/pixel.png" <<'PNG'
iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
PNG

# writes <name>: a patient with a photo, looked at and changed; the photo's id in $photo, the patient's in $patient.
writes() {
  call 201 -H 'Content-Type: application/json' -d "{\"name\":\"$1\",\"birthday\":\"1980-05-17\"}" "$api/patients"
  patient=$(first_id)
  call 201 -F "file=@$work/pixel.png;type=image/png" -F "description=$1" "$api/patients/$patient/photos"
  photo=$(first_id)
  local thumbnail
  thumbnail=$(member thumbnail)
  call 200 "http://127.0.0.1:$http$thumbnail"
  call 200 -X PATCH -H 'Content-Type: application/merge-patch+json' -d '{"description":"changed"}' "$api/photos/$photo"
  call 200 "$api/patients/$patient/timeline"
  grep -q '"changed"' "$work/answer" || die "the timeline does not show the change"
}
reads() { # <patient> <photo>
  call 200 "$api/patients/$1/timeline"
  grep -q "$2" "$work/answer" || die "the timeline lacks photo $2"
  call 200 "$api/photos/$2"
  local content
  content=$(member content)
  call 200 "http://127.0.0.1:$http$content"
  cmp -s "$work/pixel.png" "$work/answer" || die "photo $2 is not byte for byte what was sent"
}

say "building $(git -C "$repository" log -1 --format='%h "%s"' "$before"), from before V$number"
git -C "$repository" archive "$before" | tar -x -C "$work/source"
start "$work/source"
writes "Before"
patient1=$patient photo1=$photo

say "V$number comes while it runs"
MEDIAFILES_OWNER_PASSWORD=$(sed -n 's/^mediafiles=//p' "$home/database.properties") "$scripts/schema.sh" --ear "$ear" migrate --yes \
  --backup off --url "jdbc:postgresql://127.0.0.1:$dbport/mediafiles" --user mediafiles --password-env MEDIAFILES_OWNER_PASSWORD \
  --storage-root "$home/storage" > "$work/migrate.log" 2>&1 || { cat "$work/migrate.log" >&2; die "migrate did not hold"; }
grep -q "V$number" "$work/migrate.log" || die "migrate does not name V$number: $(tail -3 "$work/migrate.log")"
# Longer than a running server takes between two looks at the history.
sleep 12
is_up || die "the running build shut its gate"
reads "$patient1" "$photo1"
writes "Meanwhile"
patient2=$patient photo2=$photo

call 204 -X DELETE "$api/photos/$photo"
writes "Afterwards"
patient3=$patient photo3=$photo

say "started anew it says why it stays shut"
stop
launch "$work/source"
await is_newer
stop

say "this build goes on with what it wrote"
start "$repository"
reads "$patient1" "$photo1"
call 404 "$api/photos/$photo2"
reads "$patient3" "$photo3"
stop
say "done: the build from before V$number works on it, and this one reads what it wrote"
