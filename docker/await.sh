#!/bin/bash
# Waits until every container of these services is healthy, and tells what is there: await.sh SERVICE.. (PATIENCE=600 seconds)
set -euo pipefail
export COMPOSE_FILE=${COMPOSE_FILE:-docker/compose.yaml}
deadline=$((SECONDS + ${PATIENCE:-600}))
total=$#
reported=-1
while true; do
    # one question for all: each costs a process, and the JVMs need the cores while they start
    states=$(docker compose ps -a --format '{{.Service}} {{.State}} {{.ExitCode}} {{.Health}}')
    healthy=$(awk -v wanted="$*" '{ seen[$1]++; healthy[$1] += $4 == "healthy" }
        END { count = split(wanted, services, " "); for (i in services) if (!seen[services[i]] || healthy[services[i]] < seen[services[i]]) count--; print count }' <<< "$states")
    [ "$healthy" = "$reported" ] || echo "$healthy of $total services are ready"
    reported=$healthy
    [ "$healthy" -lt "$total" ] || exit 0
    failed=$(awk '$2 == "exited" && $3 != 0 { print $1 }' <<< "$states" | sort -u | paste -sd' ')
    if [ $SECONDS -gt $deadline ]; then
        echo "Not all services became ready${failed:+; these have ended: $failed}. Read docker compose -f docker/compose.yaml logs SERVICE." >&2
        exit 1
    fi
    sleep 3
done
