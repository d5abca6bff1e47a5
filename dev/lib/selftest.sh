#!/usr/bin/env bash
# Tests dev/cluster itself: what it starts works, and nothing of it outlives `down`, whatever was killed before.
#
#   dev/lib/selftest.sh [processes] [node]     default: processes, and node too where it can run
#
# Takes three to five minutes for each flavour. The last line is "N passed, M failed"; the exit code is 1 if one failed.
set -uo pipefail

CLUSTER=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)/cluster
WORK=$(mktemp -d "${TMPDIR:-/tmp}/testbed-XXXXXX")
PASSED=0 FAILED=0 OUT=''
DIGEST_A=sha256:$(printf a | sha256sum | cut -c1-64)
DIGEST_B=sha256:$(printf b | sha256sum | cut -c1-64)

finish() {
  local state
  trap - EXIT
  for state in "$WORK"/*/; do "$CLUSTER" down --state "${state%/}" >/dev/null 2>&1; done
  rm -rf -- "$WORK"
  printf '%d passed, %d failed\n' "$PASSED" "$FAILED"
  [[ $FAILED -eq 0 ]] || exit 1
}
trap finish EXIT
trap 'FAILED=$((FAILED + 1)); exit 1' INT TERM

check() { # WHAT COMMAND...
  local what=$1
  shift
  if OUT=$("$@" 2>&1); then
    PASSED=$((PASSED + 1))
    printf 'ok      %s\n' "$what"
  else
    FAILED=$((FAILED + 1))
    printf 'FAILED  %s\n' "$what"
    printf '%s\n' "$OUT" | tail -n 12 | cut -c1-300 | sed 's/^/        | /'
  fi
}

not() { ! "$@"; }
now_ms() { date +%s%3N; }
eventually() { # SECONDS COMMAND...
  local end=$(($(now_ms) + $1 * 1000))
  shift
  until "$@"; do
    [[ $(now_ms) -lt $end ]] || { printf 'not in time: %s\n' "$*"; return 1; }
    sleep 0.1
  done
}
up() { "$CLUSTER" up --state "$WORK/$1" "${@:2}"; }
down() { "$CLUSTER" down --state "$WORK/$1"; }
k() { "$WORK/$STATE_NAME/bin/kubectl" --kubeconfig "$WORK/$STATE_NAME/kubeconfig" "$@"; }
says() { # TEXT COMMAND...: the command's output holds the text
  local text=$1 output
  shift
  output=$("$@" 2>&1)
  [[ $output == *"$text"* ]] || { printf 'want: %s\ngot:  %s\n' "$text" "$output"; return 1; }
}
refused() { # TEXT COMMAND...: it fails, and says the text
  local text=$1 output
  shift
  ! output=$("$@" 2>&1) || { printf 'it succeeded: %s\n' "$output"; return 1; }
  [[ $output == *"$text"* ]] || { printf 'want: %s\ngot:  %s\n' "$text" "$output"; return 1; }
}

# Every process that was started for this state folder, by environment or by command line.
processes_of() { # STATE NAME
  local file pid
  for file in /proc/[0-9]*; do
    pid=${file#/proc/}
    [[ $pid != "$$" && $pid != "$BASHPID" ]] || continue
    if { tr '\0' '\n' <"$file/environ" | grep -qx "RELEASE_OPERATOR_STATE=$WORK/$1"; } 2>/dev/null ||
      { tr '\0' ' ' <"$file/cmdline" | grep -q "$WORK/$1/"; } 2>/dev/null; then
      printf '%s\n' "$pid"
    fi
  done
}

nothing_left() { # STATE NAME [node]
  local left
  left=$(for pid in $(processes_of "$1"); do ps -o pid=,stat=,args= -p "$pid"; done | grep -v ' Z')
  [[ -z $left ]] || { printf 'processes: %s\n' "$left"; return 1; }
  ! grep " $WORK/$1/" /proc/mounts || return 1
  [[ ! -e $WORK/$1 && ! -e $WORK/$1.lock ]] || { printf 'the folder or its lock is still there\n'; return 1; }
  [[ ${2:-} == node ]] || return 0
  ! ip -o link show | grep -E 'rrbr0|veth' || return 1
  ! iptables-save 2>/dev/null | grep -E 'KUBE-|CNI-|rrbr0' || return 1
  ! ip6tables-save 2>/dev/null | grep KUBE- || return 1
  ! ls -d /run/release-operator* 2>/dev/null || return 1
}

pid_of() { cut -d' ' -f1 "$WORK/$1/run/$2.pid"; }

times() { # NAME MILLISECONDS...
  local name=$1 sorted
  shift
  mapfile -t sorted < <(printf '%s\n' "$@" | sort -n)
  printf 'time    %s: min %s, median %s, max %s ms of %s\n' "$name" "${sorted[0]}" "${sorted[$((${#sorted[@]} / 2))]}" "${sorted[-1]}" "${#sorted[@]}"
}

up_and_down_five_times() { # FLAVOUR
  local round started ups=() downs=()
  for round in 1 2 3 4 5; do
    started=$(now_ms)
    check "$1: up, round $round" up cycle --flavour "$1"
    ups+=($(($(now_ms) - started)))
    started=$(now_ms)
    check "$1: down, round $round" down cycle
    downs+=($(($(now_ms) - started)))
    check "$1: nothing is left, round $round" nothing_left cycle "$1"
  done
  times "$1 up" "${ups[@]}"
  times "$1 down" "${downs[@]}"
}

# SIGKILL of `up` at several instants; then `up` again, which has to clear away and succeed.
up_killed_halfway() { # FLAVOUR
  local instant pid
  for instant in 0.2 0.9 2.0 3.5; do
    "$CLUSTER" up --flavour "$1" --state "$WORK/half" >/dev/null 2>&1 &
    pid=$!
    sleep "$instant"
    kill -KILL "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    if [[ $instant == 2.0 ]]; then
      check "$1: down after up was killed at $instant s" down half
    else
      check "$1: up after up was killed at $instant s" up half --flavour "$1"
      check "$1: the cluster is healthy" "$CLUSTER" status --state "$WORK/half"
      check "$1: down" down half
    fi
    check "$1: nothing is left" nothing_left half "$1"
  done
}

# kill -9 of one program, then `down`.
component_killed() { # FLAVOUR PROGRAM...
  local flavour=$1 program
  shift
  for program in "$@"; do
    check "$flavour: up" up broken --flavour "$flavour"
    [[ $flavour != node ]] || node_workload broken
    kill -KILL "$(pid_of broken "$program")"
    check "$flavour: status says that $program was killed" not "$CLUSTER" status --state "$WORK/broken"
    check "$flavour: down after kill -9 of $program" down broken
    check "$flavour: nothing is left" nothing_left broken "$flavour"
  done
}

ready_replicas() { # KIND/NAME COUNT
  [[ $(k get "$1" -o 'jsonpath={.status.readyReplicas}') == "$2" || $(k get "$1" -o 'jsonpath={.status.numberReady}') == "$2" ]]
}
waits_for() { # APP REASON
  [[ $(k get pods -l "app=$1" -o 'jsonpath={.items[*].status.initContainerStatuses[*].state.waiting.reason} {.items[*].status.containerStatuses[*].state.waiting.reason}') == *"$2"* ]]
}
image_id_is() { [[ $(k get pods -l "app=$1" -o 'jsonpath={.items[*].status.containerStatuses[*].imageID}') == "$2" ]]; }

fifty_pods() {
  local started
  k create deployment fifty --image="r.example/app/ok@$DIGEST_A" --replicas=50
  started=$(now_ms)
  k rollout status deployment/fifty --timeout=20s
  started=$(($(now_ms) - started))
  printf 'time    50 pods ready: %s ms\n' "$started" >&3
  [[ $started -lt 3000 ]]
}

kinds_that_run() {
  k apply -f - <<YAML
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: sts}
spec:
  serviceName: sts
  replicas: 2
  selector: {matchLabels: {app: sts}}
  template: {metadata: {labels: {app: sts}}, spec: {containers: [{name: c, image: "r.example/app/ok@$DIGEST_A"}]}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: ds}
spec:
  selector: {matchLabels: {app: ds}}
  template: {metadata: {labels: {app: ds}}, spec: {containers: [{name: c, image: "r.example/app/ok@$DIGEST_A"}]}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: cron}
spec:
  schedule: "0 0 1 1 *"
  suspend: true
  jobTemplate: {spec: {backoffLimit: 0, template: {spec: {restartPolicy: Never, containers: [{name: c, image: "r.example/app/ok:1"}]}}}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: bad}
spec: {backoffLimit: 0, template: {spec: {restartPolicy: Never, containers: [{name: c, image: "r.example/app/fail-crash:1"}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: held, labels: {app: held}}
spec:
  initContainers: [{name: migrate, image: "r.example/app/fail-init-crash:1"}]
  containers: [{name: c, image: "r.example/app/ok:1"}]
---
apiVersion: v1
kind: Pod
metadata: {name: final, finalizers: [example.com/hold], labels: {app: final}}
spec: {containers: [{name: c, image: "r.example/app/ok:1"}]}
YAML
}

audit_counts() {
  local log=$WORK/$STATE_NAME/audit.log
  grep -q '"userAgent":"kubectl/' "$log" && ! grep -q '"stage":"RequestReceived"' "$log"
}

recorded_failures() {
  local pair
  for pair in not-found-tag:ImagePullBackOff not-found-digest:ImagePullBackOff unauthorized:ImagePullBackOff never:ErrImageNeverPull \
    missing-key:CreateContainerConfigError missing-secret:CreateContainerConfigError missing-configmap:CreateContainerConfigError \
    start-error:CrashLoopBackOff liveness-killing:CrashLoopBackOff; do
    k create deployment "${pair%%:*}" --image="r.example/app/fail-${pair%%:*}:v1" >/dev/null
  done
  # By a file: kubectl run would refuse such names itself.
  local number=0
  for pair in 'users@IGEST_USERS__' 'repo/app:${TAG}' 'repo/app:{{ .tag }}' 'Repo/App'; do
    number=$((number + 1))
    printf '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "bad%s", "labels": {"app": "placeholder"}}, "spec": {"containers": [{"name": "c", "image": "%s"}]}}' "$number" "$pair" |
      k create -f - >/dev/null
  done
  for pair in not-found-tag:ImagePullBackOff not-found-digest:ImagePullBackOff unauthorized:ImagePullBackOff never:ErrImageNeverPull \
    missing-key:CreateContainerConfigError missing-secret:CreateContainerConfigError missing-configmap:CreateContainerConfigError \
    start-error:CrashLoopBackOff liveness-killing:CrashLoopBackOff; do
    check "image fail-${pair%%:*} gives ${pair##*:}" eventually 10 waits_for "${pair%%:*}" "${pair##*:}"
  done
  check 'four kinds of placeholders give InvalidImageName' eventually 10 says 'InvalidImageName InvalidImageName InvalidImageName InvalidImageName' \
    k get pods -l app=placeholder -o 'jsonpath={.items[*].status.containerStatuses[*].state.waiting.reason}'
  check 'an event has the words of a kubelet' eventually 10 says 'Failed to pull image "r.example/app/fail-not-found-tag:v1": rpc error: code = NotFound' k get events
}

user_rights() {
  local config
  config=$("$CLUSTER" user alice --group team-a --state "$WORK/$STATE_NAME") || return 1
  refused 'cannot list resource' k --kubeconfig "$config" get pods || return 1
  k create rolebinding team-a --clusterrole=view --group=team-a || return 1
  eventually 5 k --kubeconfig "$config" get pods >/dev/null
}

test_processes() {
  local bystander pair
  exec 3>&1
  STATE_NAME=a
  check 'processes: up' up a
  check 'the last line is the kubeconfig' test "$(up a 2>/dev/null | tail -n 1)" = "KUBECONFIG=$WORK/a/kubeconfig"
  check 'up again says so' says 'already up' up a
  check 'another flavour there is refused' refused 'processes runs' up a --flavour node
  check 'status is healthy' "$CLUSTER" status --state "$WORK/a"
  check 'eight nodes' says 8 bash -c "'$WORK/a/bin/kubectl' --kubeconfig '$WORK/a/kubeconfig' get nodes --no-headers | grep -c ' Ready '"
  check 'a second cluster runs beside it' up b
  check 'it has other nodes' env STATE_NAME=b "$WORK/b/bin/kubectl" --kubeconfig "$WORK/b/kubeconfig" get node node8

  k create deployment ph --image='users@IGEST_USERS__' >/dev/null
  check 'a placeholder gives InvalidImageName' eventually 10 waits_for ph InvalidImageName
  k set image deployment/ph "*=r.example/app/users@$DIGEST_B" >/dev/null
  check 'a digest heals it' k rollout status deployment/ph --timeout=20s
  check 'imageID is the digest' eventually 10 image_id_is ph "r.example/app/users@$DIGEST_B"
  check '50 pods are ready within 3 s' fifty_pods
  check 'objects of all kinds' kinds_that_run
  check 'StatefulSet' eventually 20 ready_replicas statefulset/sts 2
  check 'DaemonSet' eventually 20 ready_replicas daemonset/ds 8
  k create job once --from=cronjob/cron >/dev/null
  check 'a Job made from a CronJob completes' k wait --for=condition=Complete job/once --timeout=20s
  check 'a Job that crashes fails' k wait --for=condition=Failed job/bad --timeout=20s
  check 'an init container that crashes holds the others back' eventually 10 waits_for held 'CrashLoopBackOff PodInitializing'
  check 'the pod with a finalizer is ready' k wait --for=condition=Ready pod/final --timeout=20s
  k delete pod final --wait=false >/dev/null
  check 'a deleted pod with a finalizer ends and waits' eventually 10 says Failed k get pod final -o 'jsonpath={.status.phase}'
  k patch pod final --type=merge -p '{"metadata":{"finalizers":null}}' >/dev/null
  check 'it goes when the finalizer goes' k wait --for=delete pod/final --timeout=10s
  check '50 pods are deleted' k delete deployment fifty --cascade=foreground --timeout=20s
  recorded_failures
  check 'a user has the rights of its group and no others' user_rights
  check 'the audit log tells user agents, each request once' audit_counts
  check 'image is refused without a registry' refused 'no registry' "$CLUSTER" image x/y --state "$WORK/a"

  # A record whose process is another one by now, as after a restart of the machine.
  sleep 300 &
  bystander=$!
  printf '%s 1\n' "$bystander" >"$WORK/b/run/kwok-earlier.pid"
  check 'down' down b
  check 'nothing is left' nothing_left b
  check 'a process with a reused id was not touched' kill -0 "$bystander"
  kill "$bystander"
  check 'the other cluster goes on' "$CLUSTER" status --state "$WORK/a"
  for pair in etcd kube-apiserver kube-controller-manager kube-scheduler kwok; do kill -KILL "$(pid_of a "$pair")"; done
  check 'up after all was killed' up a
  check 'the old objects are gone with the old store' refused NotFound k get deployment ph
  check 'down' down a
  check 'nothing is left' nothing_left a
  check 'down of nothing is fine' down a

  mkdir "$WORK/foreign"
  : >"$WORK/foreign/file"
  check 'up refuses a folder with other things in it' refused 'not empty' up foreign
  check 'down refuses it too' refused 'no cluster' down foreign
  check 'and leaves it alone' test -e "$WORK/foreign/file"
  rm -rf -- "$WORK/foreign"

  up twice >"$WORK/first.out" 2>&1 &
  bystander=$!
  check 'two ups at once on one folder: both say the same' says "KUBECONFIG=$WORK/twice/kubeconfig" up twice
  wait "$bystander"
  check 'the other one succeeded as well' test $? -eq 0
  check 'one of them waited' grep -q -e 'waiting up to' -e 'already up' -e 'up in' "$WORK/first.out"
  check 'down' down twice
  check 'nothing is left' nothing_left twice
  rm -f "$WORK/first.out"

  check 'up without kwok' up bare --no-kwok
  check 'no nodes there' says 'No resources' env "$WORK/bare/bin/kubectl" --kubeconfig "$WORK/bare/kubeconfig" get nodes
  check 'down' down bare
  component_killed processes etcd kube-apiserver kube-controller-manager kwok
  up_killed_halfway processes
  up_and_down_five_times processes
}

# It runs, and not as root.
postgres_runs() {
  local image
  image=$("$CLUSTER" image app/db --postgres --state "$WORK/$1" 2>/dev/null) || return 1
  k run db --image="$image" --restart=Never -- sh -c 'initdb -D /tmp/db -A trust --no-sync' >/dev/null
  eventually 30 says 'Success. You can now start' k logs db
}

node_workload() { # STATE NAME: two pods that run and one that crashes
  local image
  STATE_NAME=$1
  image=$("$CLUSTER" image app/ok --seed one --state "$WORK/$1" 2>/dev/null) || return 1
  k create deployment ok --image="$image" --replicas=2 >/dev/null
  k create deployment crash --image="$image" -- /testbox crash --code 3 --word 'FATAL: no url' >/dev/null
  k rollout status deployment/ok --timeout=30s >/dev/null
}

# The API server through the kubernetes Service, from inside a pod's network.
pod_reaches_api() {
  local pid id
  id=$(k get pods -l app=ok -o 'jsonpath={.items[0].status.containerStatuses[0].containerID}')
  pid=$(<"$(find "$WORK/$STATE_NAME/containerd/state" -path "*${id#containerd://}/init.pid" 2>/dev/null | head -n 1)") || return 1
  says '"gitVersion"' nsenter -t "$pid" -n curl -sk --noproxy '*' --max-time 5 https://10.0.0.1/version
}
service_answers() {
  local address
  address=$(k get service ok -o 'jsonpath={.spec.clusterIP}')
  says 'X-Relay-Version: one' curl -si --noproxy '*' --max-time 2 "http://$address/"
}

test_node() {
  local image again other registry
  exec 3>&1
  STATE_NAME=n
  check 'node: up' up n --flavour node
  check 'one Ready node' k wait --for=condition=Ready node/node1 --timeout=1s
  image=$("$CLUSTER" image app/ok --seed one --state "$WORK/n" 2>/dev/null)
  again=$("$CLUSTER" image app/ok --seed one --state "$WORK/n" 2>/dev/null)
  other=$("$CLUSTER" image app/ok --seed two --state "$WORK/n" 2>/dev/null)
  check 'the same seed gives the same digest' test "$image" = "$again"
  check 'another seed gives another' test "$image" != "$other"
  check 'a pod by digest becomes ready' node_workload n
  check 'its imageID is the digest' says "$image" k get pods -l app=ok -o 'jsonpath={.items[0].status.containerStatuses[0].imageID}'
  check 'an image with a PostgreSQL' postgres_runs n
  k expose deployment ok --port=80 --target-port=8080 >/dev/null
  check 'a ClusterIP answers from the host' eventually 15 service_answers
  check 'a pod reaches the API server by its Service' pod_reaches_api
  check 'logs' says 'serving on' k logs deployment/ok
  check 'exec' says 'hello from inside' k exec deployment/ok -- /testbox crash --code 0 --word 'hello from inside'
  check 'a crash, in the words of a kubelet' eventually 30 waits_for crash CrashLoopBackOff
  check 'its last word' eventually 20 says 'FATAL: no url' k logs deployment/crash
  k create deployment ph --image='users@IGEST_USERS__' >/dev/null
  registry=${image%%/*}
  k create deployment nf --image="$registry/app/nothing:v1" >/dev/null
  check 'a placeholder gives InvalidImageName' eventually 20 waits_for ph InvalidImageName
  check 'an absent image gives ErrImagePull or its back-off' eventually 20 waits_for nf Pull
  check 'a second node on the machine is refused' refused 'belongs to another cluster' up n2 --flavour node
  check 'and did not disturb the first' "$CLUSTER" status --state "$WORK/n"
  rm -rf -- "$WORK/n2" "$WORK/n2.lock"
  check 'a cluster of processes runs beside it' up p
  check 'down of that' down p
  check 'down with pods running' down n
  check 'nothing is left' nothing_left n node
  component_killed node containerd kubelet kube-apiserver
  check 'node: up' up all --flavour node
  node_workload all
  for other in "$WORK"/all/run/*.pid; do kill -KILL "$(cut -d' ' -f1 "$other")"; done
  check 'node: up after everything was killed, with containers running' up all --flavour node
  node_workload all
  for other in "$WORK"/all/run/*.pid; do kill -KILL "$(cut -d' ' -f1 "$other")"; done
  check 'node: up of another cluster, where the one before died' up next --flavour node
  check 'down of that' down next
  check 'nothing is left of both' nothing_left all node
  check 'node: up' up all --flavour node
  check 'node: down' down all
  check 'nothing is left' nothing_left all node
  up_killed_halfway node
  up_and_down_five_times node
}

can_run_node() { [[ $(id -u) -eq 0 ]] && command -v runc >/dev/null && command -v iptables >/dev/null; }

if [[ $# -eq 0 ]]; then
  set -- processes
  if can_run_node; then set -- processes node; else printf 'skipped node: it needs root, runc and iptables\n'; fi
fi
for flavour in "$@"; do
  case $flavour in
    processes | node) "test_$flavour" ;;
    *)
      printf 'there is no flavour %s\n' "$flavour"
      FAILED=$((FAILED + 1))
      ;;
  esac
done
