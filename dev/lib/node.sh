# shellcheck shell=bash
# The node flavour: a real kubelet with containerd, a registry, a bridge and kube-proxy, all on this machine.
#
# The machine has one network and one set of iptables chains, so it has one such node at a time. Who has it stands in
# NODE_OWNER; everything else lies in the state folder, but for sockets, whose paths may not be long.

readonly NODE_NAME=node1 NODE_BRIDGE=rrbr0 NODE_GATEWAY=10.88.0.1 NODE_PODS=10.88.0.0/16
readonly NODE_NETWORK=release-operator NODE_OWNER=/run/release-operator-node

node_sockets() { printf '/run/release-operator-%s' "$(printf '%s' "$STATE" | sha256sum | cut -c1-8)"; }

node_requirements() {
  [[ $(id -u) -eq 0 ]] || die "the flavour node needs root: it makes network interfaces and containers" "Use sudo, or --flavour processes, which needs no root."
  # Where a login shell of root has them, but not every sudo.
  PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
  need_command runc "apt-get install runc"
  need_command iptables "apt-get install iptables"
  need_command ip "apt-get install iproute2"
  need_command tar "apt-get install tar"
}

# Whether any program of that cluster runs, or somebody is about to start or to end it. In a subshell: another STATE.
node_owner_lives() ( # STATE
  STATE=$1
  flock --nonblock "$STATE.lock" true || exit 0
  for program in $(cluster_programs); do ! process_running "$program" || exit 0; done
  exit 1
)

# ---- the network -------------------------------------------------------------------------------------------

node_network_up() {
  local owner=''
  [[ ! -s $NODE_OWNER ]] || owner=$(<"$NODE_OWNER")
  if [[ -n $owner && $owner != "$STATE" && -e $owner/$STATE_MARK ]] && node_owner_lives "$owner"; then
    die "this machine's node belongs to another cluster: $owner" "End it first: dev/cluster down --state $owner"
  fi
  if [[ -n $owner && $owner != "$STATE" && -e $owner/$STATE_MARK ]]; then
    say "the cluster in $owner died without being ended: what is left of it is removed first"
    "$DEV/cluster" down --state "$owner" >&2
  elif [[ -n $owner ]]; then
    # Its state folder was removed by hand: what it left outside of it is in the way.
    node_clear_machine
  fi
  ! ip link show "$NODE_BRIDGE" >/dev/null 2>&1 || die "there is a network interface $NODE_BRIDGE that no cluster of ours made" "Remove it if nobody needs it: ip link delete $NODE_BRIDGE"
  ! iptables-save 2>/dev/null | grep -q '^:KUBE-' || die "there are iptables chains of another Kubernetes on this machine" "Use --flavour processes here."
  printf '%s\n' "$STATE" >"$NODE_OWNER"
  local name
  # Some programs write to fixed places. What was not there before is removed again.
  for name in /var/lib/kubelet /var/lib/cni /var/log/containers /run/containerd; do [[ -e $name ]] || printf '%s\n' "$name"; done >"$STATE/new-folders"
  fact_set IP_FORWARD "$(</proc/sys/net/ipv4/ip_forward)"
  echo 1 >/proc/sys/net/ipv4/ip_forward
  ip link add "$NODE_BRIDGE" type bridge
  ip address add "$NODE_GATEWAY/16" dev "$NODE_BRIDGE"
  ip link set "$NODE_BRIDGE" up
  # Where Docker is installed, nothing is forwarded unless a rule says so.
  iptables -w 5 -I FORWARD -i "$NODE_BRIDGE" -o "$NODE_BRIDGE" -j ACCEPT
}

# Removes chains of kubelet and kube-proxy, and the rules that lead to them; nobody else's are touched.
node_iptables_clear() { # iptables | ip6tables
  command -v "$1-save" >/dev/null 2>&1 || return 0
  local line leave='' flush='' delete='' script=''
  while IFS= read -r line; do
    case $line in
      \**) script+=$line$'\n' leave='' flush='' delete='' ;;
      :KUBE-* | :CNI-HOSTPORT-* | :CNI-DN-*)
        line=${line#:}
        flush+="-F ${line%% *}"$'\n'
        delete+="-X ${line%% *}"$'\n'
        ;;
      '-A KUBE-'* | '-A CNI-'*) ;;
      -A*'-j KUBE-'* | -A*'-j CNI-'* | "-A FORWARD -i $NODE_BRIDGE -o $NODE_BRIDGE -j ACCEPT") leave+="-D${line#-A}"$'\n' ;;
      COMMIT) script+=$leave$flush$delete$'COMMIT\n' ;;
    esac
  done < <("$1-save" 2>/dev/null)
  [[ $script != *-[DFX]\ * ]] || "$1-restore" -w 5 --noflush <<<"$script" || say "$1: not all chains could be removed; look at: $1-save"
}

node_chains_gone() { ! iptables-save 2>/dev/null | grep -q '^:KUBE-'; }

# ---- containerd, registry, kubelet, kube-proxy -------------------------------------------------------------

node_start_runtime() {
  local sockets ports registry host
  sockets=$(node_sockets)
  mapfile -t ports < <(ports_take 4)
  registry=$NODE_GATEWAY:${ports[0]}
  fact_set REGISTRY "$registry"
  fact_set PORT_KUBELET "${ports[1]}"
  fact_set PORT_PROXY_HEALTH "${ports[2]}"
  fact_set PORT_PROXY_METRICS "${ports[3]}"
  mkdir -p -- "$sockets/s" "$STATE/containerd/cni" "$STATE/registry"
  chmod 700 -- "$sockets"

  cat >"$STATE/registry.yaml" <<YAML
version: 0.1
log: {level: warn, accesslog: {disabled: true}}
storage:
  filesystem: {rootdirectory: $STATE/registry}
  delete: {enabled: true}
http: {addr: "$registry"}
YAML
  # Without this it looks for a collector of traces every few seconds.
  OTEL_TRACES_EXPORTER=none process_start registry "$STATE/bin/registry" serve "$STATE/registry.yaml"

  # registry.internal:5000 is a name for the same registry: images have that name in the recorded failures.
  for host in "$registry" registry.internal:5000; do
    mkdir -p -- "$STATE/containerd/hosts/$host"
    printf '[host."http://%s"]\n  capabilities = ["pull", "resolve"]\n' "$registry" >"$STATE/containerd/hosts/$host/hosts.toml"
  done
  cat >"$STATE/containerd/cni/10-bridge.conflist" <<JSON
{"cniVersion": "1.0.0", "name": "$NODE_NETWORK", "plugins": [
 {"type": "bridge", "bridge": "$NODE_BRIDGE", "isGateway": true, "ipMasq": false, "hairpinMode": true,
  "ipam": {"type": "host-local", "dataDir": "$STATE/containerd/addresses", "routes": [{"dst": "0.0.0.0/0"}],
           "ranges": [[{"subnet": "$NODE_PODS", "rangeStart": "10.88.0.10", "gateway": "$NODE_GATEWAY"}]]}},
 {"type": "portmap", "backend": "iptables", "capabilities": {"portMappings": true}}]}
JSON
  cat >"$STATE/containerd/config.toml" <<TOML
version = 3
root = '$STATE/containerd/root'
state = '$STATE/containerd/state'
disabled_plugins = ['io.containerd.nri.v1.nri', 'io.containerd.tracing.processor.v1.otlp', 'io.containerd.internal.v1.tracing']

[grpc]
address = '$sockets/containerd.sock'

[plugins.'io.containerd.internal.v1.opt']
path = '$STATE/containerd/opt'

[plugins.'io.containerd.shim.v1.manager']
# Shims inherit our environment, by which they are found again; their sockets lie where they are removed with the rest.
socket_dir = '$sockets/s'

[plugins.'io.containerd.cri.v1.images']
snapshotter = 'overlayfs'
[plugins.'io.containerd.cri.v1.images'.pinned_images]
sandbox = '$registry/pause:1'
[plugins.'io.containerd.cri.v1.images'.registry]
config_path = '$STATE/containerd/hosts'

[plugins.'io.containerd.cri.v1.runtime']
restrict_oom_score_adj = true
disable_apparmor = true
netns_mounts_under_state_dir = true
[plugins.'io.containerd.cri.v1.runtime'.cni]
bin_dirs = ['$STATE/bin']
conf_dir = '$STATE/containerd/cni'
[plugins.'io.containerd.cri.v1.runtime'.containerd]
default_runtime_name = 'runc'
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
runtime_type = 'io.containerd.runc.v2'
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
BinaryName = '$(command -v runc)'
Root = '$STATE/containerd/runc'
SystemdCgroup = false
TOML
  # The shim is looked up on the PATH.
  PATH=$STATE/bin:$PATH process_start containerd "$STATE/bin/containerd" --config="$STATE/containerd/config.toml"

  await 'the registry answers' 30 registry registry_answers
  image_make "$registry/pause:1" pause pause >/dev/null
  await 'containerd has its socket' 30 containerd test -S "$sockets/containerd.sock"
}

registry_answers() { curl --silent --fail --noproxy '*' --max-time 5 "http://$(fact REGISTRY)/v2/" >/dev/null 2>&1; }

node_start_kubelet() {
  local pki=$STATE/pki sockets
  sockets=$(node_sockets)
  pki_certificate kubelet ec "/O=system:nodes/CN=system:node:$NODE_NAME" client
  pki_certificate kubelet-serving ec "/O=system:nodes/CN=system:node:$NODE_NAME" server "DNS:$NODE_NAME,IP:$NODE_GATEWAY"
  pki_certificate kube-proxy ec /CN=system:kube-proxy client
  pki_kubeconfig "$pki/kubelet.kubeconfig" kubelet release-operator "system:node:$NODE_NAME"
  pki_kubeconfig "$pki/kube-proxy.kubeconfig" kube-proxy release-operator system:kube-proxy

  # cgroups of pods are left to containerd, and several refusals are switched off, so that this works in a container, a
  # virtual machine without systemd and on both versions of cgroups. Eviction by disk would empty a full laptop's node.
  # There is no DNS; the address is set because without one every pod gets a warning that no real cluster shows.
  cat >"$STATE/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $NODE_GATEWAY
port: $(fact PORT_KUBELET)
healthzPort: 0
tlsCertFile: $pki/kubelet-serving.crt
tlsPrivateKeyFile: $pki/kubelet-serving.key
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $pki/ca.crt}}
authorization: {mode: Webhook}
containerRuntimeEndpoint: unix://$sockets/containerd.sock
podLogsDir: $STATE/pod-logs
volumePluginDir: $STATE/kubelet-plugins
resolvConf: ""
clusterDNS: [10.0.0.10]
clusterDomain: cluster.local
cgroupDriver: cgroupfs
cgroupsPerQOS: false
enforceNodeAllocatable: []
failCgroupV1: false
failSwapOn: false
localStorageCapacityIsolation: false
featureGates: {KubeletInUserNamespace: true}
serializeImagePulls: false
maxPods: 200
evictionHard: {nodefs.available: "0%", nodefs.inodesFree: "0%", imagefs.available: "0%", imagefs.inodesFree: "0%"}
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
YAML
  cat >"$STATE/kube-proxy.yaml" <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
hostnameOverride: $NODE_NAME
clusterCIDR: $NODE_PODS
clientConnection: {kubeconfig: $pki/kube-proxy.kubeconfig}
conntrack: {maxPerCore: 0, min: 0}
# All pods hang on one bridge: an answer would go straight back to a pod that had asked another address.
iptables: {masqueradeAll: true}
healthzBindAddress: 127.0.0.1:$(fact PORT_PROXY_HEALTH)
metricsBindAddress: 127.0.0.1:$(fact PORT_PROXY_METRICS)
YAML
  process_start kubelet "$STATE/bin/kubelet" --config="$STATE/kubelet.yaml" --kubeconfig="$pki/kubelet.kubeconfig" \
    --hostname-override="$NODE_NAME" --node-ip="$NODE_GATEWAY" --root-dir="$STATE/kubelet" --cert-dir="$STATE/kubelet/pki"
  process_start kube-proxy "$STATE/bin/kube-proxy" --config="$STATE/kube-proxy.yaml"
}

# ---- the end -----------------------------------------------------------------------------------------------

# Whatever of this may be there or not: it has to work after any part was killed, or was never started.
node_clear() {
  local container
  # Containers first: killed shims would leave them running, with nobody who knows them.
  for container in "$STATE"/containerd/runc/k8s.io/*/; do
    [[ -d $container ]] || continue
    runc --root "$STATE/containerd/runc/k8s.io" delete --force "$(basename -- "$container")" 2>/dev/null || true
  done
  process_stop 2 containerd registry
  process_end_strays
  node_unmount "$STATE" || say "not everything under $STATE could be unmounted"
  [[ -s $NODE_OWNER && $(<"$NODE_OWNER") == "$STATE" ]] || return 0
  node_clear_machine
}

node_unmount() { # FOLDER
  local point round
  for round in 1 2 3; do
    while read -r _ point _; do
      [[ $point != "$1"/* ]] || printf '%s\n' "$point"
    done </proc/mounts | sort -r | while IFS= read -r point; do
      umount -- "$point" 2>/dev/null || umount -l -- "$point" 2>/dev/null || true
    done
    grep -q " $1/" /proc/mounts || return 0
    sleep "0.$round"
  done
  return 1
}

# What lies outside of the state folder.
node_clear_machine() {
  local owner port
  owner=$(<"$NODE_OWNER")
  while read -r _ port _; do
    ip link delete "${port%%@*}" 2>/dev/null || true
  done < <(ip -o link show master "$NODE_BRIDGE" 2>/dev/null)
  ip link delete "$NODE_BRIDGE" 2>/dev/null || true
  node_iptables_clear iptables
  node_iptables_clear ip6tables
  rm -rf -- "/run/release-operator-$(printf '%s' "$owner" | sha256sum | cut -c1-8)"
  rm -f -- /var/lib/cni/results/"$NODE_NETWORK"-*
  # containerd's cgroups are gone with the containers, their common parent is not; one that is in use cannot be removed.
  find /sys/fs/cgroup -maxdepth 2 -type d -name k8s.io -exec rmdir -- {} + 2>/dev/null || true
  find /var/log/containers -maxdepth 1 -lname "$owner/*" -delete 2>/dev/null || true
  if [[ -f $owner/new-folders ]]; then
    while IFS= read -r port; do
      case $port in
        /var/lib/kubelet | /var/lib/cni | /var/log/containers | /run/containerd) rm -rf -- "$port" ;;
      esac
    done <"$owner/new-folders"
  fi
  [[ $(fact IP_FORWARD) != 0 ]] || echo 0 >/proc/sys/net/ipv4/ip_forward
  rm -f -- "$NODE_OWNER"
}
