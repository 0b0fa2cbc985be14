#!/bin/bash
# Records an AOT cache for each service, or for those that are named, into docker/aot: train.sh [SERVICE..]. make images AOT=1 calls it.
# The image's own JVM records while a mall of its own serves three orders, and writes the cache as it stops.
set -euo pipefail
export COMPOSE_PROJECT_NAME=mallbots-aot GATEWAY_PORT=21080 KEYCLOAK_PORT=21081 OTEL_EXPORTER_OTLP_ENDPOINT=
all=$(awk '!/^#/ && NF == 3 && $1 != "issuer" { print $1 }' services/fleet.services)
trained=${*:-$all}
mkdir -p docker/aot && chmod 777 docker/aot
override=docker/aot/compose.yaml
{
    echo "services:"
    for service in $trained; do
        echo "  $service: {restart: 'no', volumes: ['$PWD/docker/aot:/aot'], stop_grace_period: 300s, deploy: {resources: {limits: {memory: 1G}}}, entrypoint: [/opt/java/bin/java, -XX:+UseSerialGC, -XX:MaxRAMPercentage=40, -XX:AOTCacheOutput=/aot/$service.aot, '-Xlog:aot=error,cds=error', -jar, quarkus-run.jar]}"
    done
} > "$override"
compose() { docker compose -f docker/compose.yaml -f "$override" "$@"; }
trap 'compose down --volumes >/dev/null 2>&1' EXIT
compose up -d --quiet-pull
docker/await.sh $all
for _ in 1 2 3; do
    $WALK "http://127.0.0.1:$GATEWAY_PORT" "http://127.0.0.1:$KEYCLOAK_PORT/realms/mallbots" docker/secrets/people-password >/dev/null
done
for service in $trained; do
    echo "$service writes its cache as it stops"
    compose stop "$service" 2>/dev/null
    [ -s "docker/aot/$service.aot" ] || { echo "$service has recorded nothing: read docker compose -p mallbots-aot logs $service." >&2; exit 1; }
    chmod 644 "docker/aot/$service.aot"
done
