#!/bin/bash
# Replaces the containers of services one after the other while the others of the same service serve: roll.sh SERVICE..
# Each service's migration runs first; a new container has to be healthy before an old one is asked to end. The gateway has a port of this
# machine, which only one container can have: it is away for as long as it takes to start.
set -euo pipefail
export COMPOSE_FILE=${COMPOSE_FILE:-docker/compose.yaml}
compose() { docker compose "$@"; }
await_healthy() {
    local deadline=$((SECONDS + 300))
    until [ "$(docker inspect --format '{{.State.Health.Status}}' "$1")" = healthy ]; do
        if [ $SECONDS -gt $deadline ]; then
            echo "The new container of $2 did not become healthy; old ones that are there go on. Read docker logs $1." >&2
            exit 1
        fi
        sleep 1
    done
}

for service in "$@"; do
    if compose config --services | grep -qx "$service-migrate"; then
        compose run --rm --no-deps "$service-migrate" >/dev/null
    fi
    if [ "$service" = gateway ]; then
        compose up -d --no-deps --force-recreate gateway 2>/dev/null
        await_healthy "$(compose ps -q gateway)" gateway
        echo "gateway is replaced"
        continue
    fi
    for old in $(compose ps -q "$service"); do
        before=$(compose ps -q "$service")
        compose up -d --no-deps --no-recreate --scale "$service=$(($(echo "$before" | wc -l) + 1))" "$service" 2>/dev/null
        new=$(compose ps -q "$service" | grep -vxF "$before")
        await_healthy "$new" "$service"
        # the gateway asks DNS each second, so it knows the new one before the old one goes
        sleep 3
        docker stop --time 40 "$old" >/dev/null && docker rm "$old" >/dev/null
    done
    echo "$service is replaced"
done
