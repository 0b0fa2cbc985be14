#!/bin/bash
# Brings the images of make images to where a cluster finds them.
#   images.sh load kind|minikube|k3d TAG [NAME]     into a local cluster; writes the build into overlays/local and overlays/operators
#   images.sh push REGISTRY/PREFIX TAG              into a registry; make eks-up writes the build into its copy of the overlay
# A tag is never moved: images.sh does not push a tag that the registry has already.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
how=${1:-} where=${2:-} tag=${3:-} name=${4:-}
services=$(dirname "$here"/base/*/name.yaml | xargs -n 1 basename)

fail() { echo "$1" >&2; exit 1; }
need() { command -v "$1" >/dev/null || fail "$1 is not installed."; }

need docker
for service in $services provision; do
  docker image inspect "mallbots/$service:$tag" >/dev/null 2>&1 || fail "There is no image mallbots/$service:$tag: run make images first."
done

case $how in
  load)
    images=$(for service in $services provision; do echo "mallbots/$service:$tag"; done)
    case $where in
      kind) need kind; kind load docker-image --name "${name:-kind}" $images ;;
      minikube) need minikube; for image in $images; do minikube -p "${name:-minikube}" image load "$image"; done ;;
      k3d) need k3d; k3d image import --cluster "${name:-k3s-default}" $images ;;
      *) fail "Name the kind of cluster: CLUSTER=kind, minikube or k3d." ;;
    esac
    "$here/build.sh" local "$tag"
    "$here/build.sh" operators "$tag"
    ;;
  push)
    [ -n "$where" ] || fail "Name the registry and the prefix of the images: REGISTRY=111122223333.dkr.ecr.eu-west-1.amazonaws.com/mallbots-dev."
    for service in $services provision; do
      if docker manifest inspect "$where/$service:$tag" >/dev/null 2>&1; then
        echo "$where/$service:$tag is there already"
      else
        docker tag "mallbots/$service:$tag" "$where/$service:$tag"
        docker push "$where/$service:$tag"
      fi
    done
    ;;
  *) fail "Say load or push." ;;
esac
