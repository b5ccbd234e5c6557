#!/bin/sh
# Verifies one event with openssl alone (docs/verify-independently.md): entry and proof as the page hands them out, or Event.envelope and Event.proof.
#
#   sh event.sh <entry> <proof> <verifier key>
set -eu
entry=$1
proof=$2
key=$3
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "$1" >&2; exit 1; }
hash() { openssl dgst -sha256 -binary; }

# c2sp.org/tlog-proof: a first line, the index, a hash a line from the leaf's sibling up, a blank line, the checkpoint.
blank=$(grep -n '^$' "$proof" | head -n 1 | cut -d : -f 1)
[ -n "$blank" ] && [ "$(head -n 1 "$proof")" = 'c2sp.org/tlog-proof@v1' ] || fail "no proof (c2sp.org/tlog-proof)"
sed "$blank,\$d" "$proof" > "$work/head"
sed "1,${blank}d" "$proof" > "$work/checkpoint"
index=$(sed -n 's/^index \([0-9]*\)$/\1/p' "$work/head")
size=$(sed -n 2p "$work/checkpoint")
[ -n "$index" ] && [ "$index" -lt "$size" ] || fail "the proof is of no event under its checkpoint"

# RFC 9162, section 2.1.3.2.
{ printf '\0'; cat "$entry"; } | hash > "$work/node"
at=$index
last=$((size - 1))
sed '1,/^index /d' "$work/head" > "$work/hashes"
while read -r sibling; do
  [ "$last" -gt 0 ] || fail "the proof has too many hashes"
  printf '%s' "$sibling" | openssl base64 -d -A > "$work/sibling"
  if [ $((at % 2)) -eq 1 ] || [ "$at" -eq "$last" ]; then
    { printf '\001'; cat "$work/sibling" "$work/node"; } | hash > "$work/above"
    while [ $((at % 2)) -eq 0 ] && [ "$at" -gt 0 ]; do at=$((at / 2)); last=$((last / 2)); done
  else
    { printf '\001'; cat "$work/node" "$work/sibling"; } | hash > "$work/above"
  fi
  mv "$work/above" "$work/node"
  at=$((at / 2))
  last=$((last / 2))
done < "$work/hashes"
[ "$last" -eq 0 ] && [ "$(openssl base64 -A < "$work/node")" = "$(sed -n 3p "$work/checkpoint")" ] ||
  fail "the proof does not lead from the entry to the root of the checkpoint"
[ "$(head -n 1 "$work/checkpoint")" = "${key%%+*}" ] || fail "the key is of another log"
sh "$here/signature.sh" "$work/checkpoint" "$key"
echo "the event stands at $index of $size"
