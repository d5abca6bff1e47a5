# shellcheck shell=bash
# etcd, API server, controller-manager and scheduler: the same in both flavours.

readonly SERVICE_RANGE=10.0.0.0/20 SERVICE_FIRST=10.0.0.1

api_get() { # PATH: as the administrator
  curl --silent --fail --noproxy '*' --max-time 5 --cacert "$STATE/pki/ca.crt" --cert "$STATE/pki/admin.crt" --key "$STATE/pki/admin.key" "$(fact SERVER)$1"
}
api_answers() { api_get "$1" >/dev/null 2>&1; }

# await WHAT SECONDS PROGRAM COMMAND...: waits, and gives up at once when the program that it waits for has ended.
await() {
  local what=$1 seconds=$2 program=$3 deadline
  shift 3
  deadline=$(($(now_ms) + seconds * 1000))
  until "$@"; do
    if ! process_running "$program" && [[ -e $STATE/run/$program.pid ]]; then
      last_words "$program"
      die "$program ended while it was waited for: $what" "The whole log: $STATE/log/$program.log"
    fi
    if [[ $(now_ms) -ge $deadline ]]; then
      last_words "$program"
      die "not within $seconds s: $what" "The whole log: $STATE/log/$program.log"
    fi
    sleep 0.1
  done
}

# In two steps: what the API server needs to start, and what is only needed once it answers. The second one's RSA
# key takes longer than all the rest, and is made while the API server starts.
controlplane_pki_servers() { # BIND ADDRESS
  pki_authority
  pki_key "$STATE/pki/service-accounts.key" ec
  openssl ec -in "$STATE/pki/service-accounts.key" -pubout -out "$STATE/pki/service-accounts.pub" 2>/dev/null
  local host names=DNS:localhost,IP:127.0.0.1,IP:$SERVICE_FIRST
  [[ $1 == 127.0.0.1 ]] || names+=,IP:$1
  for host in kubernetes kubernetes.default kubernetes.default.svc kubernetes.default.svc.cluster.local; do names+=,DNS:$host; done
  pki_certificate apiserver ec /CN=kube-apiserver server "$names"
  # The only client that may skip the kubelet's authorisation: the API server itself, for logs and exec.
  [[ $(fact FLAVOUR) != node ]] || pki_certificate apiserver-kubelet ec /O=system:masters/CN=kube-apiserver-kubelet client
}

controlplane_pki_clients() {
  local program
  for program in kube-controller-manager kube-scheduler; do
    pki_certificate "$program" ec "/CN=system:$program" client
    pki_kubeconfig "$STATE/pki/$program.kubeconfig" "$program" release-operator "system:$program"
  done
  pki_certificate admin rsa /O=system:masters/CN=admin client
  pki_kubeconfig "$STATE/kubeconfig" admin "release-operator-$(fact FLAVOUR)" admin
}

controlplane_start_store() { # etcd and API server
  local bind=$1 api_port=$2 client_port=$3 peer_port=$4 log=$STATE/audit.log flags
  # fsync costs a third of the start and guards against a power cut that nobody here would recover from.
  process_start etcd "$STATE/bin/etcd" --name=testbed --data-dir="$STATE/etcd" --unsafe-no-fsync \
    --listen-client-urls="http://127.0.0.1:$client_port" --advertise-client-urls="http://127.0.0.1:$client_port" \
    --listen-peer-urls="http://127.0.0.1:$peer_port" --initial-advertise-peer-urls="http://127.0.0.1:$peer_port" \
    --initial-cluster="testbed=http://127.0.0.1:$peer_port" --quota-backend-bytes=$((4 << 30)) --log-level=warn

  # Tests and benchmark count requests by user agent from this log; the stage that only announces a request would count each twice.
  cat >"$STATE/audit-policy.yaml" <<'YAML'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: Metadata
YAML
  flags=(
    --etcd-servers="http://127.0.0.1:$client_port"
    --bind-address="$bind" --advertise-address="$bind" --secure-port="$api_port"
    --tls-cert-file="$STATE/pki/apiserver.crt" --tls-private-key-file="$STATE/pki/apiserver.key"
    --client-ca-file="$STATE/pki/ca.crt"
    --service-account-issuer=https://kubernetes.default.svc
    --service-account-key-file="$STATE/pki/service-accounts.pub"
    --service-account-signing-key-file="$STATE/pki/service-accounts.key"
    --service-cluster-ip-range="$SERVICE_RANGE"
    --audit-policy-file="$STATE/audit-policy.yaml" --audit-log-path="$log" --audit-log-maxsize=2048 --audit-log-maxbackup=1
    --allow-privileged --profiling=false
  )
  if [[ $(fact FLAVOUR) == node ]]; then
    flags+=(--authorization-mode='Node,RBAC'
      --kubelet-client-certificate="$STATE/pki/apiserver-kubelet.crt" --kubelet-client-key="$STATE/pki/apiserver-kubelet.key"
      --kubelet-certificate-authority="$STATE/pki/ca.crt" --kubelet-preferred-address-types=InternalIP)
  else
    # No endpoint may be a loopback address, and no pod of this flavour could use one.
    flags+=(--authorization-mode=RBAC --endpoint-reconciler-type=none)
  fi
  # Half of its start is building and collecting garbage: less of it for some more memory.
  GOGC=${GOGC:-200} process_start kube-apiserver "$STATE/bin/kube-apiserver" "${flags[@]}"
}

controlplane_start_controllers() {
  local pki=$STATE/pki flags=()
  # The stock limit of the controller-manager (20 requests a second) is spent on its own service accounts for the first
  # five seconds, one for each of its forty controllers.
  local rate=100 burst=200
  if [[ $(fact FAST_CONTROLLERS) == yes ]]; then
    # With the stock limits the controllers, not the operator, would be what a benchmark measures.
    rate=1000 burst=1000
    flags=(--concurrent-deployment-syncs=20 --concurrent-replicaset-syncs=20)
  fi
  # No serving port at all: with the stock one a second cluster on the machine would have neither program.
  process_start kube-controller-manager "$STATE/bin/kube-controller-manager" --kubeconfig="$pki/kube-controller-manager.kubeconfig" \
    --secure-port=0 --leader-elect=false --use-service-account-credentials --root-ca-file="$pki/ca.crt" \
    --service-account-private-key-file="$pki/service-accounts.key" \
    --cluster-signing-cert-file="$pki/ca.crt" --cluster-signing-key-file="$pki/ca.key" --profiling=false \
    --kube-api-qps="$rate" --kube-api-burst="$burst" ${flags[@]+"${flags[@]}"}

  cat >"$STATE/scheduler.yaml" <<YAML
apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
leaderElection: {leaderElect: false}
enableProfiling: false
clientConnection: {kubeconfig: $pki/kube-scheduler.kubeconfig, qps: $rate, burst: $burst}
YAML
  process_start kube-scheduler "$STATE/bin/kube-scheduler" --config="$STATE/scheduler.yaml" --secure-port=0
}

nodes_ready() { # COUNT
  local answer count=0 node
  answer=$(api_get /api/v1/nodes 2>/dev/null) || return 1
  # No JSON reader is at hand: the condition that says so is the only place with this reason.
  while IFS= read -r node; do
    [[ $node != *'"reason":"KubeletReady"'* && $node != *'"reason": "KubeletReady"'* ]] || count=$((count + 1))
  done <<<"${answer//\}/$'\n'}"
  [[ $count -ge $1 ]]
}
