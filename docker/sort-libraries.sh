#!/bin/sh
# Sorts what Maven built into layers: sort-libraries.sh SERVICES OUT makes OUT/SERVICE/{everywhere,inside,own} with what
#   everywhere  every service has,
#   inside      every service behind the gateway has: events, Kafka, PostgreSQL,
#   own         only some have, and so each keeps for itself.
# A file that differs between two services is each one's own. All files get one time, so that equal files make equal layers.
set -eu
services=$1 out=$2

# the first in the list is the gateway; the development issuer is no part of what is deployed
names=$(awk '!/^#/ && NF == 3 && $1 != "issuer" { print $1 }' "$services/fleet.services")
gateway=$(echo "$names" | head -n 1)
all=$(echo "$names" | wc -l)
index=$(mktemp)
for name in $names; do
    (cd "$services/$name/target/quarkus-app" && find . -type f ! -name quarkus-app-dependencies.txt -exec sha256sum {} + | sed "s|^|$name |")
done | sort > "$index"

# each line: service, hash, file
awk -v all="$all" -v gateway="$gateway" '
    NR == FNR { if ($1 == gateway) edge[$2 $3] = 1; else inside[$2 $3]++; next }
    {
        key = $2 $3
        layer = inside[key] == all - 1 ? (edge[key] ? "everywhere" : "inside") : "own"
        if (layer == "inside" && $1 == gateway) layer = "own"
        print $1, layer, $3
    }' "$index" "$index" | while read -r name layer file; do
    target="$out/$name/$layer/app/$file"
    mkdir -p "$(dirname "$target")"
    cp "$services/$name/target/quarkus-app/$file" "$target"
done

# a layer may be empty, but it must be there
for name in $names; do
    mkdir -p "$out/$name/everywhere/app" "$out/$name/inside/app" "$out/$name/own/app"
done
chmod -R u=rwX,go=rX "$out"
find "$out" -exec touch -h -d @0 {} +
