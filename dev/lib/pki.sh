# shellcheck shell=bash
# Certificates and kubeconfigs. Each state folder has a certificate authority of its own.

# Keys of programs are elliptic (made in 5 ms). Keys of people are RSA: every client library reads those.
pki_key() { # FILE rsa|ec
  case $2 in
    rsa) openssl genrsa -out "$1" 2048 2>/dev/null ;;
    ec) openssl ecparam -name prime256v1 -genkey -noout -out "$1" 2>/dev/null ;;
  esac
}

pki_authority() {
  local pki=$STATE/pki
  pki_key "$pki/ca.key" ec
  openssl req -x509 -new -key "$pki/ca.key" -sha256 -days 3650 -subj /CN=release-operator-test-bed \
    -config <(printf '[req]\ndistinguished_name=dn\nx509_extensions=ca\n[dn]\n[ca]\nbasicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign,digitalSignature\nsubjectKeyIdentifier=hash\n') \
    -out "$pki/ca.crt"
}

# pki_certificate NAME KEYTYPE SUBJECT client|server [SUBJECT ALTERNATIVE NAMES]: <NAME>.key and <NAME>.crt
pki_certificate() {
  local name=$1 type=$2 subject=$3 usage=$4 names=${5:-} pki=$STATE/pki extensions
  extensions=$(printf 'basicConstraints=CA:false\nkeyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=%sAuth\n' "$usage")
  [[ -z $names ]] || extensions+=$'\n'"subjectAltName=$names"
  pki_key "$pki/$name.key" "$type"
  # The serial number comes from a hash, not from a counter file: several may be signed at the same time.
  openssl req -new -key "$pki/$name.key" -subj "$subject" -config <(printf '[req]\ndistinguished_name=dn\n[dn]\n') |
    openssl x509 -req -sha256 -days 365 -CA "$pki/ca.crt" -CAkey "$pki/ca.key" -set_serial "0x$(openssl rand -hex 12)" \
      -extfile <(printf '%s\n' "$extensions") -out "$pki/$name.crt" 2>/dev/null ||
    die "openssl could not sign the certificate of $name" "Look at: openssl version"
}

# pki_kubeconfig FILE CERTIFICATE-NAME CONTEXT USER: everything inside the file, so that it can be copied away.
pki_kubeconfig() {
  local file=$1 pki=$STATE/pki
  cat >"$file.new" <<YAML
apiVersion: v1
kind: Config
clusters:
- name: $3
  cluster:
    server: $(fact SERVER)
    certificate-authority-data: $(base64 -w0 <"$pki/ca.crt")
users:
- name: $4
  user:
    client-certificate-data: $(base64 -w0 <"$pki/$2.crt")
    client-key-data: $(base64 -w0 <"$pki/$2.key")
contexts:
- name: $3
  context: {cluster: $3, user: $4}
current-context: $3
YAML
  chmod 600 "$file.new"
  mv -f -- "$file.new" "$file"
}

# user NAME GROUP...: a person or a machine that RBAC can be tested with.
pki_user() {
  local name=$1 group subject
  shift
  [[ $name =~ ^[A-Za-z0-9@._:-]+$ ]] || die "'$name' is no user name: letters, digits and @ . _ : - only"
  subject=/CN=$name
  for group in "$@"; do
    [[ $group =~ ^[A-Za-z0-9@._:-]+$ ]] || die "'$group' is no group name: letters, digits and @ . _ : - only"
    subject=/O=$group$subject
  done
  # The groups are in the file's name too: alice of a group must not replace alice of none. The colon of
  # system:… is fine in a certificate's name, less so in a file's; + stands in no name.
  local groups=$* identity
  identity=$name${groups:+ $groups}
  identity=${identity//:/_}
  identity=${identity// /+}
  local file=$STATE/users/$identity.kubeconfig
  pki_certificate "user-$identity" rsa "$subject" client
  pki_kubeconfig "$file" "user-$identity" "release-operator-$(fact FLAVOUR)" "$name"
  printf '%s\n' "$file"
}
