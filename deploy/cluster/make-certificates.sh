#!/bin/bash
# Makes what is missing: a certificate authority, a certificate for each KurrentDB node and one for the proxy. What is there stays.
# Every node sees its own folder alone, so that files may be readable for whatever user its image runs as.
set -euo pipefail

for name in KURRENTDB_ADMIN_PASSWORD KURRENTDB_OPS_PASSWORD; do
  # It stands in an address: other signs would have to be escaped there.
  if [[ ! "${!name:-}" =~ ^[A-Za-z0-9._~-]{16,}$ ]]; then
    echo "$name: set 16 or more letters, digits, - . _ ~ in cluster.env (deploy/cluster/cluster.env.example)" >&2
    exit 2
  fi
done

cd /certificates
if [[ ! -f authority/ca.crt ]]; then
  es-gencert-cli create-ca -out authority/new
  mv authority/new/ca.key authority/ca.key
  mv authority/new/ca.crt authority/ca.crt
  rmdir authority/new
fi
# Without its key: KurrentDB and the API nodes trust everything in this folder.
cp authority/ca.crt trusted/ca.crt
chmod 0444 trusted/ca.crt

make() {
  local folder=$1 names=$2 addresses=$3
  if [[ -f $folder/node.crt ]]; then return; fi
  rm -rf "$folder/new"
  es-gencert-cli create-node -ca-certificate authority/ca.crt -ca-key authority/ca.key \
    -out "$folder/new" -ip-addresses "$addresses" -dns-names "$names"
  # HAProxy takes both in one file.
  cat "$folder/new/node.crt" "$folder/new/node.key" > "$folder/both.pem"
  mv "$folder/new/node.key" "$folder/node.key"
  mv "$folder/new/node.crt" "$folder/node.crt"
  rmdir "$folder/new"
  chmod 0444 "$folder"/*
}

for number in 1 2 3; do
  make "kurrentdb-$number" "kurrentdb-$number,localhost" "127.0.0.1,172.30.240.1$number"
done
make proxy "$KABINET_PUBLIC_NAMES" 127.0.0.1
