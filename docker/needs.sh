#!/bin/sh
# Says in one sentence what is missing for containers on this machine, and ends with 1: needs.sh [buildx] [compose]
missing() {
    echo "$1" >&2
    exit 1
}
command -v docker >/dev/null || missing "Docker is missing: install Docker Engine 25 or later (https://docs.docker.com/engine/install/)."
docker version >/dev/null 2>&1 || missing "No Docker engine answers: start it, or set DOCKER_HOST to one (docker version says why)."
for plugin in "$@"; do
    docker "$plugin" version >/dev/null 2>&1 || missing "Docker's plug-in $plugin is missing: install the package docker-$plugin or docker-$plugin-plugin."
done
