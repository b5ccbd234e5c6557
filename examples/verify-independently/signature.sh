#!/bin/sh
# Verifies the signature of a checkpoint with openssl alone (docs/verify-independently.md).
#
#   sh signature.sh <note> <verifier key>
set -eu
note=$1
key=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# <name>+<key id>+<base64 of one byte 1 and the 32 bytes of an Ed25519 key>. Base 64 may hold a plus: only two of them separate.
name=${key%%+*}
rest=${key#*+}
id=${rest%%+*}
{
  printf '\060\052\060\005\006\003\053\145\160\003\041\000'
  printf '%s' "${rest#*+}" | openssl base64 -d -A | tail -c 32
} > "$work/key.der"

# The key id is the start of a hash over name and key: the key was copied whole.
hash=$({ printf '%s\n' "$name"; printf '%s' "${rest#*+}" | openssl base64 -d -A; } | openssl dgst -sha256 -r | cut -c 1-8)
[ "$hash" = "$id" ] || { echo "the verifier key is damaged" >&2; exit 1; }

# The text is all before the last blank line; a signature line is a dash, the name, and base64 of four bytes of key id and the signature.
last=$(grep -n '^$' "$note" | tail -n 1 | cut -d : -f 1)
[ -n "$last" ] || { echo "no note: text, blank line, signatures" >&2; exit 1; }
sed "$last,\$d" "$note" > "$work/text"
sed "1,${last}d" "$note" | while read -r _dash signer signature; do
  [ "$signer" = "$name" ] || continue
  printf '%s' "$signature" | openssl base64 -d -A > "$work/signature"
  [ "$(head -c 4 "$work/signature" | od -An -tx1 | tr -d ' \n')" = "$id" ] || continue
  tail -c 64 "$work/signature" > "$work/raw"
  openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin -in "$work/text" -sigfile "$work/raw"
  echo "$name" > "$work/verified"
done
[ -f "$work/verified" ] || { echo "no signature of this key" >&2; exit 1; }
