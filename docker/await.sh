#!/bin/bash
# Waits until every container of these services is healthy, and tells what is there: await.sh SERVICE.. (PATIENCE=600 seconds)
set -euo pipefail
export COMPOSE_FILE=${COMPOSE_FILE:-docker/compose.yaml}
deadline=$((SECONDS + ${PATIENCE:-600}))
compose() { docker compose "$@"; }
total=$#
reported=-1
while true; do
    healthy=0
    for service in "$@"; do
        states=$(compose ps --format '{{.Health}}' "$service" | sort -u)
        [ "$states" != healthy ] || healthy=$((healthy + 1))
    done
    [ "$healthy" = "$reported" ] || echo "$healthy of $total services are ready"
    reported=$healthy
    [ "$healthy" -lt "$total" ] || exit 0
    failed=$(compose ps -a --format '{{.Service}} {{.State}} {{.ExitCode}}' | awk '$2 == "exited" && $3 != 0 { print $1 }' | paste -sd' ')
    if [ $SECONDS -gt $deadline ]; then
        echo "Not all services became ready${failed:+; these have ended: $failed}. Read docker compose -f docker/compose.yaml logs SERVICE." >&2
        exit 1
    fi
    sleep 2
done
