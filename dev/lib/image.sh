# shellcheck shell=bash
# Test images: dev/testbox or PostgreSQL, and a seed, written straight to the cluster's registry.

# image_make REFERENCE SEED [ARGUMENT]: pushes one of testbox and prints <registry>/<repository>@<digest>. The same seed gives the
# same bytes.
image_make() {
  local folder
  folder=$(mktemp -d -- "$STATE/.image-XXXXXX")
  cp -L -- "$STATE/bin/testbox" "$folder/testbox"
  printf '%s\n' "$2" >"$folder/testbox.seed"
  image_layers "$1" "$folder" '' --entrypoint /testbox ${3:+--cmd "$3"}
}

# The same with PostgreSQL, which its pods have to say how to start. It does not run as root.
image_make_postgres() { # REFERENCE SEED
  local folder
  folder=$(mktemp -d -- "$STATE/.image-XXXXXX")
  printf '%s\n' "$2" >"$folder/postgres.seed"
  image_layers "$1" "$folder" "$(postgres_layer)" --user 70:70
}

# The files of FOLDER, which is removed, are the last layer.
image_layers() { # REFERENCE FOLDER LAYER|'' MUTATION...
  local reference=$1 folder=$2 below=$3 base digest
  shift 3
  touch -d @0 -- "$folder"/*
  (cd "$folder" && tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -cf "$folder.tar" -- *)
  # Two steps, since crane makes a layer with one command and says what to run with another.
  if ! { base=$(crane_quietly append --insecure --oci-empty-base ${below:+--new_layer "$below"} --new_layer "$folder.tar" --new_tag "${reference%:*}:layer-of-${reference##*:}") &&
    digest=$(crane_quietly mutate --insecure "$base" --set-platform linux/amd64 "$@" --tag "$reference"); }; then
    last_words crane
    rm -rf -- "$folder" "$folder.tar"
    die "the image $reference could not be pushed" "Look: dev/cluster status --state $STATE"
  fi
  rm -rf -- "$folder" "$folder.tar"
  printf '%s@%s\n' "${reference%:*}" "${digest##*@}"
}

crane_quietly() { "$STATE/bin/crane" "$@" 2>>"$STATE/log/crane.log" 9>&-; }

image_push() { # REPOSITORY TAG SEED testbox|postgres
  [[ $(fact FLAVOUR) == node ]] || die "the flavour $(fact FLAVOUR) has no registry; its pods run whatever image they name" "Use a cluster of the flavour node."
  local repository=$1 tag=${2:-} seed=${3:-}
  [[ $repository =~ ^[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$ ]] || die "'$repository' is no repository: path segments of a-z, 0-9 and . _ - only, without a registry or tag" "For example: dev/cluster image gobee/users --seed 1.4.0"
  [[ -z $tag || $tag =~ ^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$ ]] || die "'$tag' is no tag"
  seed=${seed:-$repository}
  # A tag nobody asked for must not move one that somebody uses.
  tag=${tag:-seed-$(printf '%s' "$seed" | sha256sum | cut -c1-16)}
  case $4 in
    testbox) image_make "$(fact REGISTRY)/$repository:$tag" "$seed" ;;
    postgres) image_make_postgres "$(fact REGISTRY)/$repository:$tag" "$seed" ;;
  esac
}
