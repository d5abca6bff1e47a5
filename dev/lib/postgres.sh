# shellcheck shell=bash
# A real PostgreSQL for test images: server, initdb, psql and what they load, as one layer in the cache. It is taken from
# where Debian and its kin have it installed; else the packages are fetched and unpacked, and nothing is installed.

# The recipe is part of the name: another one makes another layer.
postgres_folder() { printf '%s/postgres-%s' "$PROGRAMS_CACHE" "$(sha256sum <"$DEV/lib/postgres.sh" | cut -c1-12)"; }

postgres_layer() { printf '%s/layer.tar.gz' "$(postgres_folder)"; }

postgres_there() { [[ -s $(postgres_layer) ]]; }

# postgres_ensure quiet|verbose: finds or makes the layer.
postgres_ensure() {
  if postgres_there; then
    [[ $1 == quiet ]] || say "postgres $(<"$(postgres_folder)/version"): in the cache"
    return
  fi
  mkdir -p -- "$PROGRAMS_CACHE"
  (
    flock -n 8 || { say "postgres: another build is running; waiting for it"; flock 8; }
    postgres_there || postgres_make
  ) 8>"$PROGRAMS_CACHE/.lock"
}

postgres_check() { # 1 if it is missing
  if postgres_there; then
    printf '%-16s %-14s %s\n' postgres "$(<"$(postgres_folder)/version")" "$(postgres_folder)"
  else
    printf '%-16s %-14s %s\n' postgres '' "missing: about 20 s to fetch its packages and pack it"
    return 1
  fi
}

# In a subshell: an unfinished folder goes with it.
postgres_make() (
  started=$(now_ms)
  need_command ldd "apt-get install libc-bin"
  temporary=$(mktemp -d -- "$PROGRAMS_CACHE/.building-postgres-XXXXXX")
  trap 'rm -rf -- "$temporary"' EXIT
  root=/
  if ! bin=$(postgres_bin /); then
    say "postgres: fetching its packages, about 20 s"
    root=$temporary/packages
    postgres_fetch "$temporary" "$root" >"$temporary/apt.log" 2>&1 && bin=$(postgres_bin "$root") || {
      tail -n 8 "$temporary/apt.log" >&2
      die "PostgreSQL is not on this machine, and its packages could not be fetched" "Install its server and client (Debian: apt-get install postgresql), or see that apt-get reaches a mirror."
    }
  fi
  postgres_pick "$root" "$bin" "$temporary/tree"
  mkdir -- "$temporary/done"
  tar -C "$temporary/tree" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -cf - . | gzip -1n >"$temporary/done/layer.tar.gz"
  LD_LIBRARY_PATH=$temporary/tree/lib "$bin/postgres" --version | awk '{print $3}' >"$temporary/done/version"
  rm -rf -- "$(postgres_folder)"
  mv -T -- "$temporary/done" "$(postgres_folder)"
  say "postgres $(<"$(postgres_folder)/version"): packed in $((($(now_ms) - started + 500) / 1000)) s"
)

# Where below a folder the newest one lies; 1 if there is none that is whole.
postgres_bin() { # ROOT
  local bin newest=''
  while IFS= read -r bin; do
    [[ -x $bin/postgres && -x $bin/initdb && -x $bin/psql ]] && newest=$bin
  done < <(find "${1%/}/usr/lib/postgresql" -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V)
  printf '%s' "$newest"
  [[ -n $newest ]]
}

# With lists of its own and as if nothing were installed: it needs no root, and finds the same on every machine. Compilers
# of queries and scripts around the server are left out, since nothing that is taken loads them; the C library is the
# machine's, as its loader is.
postgres_fetch() { # FOLDER ROOT
  local options=(-o "Dir::State::lists=$1/lists" -o "Dir::Cache=$1/cache" -o "Dir::State::status=$1/status" -o Acquire::Languages=none
    -o APT::Sandbox::User= -o Debug::NoLocking=true)
  local packages=() package
  mkdir -p -- "$1/lists/partial" "$1/cache/archives/partial" "$1/debs" "$2"
  : >"$1/status"
  apt-get "${options[@]}" update || return 1
  while read -r _ package _; do
    case $package in
      libc6 | libllvm* | libz3* | lib*perl*) ;;
      lib* | postgresql-[0-9]* | postgresql-client-[0-9]*) packages+=("$package") ;;
    esac
  done < <(apt-get "${options[@]}" --simulate --no-install-recommends install postgresql | grep '^Inst ')
  [[ ${#packages[@]} -gt 0 ]] || return 1
  (cd "$1/debs" && apt-get "${options[@]}" download "${packages[@]}") || return 1
  for package in "$1"/debs/*.deb; do dpkg-deb --extract "$package" "$2" || return 1; done
}

# Only what a server without extensions reads, so that it stays small. Programs keep their place, by which they find their
# other files, and have links in /bin. The shell is what initdb starts the server through.
postgres_pick() { # ROOT BIN TREE
  local root=${1%/} bin=$2 tree=$3 home=${2%/bin} share file version
  home=${home#"$root"}
  version=${home##*/}
  share=/usr/share/postgresql/$version
  mkdir -p -- "$tree$home/lib" "$tree$home/bin" "$tree$share/extension" "$tree/bin" "$tree/etc" "$tree/lib" "$tree/lib64"
  cp -L -- /bin/sh "$tree/bin/sh"
  cp -L -- "$bin/postgres" "$bin/initdb" "$bin/psql" "$tree$home/bin/"
  cp -L -- "$root$home/lib/plpgsql.so" "$root$home/lib/dict_snowball.so" "$tree$home/lib/"
  cp -rL -- "$root$share"/*.bki "$root$share"/*.sql "$root$share"/*.txt "$root$share"/*.sample "$root$share/timezonesets" "$root$share/tsearch_data" "$tree$share/"
  cp -L -- "$root$share"/extension/plpgsql* "$tree$share/extension/"
  for file in postgres initdb psql; do ln -s -- "$home/bin/$file" "$tree/bin/$file"; done
  postgres_libraries "$root" "$tree" "$tree/bin/sh" "$tree$home"/bin/* "$tree$home"/lib/*.so
  printf 'postgres:x:70:70::/:/bin/false\n' >"$tree/etc/passwd"
  printf 'postgres:x:70:\n' >"$tree/etc/group"
  # Where Debian's server and client meet.
  mkdir -p -- "$tree/var/run/postgresql" "$tree/tmp" "$tree/usr/share/zoneinfo"
  chmod 1777 -- "$tree/var/run/postgresql" "$tree/tmp"
}

# What the dynamic linker would load, and itself, which has a place of its own. One that a package brings comes before the
# machine's.
postgres_libraries() { # ROOT TREE FILE...
  local root=$1 tree=$2 path name arrow found
  shift 2
  path=$(find "$root/usr/lib" "$root/lib" -maxdepth 1 -type d -name '*-linux-gnu' 2>/dev/null | tr '\n' ':')
  while read -r name arrow found _; do
    case $name:$arrow in
      *:'=>')
        [[ $found == /* ]] || die "the library $name, which PostgreSQL loads, is neither on this machine nor in the packages" "Install PostgreSQL: apt-get install postgresql"
        cp -L -- "$found" "$tree/lib/$name"
        ;;
      /*/ld-linux*) cp -L -- "$name" "$tree$name" ;;
    esac
  done < <(LD_LIBRARY_PATH=${root:+$path} ldd "$@" | sort -u)
}
