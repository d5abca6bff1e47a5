# shellcheck shell=bash
# Finding and building the programs. The versions stand in dev/programs/<family>/go.mod and nowhere else.

PROGRAMS_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/release-operator/programs

# A unit is what is built and cached together. The node half of Kubernetes is a unit of its own, so that whoever
# needs only a control plane does not wait for it; both halves come from one go.mod.
UNITS_CONTROL=(kubernetes etcd kwok)
UNITS_NODE=(kubernetes-node containerd cni registry crane testbox)

unit_module() { # the folder whose go.mod pins it
  case $1 in
    kubernetes | kubernetes-node) kubernetes_module ;;
    testbox) printf '%s' "$DEV/testbox" ;;
    *) printf '%s' "$DEV/programs/$1" ;;
  esac
}

# The default minor version has no suffix; the older ones stand beside it. KUBERNETES is what --kubernetes said.
kubernetes_module() {
  local folder=$DEV/programs/kubernetes
  [[ -z ${KUBERNETES:-} || ! -d $folder-$KUBERNETES ]] || folder+=-$KUBERNETES
  printf '%s' "$folder"
}

# kubernetes_use VERSION: a minor version, with or without its patch; only what a go.mod pins can be built.
kubernetes_use() {
  local folder minor version known=()
  for folder in "$DEV"/programs/kubernetes "$DEV"/programs/kubernetes-*; do
    KUBERNETES=${folder#"$DEV"/programs/kubernetes}
    KUBERNETES=${KUBERNETES#-}
    version=$(unit_version kubernetes)
    version=${version#v}
    minor=${version%.*}
    known+=("$minor (v$version)")
    [[ ${1#v} != "$minor" && ${1#v} != "$version" ]] || return 0
  done
  die "there is no Kubernetes '$1' here" "There are: $(printf '%s, ' "${known[@]}" | sed 's/, $//'). Another one needs a go.mod of its own under dev/programs/."
}

# Lines "<program> <package>".
unit_programs() {
  local k8s=k8s.io/kubernetes/cmd containerd=github.com/containerd/containerd/v2/cmd cni=github.com/containernetworking/plugins/plugins
  case $1 in
    kubernetes) printf '%s\n' "kube-apiserver $k8s/kube-apiserver" "kube-controller-manager $k8s/kube-controller-manager" \
      "kube-scheduler $k8s/kube-scheduler" "kubectl $k8s/kubectl" ;;
    kubernetes-node) printf '%s\n' "kubelet $k8s/kubelet" "kube-proxy $k8s/kube-proxy" ;;
    etcd) printf '%s\n' 'etcd go.etcd.io/etcd/server/v3' ;;
    kwok) printf '%s\n' 'kwok sigs.k8s.io/kwok/cmd/kwok' ;;
    containerd) printf '%s\n' "containerd $containerd/containerd" "containerd-shim-runc-v2 $containerd/containerd-shim-runc-v2" ;;
    cni) printf '%s\n' "bridge $cni/main/bridge" "loopback $cni/main/loopback" "host-local $cni/ipam/host-local" "portmap $cni/meta/portmap" ;;
    registry) printf '%s\n' 'registry github.com/distribution/distribution/v3/cmd/registry' ;;
    crane) printf '%s\n' 'crane github.com/google/go-containerregistry/cmd/crane' ;;
    testbox) printf '%s\n' 'testbox .' ;;
  esac
}

# The version is the one of the module that the first tool of the go.mod belongs to: its only direct requirement.
unit_version() {
  local module
  module=$(unit_module "$1")
  if [[ $1 == testbox ]]; then
    # Our own source has no version: its bytes are one.
    cat "$module"/go.mod "$module"/*.go | sha256sum | cut -c1-12
    return
  fi
  local word name version
  while read -r word name version _; do
    if [[ $word == require && $name != '(' ]]; then
      printf '%s' "$version"
      return
    fi
  done <"$module/go.mod"
}

# What a cold build takes on two cores with the sources at hand.
unit_seconds() {
  case $1 in
    kubernetes) printf 300 ;;
    kubernetes-node) printf 60 ;;
    etcd) printf 50 ;;
    kwok) printf 80 ;;
    containerd | registry) printf 60 ;;
    crane) printf 20 ;;
    *) printf 5 ;;
  esac
}

# Without these the programs call themselves v0.0.0 or "unknown", and clients see that.
unit_ldflags() {
  local version=$2 package minor
  printf -- '-s -w'
  case $1 in
    kubernetes | kubernetes-node)
      minor=${version#v*.}
      for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
        printf ' -X %s.gitVersion=%s -X %s.gitMajor=1 -X %s.gitMinor=%s -X %s.gitTreeState=clean' \
          "$package" "$version" "$package" "$package" "${minor%%.*}" "$package"
      done
      ;;
    kwok) printf ' -X sigs.k8s.io/kwok/pkg/consts.Version=%s' "$version" ;;
    containerd) printf ' -X github.com/containerd/containerd/v2/version.Version=%s' "$version" ;;
    cni) printf ' -X github.com/containernetworking/plugins/pkg/utils/buildversion.BuildVersion=%s' "$version" ;;
    registry) printf ' -X github.com/distribution/distribution/v3/version.version=%s' "$version" ;;
    crane) printf ' -X github.com/google/go-containerregistry/cmd/crane/cmd.Version=%s' "$version" ;;
  esac
}

# Sets UNIT_FOLDER and UNIT_SOURCE; 1 if the unit has to be built.
unit_find() {
  local program complete folder
  for folder in "${KUBERNETES_PROGRAMS:-}" "$PROGRAMS_CACHE/$1-$(unit_version "$1")"; do
    [[ -n $folder ]] || continue
    complete=yes
    while read -r program _; do
      [[ -x $folder/$program ]] || complete=no
    done < <(unit_programs "$1")
    if [[ $complete == yes ]]; then
      UNIT_FOLDER=$folder
      if [[ $folder == "${KUBERNETES_PROGRAMS:-}" ]]; then UNIT_SOURCE=KUBERNETES_PROGRAMS; else UNIT_SOURCE='the cache'; fi
      return 0
    fi
  done
  return 1
}

need_go() {
  local advice='Install Go 1.26 or newer (https://go.dev/dl), or set KUBERNETES_PROGRAMS to a folder that holds ready programs.'
  command -v go >/dev/null 2>&1 || die "programs have to be built, and there is no Go on the PATH" "$advice"
  (cd "$(unit_module kubernetes)" && GOWORK=off go version >/dev/null 2>&1) || die "this Go is too old for the programs: $(go version 2>/dev/null)" "$advice"
}

unit_build() { # UNIT "[3/9]"
  local unit=$1 place=$2 version module target temporary started packages=() program package
  version=$(unit_version "$unit")
  module=$(unit_module "$unit")
  target=$PROGRAMS_CACHE/$unit-$version
  need_go
  say "$place $unit $version: building, about $(unit_seconds "$unit") s on two cores (longer while sources are fetched)"
  started=$(now_ms)
  # Built beside its place and then renamed: an interrupted build is never taken for a finished one.
  temporary=$(mktemp -d -- "$PROGRAMS_CACHE/.building-$unit-XXXXXX")
  while read -r program package; do packages+=("$package"); done < <(unit_programs "$unit")
  if ! (
    cd "$module" && CGO_ENABLED=0 GOWORK=off GOFLAGS='' go build -mod=readonly -trimpath -tags 'no_btrfs no_zfs' \
      -ldflags "$(unit_ldflags "$unit" "$version")" -o "$temporary/" "${packages[@]}"
  ) >"$temporary/.log" 2>&1 9>&-; then
    tail -n 20 "$temporary/.log" >&2
    rm -rf -- "$temporary"
    die "go build of $unit $version failed" "It needs the Go module proxy (go env GOPROXY) or a filled module cache; about 8 GB of disk go into Go's caches."
  fi
  # `go build` names a program after the last element of its package, which is not always its name (etcd: server).
  while read -r program package; do
    package=${package%/v[0-9]*}
    [[ -x $temporary/$program ]] || mv -- "$temporary/${package##*/}" "$temporary/$program"
  done < <(unit_programs "$unit")
  rm -f -- "$temporary/.log"
  rm -rf -- "$target"
  mv -T -- "$temporary" "$target"
  say "$place $unit $version: done in $((($(now_ms) - started + 500) / 1000)) s"
}

# programs_ensure quiet|verbose UNIT...: finds or builds each; quiet says nothing of what is there already.
programs_ensure() {
  local manner=$1 unit n=0 total
  shift
  total=$#
  mkdir -p -- "$PROGRAMS_CACHE"
  for unit in "$@"; do
    n=$((n + 1))
    if unit_find "$unit"; then
      [[ $manner == quiet ]] || say "[$n/$total] $unit $(unit_version "$unit"): in $UNIT_SOURCE"
      continue
    fi
    (
      # Two builds at once would take longer than one after the other, and build everything twice.
      flock -n 8 || { say "[$n/$total] $unit: another build is running; waiting for it"; flock 8; }
      unit_find "$unit" && exit 0
      find "$PROGRAMS_CACHE" -maxdepth 1 -name '.building-*' -exec rm -rf -- {} +
      unit_build "$unit" "[$n/$total]"
    ) 8>"$PROGRAMS_CACHE/.lock" || exit 1
  done
}

programs_check() { # UNIT...; 1 if one is missing
  local unit missing=0
  for unit in "$@"; do
    if unit_find "$unit"; then
      printf '%-16s %-14s %s\n' "$unit" "$(unit_version "$unit")" "$UNIT_FOLDER"
    else
      printf '%-16s %-14s %s\n' "$unit" "$(unit_version "$unit")" "missing: about $(unit_seconds "$unit") s to build"
      missing=1
    fi
  done
  return "$missing"
}

# programs_link UNIT...: <state>/bin holds one link per program, so that nothing else has to know where it came from.
programs_link() {
  local unit program
  for unit in "$@"; do
    unit_find "$unit" || die "$unit is not built" "Run: dev/cluster programs"
    while read -r program _; do
      ln -sfn -- "$UNIT_FOLDER/$program" "$STATE/bin/$program"
    done < <(unit_programs "$unit")
  done
}
