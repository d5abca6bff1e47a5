# shellcheck shell=bash
# Test images: one layer with dev/testbox and a seed, written straight to the cluster's registry.

# image_make REFERENCE SEED [ARGUMENT]: pushes it and prints <registry>/<repository>@<digest>. The same seed gives the same bytes.
image_make() {
  local reference=$1 seed=$2 argument=${3:-} folder base digest
  folder=$(mktemp -d -- "$STATE/.image-XXXXXX")
  cp -L -- "$STATE/bin/testbox" "$folder/testbox"
  printf '%s\n' "$seed" >"$folder/testbox.seed"
  touch -d @0 -- "$folder/testbox" "$folder/testbox.seed"
  tar -C "$folder" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -cf "$folder/layer.tar" testbox testbox.seed
  # Two steps, since crane makes a layer with one command and says what to run with another.
  if ! { base=$(crane_quietly append --insecure --oci-empty-base --new_layer "$folder/layer.tar" --new_tag "${reference%:*}:layer-of-${reference##*:}") &&
    digest=$(crane_quietly mutate --insecure "$base" --set-platform linux/amd64 --entrypoint /testbox ${argument:+--cmd "$argument"} --tag "$reference"); }; then
    last_words crane
    rm -rf -- "$folder"
    die "the image $reference could not be pushed" "Look: dev/cluster status --state $STATE"
  fi
  rm -rf -- "$folder"
  printf '%s@%s\n' "${reference%:*}" "${digest##*@}"
}

crane_quietly() { "$STATE/bin/crane" "$@" 2>>"$STATE/log/crane.log" 9>&-; }

image_push() { # REPOSITORY TAG SEED
  [[ $(fact FLAVOUR) == node ]] || die "the flavour $(fact FLAVOUR) has no registry; its pods run whatever image they name" "Use a cluster of the flavour node."
  local repository=$1 tag=${2:-} seed=${3:-}
  [[ $repository =~ ^[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$ ]] || die "'$repository' is no repository: path segments of a-z, 0-9 and . _ - only, without a registry or tag" "For example: dev/cluster image gobee/users --seed 1.4.0"
  [[ -z $tag || $tag =~ ^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$ ]] || die "'$tag' is no tag"
  seed=${seed:-$repository}
  # A tag nobody asked for must not move one that somebody uses.
  tag=${tag:-seed-$(printf '%s' "$seed" | sha256sum | cut -c1-16)}
  image_make "$(fact REGISTRY)/$repository:$tag" "$seed"
}
