# shellcheck shell=bash
# Starting programs so that exactly they can be ended again, and finding free ports.
#
# A program is recorded as "<pid> <start time>" by the process that becomes it, before it becomes it: a
# SIGKILL of `up` at any instant leaves no program without a record. The start time tells a process from a
# later one that was given the same pid. Each program leads a process group of its own and carries
# RELEASE_OPERATOR_STATE in its environment, by which its children are known even when it is gone.

# Fields of /proc/<pid>/stat behind the command's name, which may itself hold spaces and parentheses.
# Sets PROC_STATE and PROC_START; 1 if there is no such process.
process_stat() {
  local line
  { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
  # shellcheck disable=SC2086
  set -- ${line##*) }
  PROC_STATE=$1 PROC_START=${20}
}

process_start() { # NAME COMMAND...
  local name=$1
  shift
  RELEASE_OPERATOR_STATE=$STATE setsid -- bash -c '
    record=$1
    shift
    read -r line </proc/$$/stat
    fields=(${line##*) })
    printf "%s %s\n" $$ "${fields[19]}" >"$record.new"
    mv -f -- "$record.new" "$record"
    exec "$@"' start "$STATE/run/$name.pid" "$@" </dev/null >>"$STATE/log/$name.log" 2>&1 9>&- &
  # Not a job of this shell: bash would otherwise report its end in the middle of our own words.
  disown $!
}

# Sets PROC_PID if the program runs; 1 otherwise.
process_running() { # NAME
  local pid start
  { read -r pid start <"$STATE/run/$1.pid"; } 2>/dev/null || return 1
  process_stat "$pid" || return 1
  [[ $PROC_START == "$start" && $PROC_STATE != Z && $PROC_STATE != X ]] || return 1
  PROC_PID=$pid
}

process_names() {
  local record
  for record in "$STATE"/run/*.pid; do
    [[ -e $record ]] || continue
    record=${record##*/}
    printf '%s\n' "${record%.pid}"
  done
}

process_gone() { ! process_running "$1"; }

process_signal() { # SIGNAL NAME...
  local signal=$1 name
  shift
  for name in "$@"; do
    # The group, since some programs have children; the leader alone if it has not made its group yet.
    process_running "$name" && { kill "-$signal" -- "-$PROC_PID" || kill "-$signal" "$PROC_PID"; } 2>/dev/null
  done
  return 0
}

# process_stop SECONDS NAME...: asks all at once, then kills what is still there after the grace.
process_stop() {
  local grace=$1 name
  shift
  process_signal TERM "$@"
  for name in "$@"; do
    wait_until "$grace" process_gone "$name" || process_signal KILL "$name"
    # Something in uninterruptible sleep can outlive even SIGKILL for a moment.
    wait_until 10 process_gone "$name" || say "$name (process $PROC_PID) does not end"
  done
}

# Every process of this state folder that is left, recorded or not: known by the environment it was started with.
process_strays() {
  local file pid mark
  for file in /proc/[0-9]*/environ; do
    pid=${file#/proc/}
    pid=${pid%/environ}
    [[ $pid != "$$" && $pid != "$BASHPID" && -r $file ]] || continue
    while IFS= read -r -d '' mark; do
      if [[ $mark == "RELEASE_OPERATOR_STATE=$STATE" ]]; then
        process_stat "$pid" && [[ $PROC_STATE != Z ]] && printf '%s\n' "$pid"
        break
      fi
    done 2>/dev/null <"$file"
  done
}

no_strays() { [[ -z $(process_strays) ]]; }

process_end_strays() {
  no_strays && return 0
  local pid
  for pid in $(process_strays); do kill -KILL "$pid" 2>/dev/null || true; done
  wait_until 10 no_strays || say "these processes do not end: $(process_strays | tr '\n' ' ')"
}

# ---- ports -------------------------------------------------------------------------------------------------

port_listens() { # PORT; whatever the address
  local hex
  printf -v hex ':%04X' "$1"
  local address state
  while read -r _ address _ state _; do
    [[ $state == 0A && $address == *"$hex" ]] && return 0
  done < <(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null)
  return 1
}

# ports_take COUNT: prints that many free ports, one a line. Blocks are handed out in turn from a counter under a
# lock, so that clusters which start at the same moment do not choose the same ones; all lie below the
# range from which the kernel serves outgoing connections.
ports_take() {
  local count=$1 folder=${XDG_CACHE_HOME:-$HOME/.cache}/release-operator next port block=16
  mkdir -p -- "$folder"
  (
    flock 8
    next=$(cat "$folder/next-port" 2>/dev/null || true)
    [[ $next =~ ^[0-9]+$ && $next -ge 20000 && $next -lt 32000 ]] || next=$((20000 + RANDOM % 700 * block))
    port=$next
    while [[ $count -gt 0 ]]; do
      [[ $port -lt 32500 ]] || port=20000
      if ! port_listens "$port"; then
        printf '%s\n' "$port"
        count=$((count - 1))
      fi
      port=$((port + 1))
    done
    printf '%s\n' $(((port + block - 1) / block * block)) >"$folder/next-port"
  ) 8>"$folder/next-port.lock"
}
