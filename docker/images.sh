#!/bin/bash
# Builds the images of all services, or of those that are named: images.sh TAG [SERVICE..]. make images calls it.
# BASE_IMAGE, JDK_IMAGE: others than the pinned ones. IMAGES: the prefix of the names (mallbots).
set -euo pipefail
tag=$1
shift
prefix=${IMAGES:-mallbots}
services=("$@")
[ ${#services[@]} -gt 0 ] || mapfile -t services < <(awk '!/^#/ && NF == 3 && $1 != "issuer" { print $1 } END { print "provision" }' services/fleet.services)
# the time of the commit: who builds it again gets the same image
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}"
arguments=(--build-arg "SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH" --build-arg "VERSION=$tag" --build-arg "REVISION=$(git rev-parse HEAD)")
for name in BASE_IMAGE JDK_IMAGE; do
    [ -z "${!name:-}" ] || arguments+=(--build-arg "$name=${!name}")
done
count=0
for service in "${services[@]}"; do
    count=$((count + 1))
    case "$service" in
        provision) target=provision ;;
        *) target=service ;;
    esac
    printf '%3d/%d  %-16s' "$count" "${#services[@]}" "$service"
    # no attestation: its time would make another image of every build
    if ! said=$(docker buildx build --progress plain --provenance=false --load -f docker/Dockerfile --target "$target" \
            --build-arg "SERVICE=$service" "${arguments[@]}" -t "$prefix/$service:$tag" . 2>&1); then
        printf '\n%s\n' "$said" | tail -n 30 >&2
        echo "The image of $service could not be built: read above." >&2
        exit 1
    fi
    docker image inspect --format '{{.Size}} {{.Id}}' "$prefix/$service:$tag" | awk '{ printf "%4d MB  %s\n", $1 / 1e6, substr($2, 1, 19) }'
done
# layers that images share are on disk once
total=0
declare -A seen
for service in "${services[@]}"; do
    layers=($(docker image inspect --format '{{range .RootFS.Layers}}{{.}} {{end}}' "$prefix/$service:$tag"))
    mapfile -t sizes < <(docker history --human=false --format '{{.Size}}' "$prefix/$service:$tag" | tac | awk '$1 > 0')
    for i in "${!sizes[@]}"; do
        [ -n "${seen[${layers[$i]:-$service$i}]:-}" ] || total=$((total + ${sizes[$i]}))
        seen[${layers[$i]:-$service$i}]=1
    done
done
echo "Together $((total / 1000000)) MB on disk."
