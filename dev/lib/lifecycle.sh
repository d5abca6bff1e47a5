# shellcheck shell=bash
# up, down and status: the order of things.

cluster_programs() { # of a flavour, in the order of their start
  printf '%s\n' etcd kube-apiserver kube-controller-manager kube-scheduler
  if [[ $(fact FLAVOUR) == node ]]; then
    printf '%s\n' registry containerd kubelet kube-proxy
  elif [[ $(fact KWOK) == yes ]]; then
    printf '%s\n' kwok
  fi
}

# All programs run. What they say is another question: a busy machine makes an API server late, not dead.
cluster_alive() {
  state_is_ours && [[ $(fact READY) == yes ]] || return 1
  local program
  for program in $(cluster_programs); do process_running "$program" || return 1; done
}

cluster_healthy() { cluster_alive && api_answers /readyz; }

# A proxy is for fetching sources. The programs would send even their requests to one another through it.
no_proxies() { unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY; }

cluster_must_run() {
  no_proxies
  state_is_ours && [[ $(fact READY) == yes ]] || die "no cluster runs in $STATE" "Start one: dev/cluster up --state $STATE"
  api_answers /readyz || die "the cluster in $STATE does not answer" "Look: dev/cluster status --state $STATE"
}

cluster_up() { # FLAVOUR FAST KWOK
  local flavour=$1 started units=("${UNITS_CONTROL[@]}") other
  # Before the lock and the clock: a build takes minutes, and nothing of the state folder is touched by it.
  [[ $flavour == processes ]] || { node_requirements && units+=("${UNITS_NODE[@]}"); }
  programs_ensure quiet "${units[@]}"
  no_proxies
  need_command openssl "apt-get install openssl"
  need_command curl "apt-get install curl"

  lock_state 180 "up"
  if state_is_ours; then
    other=$(fact FLAVOUR)
    if cluster_alive && wait_until 20 api_answers /readyz; then
      [[ $other == "$flavour" ]] || die "in $STATE a cluster of the flavour $other runs" "End it first (dev/cluster down --state $STATE), or give this one a folder of its own."
      other=$(fact KUBERNETES)
      [[ $other == "$(unit_version kubernetes)" ]] || die "in $STATE Kubernetes $other runs" "End it first (dev/cluster down --state $STATE), or give this one a folder of its own."
      say "already up and healthy: $STATE"
      printf 'KUBECONFIG=%s\n' "$STATE/kubeconfig"
      return 0
    fi
    say "what is left of a cluster in $STATE is removed first"
    cluster_clear
  fi

  started=$(now_ms)
  state_make
  fact_set FLAVOUR "$flavour"
  fact_set KUBERNETES "$(unit_version kubernetes)"
  fact_set FAST_CONTROLLERS "$2"
  fact_set KWOK "$3"
  # A failed start leaves its logs and nothing that runs.
  trap 'cluster_abandon' EXIT
  trap 'exit 130' INT TERM HUP
  if [[ $flavour == node ]]; then cluster_start_node; else cluster_start_processes; fi
  fact_set READY yes
  trap - EXIT INT TERM HUP
  say "up in $((($(now_ms) - started) / 1000)).$(printf '%03d' $((($(now_ms) - started) % 1000))) s; kubectl: $STATE/bin/kubectl; logs: $STATE/log"
  printf 'KUBECONFIG=%s\n' "$STATE/kubeconfig"
}

cluster_abandon() {
  trap - EXIT INT TERM HUP
  set +e
  cluster_end
  say "nothing was left running; the logs are in $STATE/log"
}

# ADDRESS: sets the server's address, then brings the API server up.
cluster_start_api() {
  local ports
  mapfile -t ports < <(ports_take 3)
  fact_set SERVER "https://$1:${ports[0]}"
  fact_set PORT_APISERVER "${ports[0]}"
  fact_set PORT_ETCD "${ports[1]}"
  programs_link "${UNITS_CONTROL[@]}"
  controlplane_pki_servers "$1"
  controlplane_start_store "$1" "${ports[@]}"
  controlplane_pki_clients
}

default_account_there() { api_answers /api/v1/namespaces/default/serviceaccounts/default; }

cluster_start_processes() {
  cluster_start_api 127.0.0.1
  await 'the API server is ready' 60 kube-apiserver api_answers /readyz
  controlplane_start_controllers
  if [[ $(fact KWOK) == yes ]]; then kwok_start; fi
  await 'the controllers made the default service account' 60 kube-controller-manager default_account_there
  if [[ $(fact KWOK) == yes ]]; then await 'all nodes are ready' 60 kwok nodes_ready "$KWOK_NODES"; fi
}

cluster_start_node() {
  node_network_up
  cluster_start_api "$NODE_GATEWAY"
  programs_link "${UNITS_NODE[@]}"
  node_start_runtime
  await 'the API server is ready' 60 kube-apiserver api_answers /readyz
  controlplane_start_controllers
  node_start_kubelet
  await 'the controllers made the default service account' 60 kube-controller-manager default_account_there
  await 'the node is ready' 60 kubelet nodes_ready 1
}

cluster_end() {
  local early=() name
  for name in $(process_names); do
    case $name in
      # The runtime has to be there until its containers are gone, the API server before its store.
      etcd | kube-apiserver | containerd | registry) ;;
      *) early+=("$name") ;;
    esac
  done
  process_stop 2 ${early[@]+"${early[@]}"}
  # Open watches hold a polite shutdown up for a minute, and an API server without its store never ends:
  # nobody reads from it any more, so it gets a second.
  process_stop 1 kube-apiserver
  process_stop 1 etcd
  if [[ $(fact FLAVOUR) == node ]]; then node_clear; fi
  process_end_strays
}

cluster_clear() {
  cluster_end
  # Belt and braces: never remove through a mount.
  ! grep -q " $STATE/" /proc/mounts || die "there are mounts left under $STATE" "Look: grep $STATE /proc/mounts"
  rm -rf -- "$STATE"
}

cluster_down() {
  if [[ ! -e $STATE ]]; then
    say "nothing is there: $STATE"
    return 0
  fi
  state_is_ours || die "$STATE is no cluster's state folder; nothing was touched" "Give the right one with --state DIR."
  lock_state 60 "down"
  cluster_clear
  unlock_and_remove
  say "down: $STATE"
}

cluster_status() {
  if ! state_is_ours; then
    printf 'no cluster in %s\n' "$STATE"
    return 1
  fi
  local program detail
  printf 'state      %s\nflavour    %s\nserver     %s\nkubeconfig %s\naudit log  %s\n' "$STATE" "$(fact FLAVOUR)" "$(fact SERVER)" "$STATE/kubeconfig" "$STATE/audit.log"
  for program in $(cluster_programs); do
    if process_running "$program"; then detail="runs, process $PROC_PID"; else detail='does not run'; fi
    printf '  %-24s %-28s %s\n' "$program" "$detail" "$STATE/log/$program.log"
  done
  [[ -z $(fact KUBERNETES) ]] || kubernetes_use "$(fact KUBERNETES)"
  local unit units=("${UNITS_CONTROL[@]}")
  [[ $(fact FLAVOUR) != node ]] || units+=("${UNITS_NODE[@]}")
  printf 'ports      API server %s, etcd %s%s\nversions  ' "$(fact PORT_APISERVER)" "$(fact PORT_ETCD)" "$(p=$(fact REGISTRY); [[ -z $p ]] || printf ', registry %s' "$p")"
  for unit in "${units[@]}"; do printf ' %s %s' "$unit" "$(unit_version "$unit")"; done
  printf '\n'
  if cluster_healthy; then printf 'healthy\n'; else
    printf 'not healthy: `dev/cluster up` removes what is left and starts anew, `dev/cluster down` only removes\n'
    return 1
  fi
}
