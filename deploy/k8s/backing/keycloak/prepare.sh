#!/bin/bash
# Keycloak writes into its own folder as it starts, so it runs from a copy. The realm's clients get the secrets that the services have: the file
# itself has none, and Keycloak imports it only where there is no such realm yet.
set -euo pipefail
cp -r /opt/keycloak/. /work/
realm=$(</realm/mallbots-realm.json)
for file in /run/secrets/clients/*; do
  client=${file##*/}
  secret=$(<"$file")
  told=${realm/"\"clientId\": \"$client\","/"\"clientId\": \"$client\", \"secret\": \"$secret\","}
  [ "$told" != "$realm" ] || { echo "The realm has no client $client." >&2; exit 1; }
  realm=$told
done
umask 077
mkdir -p /work/data/import
printf '%s' "$realm" >/work/data/import/mallbots-realm.json
