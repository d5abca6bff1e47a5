# shellcheck shell=bash
# kwok plays the nodes of the processes flavour. What it plays stands in dev/kwok/.

readonly KWOK_NODES=8

kwok_start() {
  local folder=$STATE/kwok stage number port version
  mkdir -p -- "$folder"
  version=$(unit_version kubernetes)
  for stage in "$DEV"/kwok/*.yaml; do
    printf -- '---\n'
    sed "s/@KUBERNETES_VERSION@/$version/g" "$stage"
  done >"$folder/stages.yaml"
  kwok_event_stages >>"$folder/stages.yaml"
  for ((number = 1; number <= KWOK_NODES; number++)); do kwok_node "$number"; done >"$folder/nodes.json"

  port=$(ports_take 1)
  # A node that renews its lease late is marked unreachable, and its pods are evicted: hence the stock 40 s.
  process_start kwok "$STATE/bin/kwok" --kubeconfig="$STATE/kubeconfig" --manage-all-nodes --node-lease-duration-seconds=40 \
    --config="$folder/stages.yaml" --server-address="127.0.0.1:$port"
  "$STATE/bin/kubectl" --kubeconfig="$STATE/kubeconfig" --cache-dir="$STATE/kubectl-cache" create -f "$folder/nodes.json" >"$STATE/log/nodes.log" 2>&1 9>&- ||
    { last_words nodes; die "the nodes could not be made"; }
}

# Each node has addresses for 4,094 pods of its own, so that no two pods share one.
kwok_node() { # NUMBER
  cat <<JSON
{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "node$1",
 "labels": {"kubernetes.io/hostname": "node$1", "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64", "topology.kubernetes.io/zone": "zone-$((($1 - 1) % 3 + 1))"}},
 "spec": {"podCIDR": "10.88.$(($1 * 16)).0/20", "podCIDRs": ["10.88.$(($1 * 16)).0/20"]},
 "status": {"addresses": [{"type": "InternalIP", "address": "192.0.2.$(($1 + 1))"}, {"type": "Hostname", "address": "node$1"}]}}
JSON
}
