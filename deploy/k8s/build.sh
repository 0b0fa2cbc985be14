#!/bin/bash
# Writes which build an overlay deploys: build.sh OVERLAY TAG [REGISTRY/PREFIX]. Images are mallbots/SERVICE:TAG, or REGISTRY/PREFIX/SERVICE:TAG. Jobs get the tag as part of
# their name, since a Job that has run can't be changed.
set -euo pipefail
cd "$(dirname "$0")"
overlay=$1 tag=$2 prefix=${3:-}
[[ "$tag" =~ ^[0-9a-f]{12}$ ]] || { echo "A build is named by the first twelve digits of its commit, not $tag." >&2; exit 1; }
[ -f "overlays/$overlay/kustomization.yaml" ] || { echo "There is no overlay $overlay: take one of $(ls overlays | paste -sd ' ')." >&2; exit 1; }
mkdir -p "overlays/$overlay/build"
{
  cat <<EOF
# Which build is deployed. Written by deploy/k8s/build.sh.
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
images:
EOF
  for service in $(dirname base/*/name.yaml | xargs -n 1 basename) provision; do
    echo "  - name: mallbots/$service"
    echo "    newName: ${prefix:-docker.io/mallbots}/$service"
    echo "    newTag: \"$tag\""
  done
  cat <<EOF
transformers:
  - |-
    apiVersion: builtin
    kind: PrefixSuffixTransformer
    metadata:
      name: build
    suffix: -$tag
    fieldSpecs:
      - kind: Job
        path: metadata/name
EOF
} >"overlays/$overlay/build/kustomization.yaml"
