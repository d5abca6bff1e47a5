# shellcheck shell=bash
# What every other file here stands on: words for people, deadlines, the state folder and its lock.

say() { printf '%s\n' "$*" >&2; }

# die MESSAGE [NEXT STEP]: one sentence on what went wrong, one on what to do about it.
die() {
  printf 'dev/cluster: %s\n' "$1" >&2
  [[ $# -lt 2 ]] || printf '  %s\n' "$2" >&2
  exit 1
}

need_command() { # COMMAND WHAT TO DO
  command -v "$1" >/dev/null 2>&1 || die "$1 is not on the PATH" "$2"
}

now_ms() {
  local seconds micros
  IFS=.,' ' read -r seconds micros <<<"$EPOCHREALTIME"
  printf '%s' $((seconds * 1000 + 10#$micros / 1000))
}

# wait_until SECONDS COMMAND...: asks again every 50 ms; 1 when the deadline has passed. EPOCHREALTIME keeps a
# poll free of forks.
wait_until() {
  local deadline=$(($(now_ms) + $1 * 1000))
  shift
  until "$@"; do
    [[ $(now_ms) -lt $deadline ]] || return 1
    sleep 0.05
  done
}

# What a person needs when a program did not come up: the end of its log, and where the rest is.
last_words() {
  local program log
  for program in "$@"; do
    log=$STATE/log/$program.log
    [[ -s $log ]] || continue
    say "--- last lines of $log"
    tail -n 8 "$log" | cut -c1-400 >&2
  done
}

# ---- the state folder --------------------------------------------------------------------------------------

# The mark lets `down` remove a folder without ever removing one that it did not make.
readonly STATE_MARK=.release-operator-cluster

state_default() { printf '%s/release-operator/cluster' "${XDG_STATE_HOME:-$HOME/.local/state}"; }

state_use() { # DIR
  STATE=$(realpath -m -- "$1")
  [[ $STATE != / ]] || die "the state folder cannot be /"
  # A space or a quote in the path would have to be escaped in six configuration formats.
  [[ $STATE =~ ^[A-Za-z0-9/._@+-]+$ ]] || die "the state folder $STATE has characters other than letters, digits and / . _ @ + -" "Give another with --state DIR."
}

state_is_ours() { [[ -f $STATE/$STATE_MARK ]]; }

state_make() {
  if [[ -e $STATE ]] && ! state_is_ours && [[ -n $(ls -A -- "$STATE") ]]; then
    die "$STATE is not empty and is no cluster's state folder" "Give an empty or a new folder with --state DIR."
  fi
  mkdir -p -- "$STATE"
  chmod 700 -- "$STATE"
  : >"$STATE/$STATE_MARK"
  mkdir -p -- "$STATE/log" "$STATE/run" "$STATE/pki" "$STATE/bin" "$STATE/users"
}

# Facts of a cluster (flavour, ports, options), as lines NAME=value: written once by `up`, read by all others.
fact_set() { printf '%s=%s\n' "$1" "$2" >>"$STATE/facts"; }
fact() {
  local line value=''
  [[ -f $STATE/facts ]] || return 0
  while IFS= read -r line; do
    [[ $line != "$1="* ]] || value=${line#*=}
  done <"$STATE/facts"
  printf '%s' "$value"
}

# ---- the lock ----------------------------------------------------------------------------------------------

# The lock lies beside the state folder, since `down` removes the folder. It is the kernel's lock on descriptor 9,
# so it ends with its holder, however that one dies; programs are started without the descriptor.
lock_state() { # SECONDS WHAT
  mkdir -p -- "$(dirname -- "$STATE")"
  local file=$STATE.lock
  while :; do
    exec 9>"$file"
    if ! flock -n 9; then
      say "another dev/cluster is at work on $STATE; waiting up to $1 s"
      flock -w "$1" 9 || die "another dev/cluster is still at work on $STATE, so $2 cannot begin" "Wait for it, or give this one a folder of its own with --state DIR."
    fi
    # Its last holder may have removed the file: then this lock is on a name that nobody else will find.
    [[ $file -ef /proc/self/fd/9 ]] && return 0
  done
}

unlock_and_remove() {
  rm -f -- "$STATE.lock"
  exec 9>&-
}
