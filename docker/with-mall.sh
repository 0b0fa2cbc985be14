#!/bin/bash
# Opens a mall of its own in containers, with fresh data, runs a command against it, and closes it: with-mall.sh "SERVICE.." COMMAND..
# Each of the services in the first word gets INSTANCES containers (2). KEEP=1 leaves the mall open. The command finds the published ports in the environment.
set -euo pipefail
several=$1
shift
export COMPOSE_PROJECT_NAME=mallbots-test COMPOSE_FILE=${COMPOSE_FILE:-docker/compose.yaml}:docker/compose.test.yaml
export GATEWAY_PORT=23080-23089 KEYCLOAK_PORT=23090 POSTGRES_PORT=23091 KAFKA_PORT=23092
export OTEL_EXPORTER_OTLP_ENDPOINT= MALLBOTS_RATE_LIMIT_CLIENT=1000000 MALLBOTS_RATE_LIMIT_ADDRESS=1000000
services=$(awk '!/^#/ && NF == 3 && $1 != "issuer" { print $1 }' services/fleet.services)
scale=()
for service in $several; do
    scale+=(--scale "$service=${INSTANCES:-2}")
done
close() {
    [ -n "${KEEP:-}" ] || docker compose down --volumes --remove-orphans >/dev/null 2>&1
}
docker compose down --volumes --remove-orphans >/dev/null 2>&1
trap close EXIT
echo "Opening a mall in containers"
docker compose up -d --quiet-pull "${scale[@]}" >/dev/null 2>&1 || { docker compose ps -a; exit 1; }
docker/await.sh $services
"$@"
