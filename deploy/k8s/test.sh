#!/bin/bash
# Sends every overlay to the API server of KUBECONFIG with --dry-run=server: schema, defaults, admission. Nothing stays there but the namespace, in which Pod Security "restricted"
# is enforced. KUBE_TOOLS is the folder with kubectl. Exit code 3: there was no cluster, so nothing was tested.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
PATH=${KUBE_TOOLS:+$KUBE_TOOLS:}$PATH

untested() { printf '\nNOT TESTED: deploy/k8s against an API server. %s\n\n' "$1" >&2; exit 3; }

command -v kubectl >/dev/null || untested "There is no kubectl on PATH or in KUBE_TOOLS."
# without KUBECONFIG kubectl would talk to whatever listens on localhost:8080
[ -n "${KUBECONFIG:-}" ] && [ -f "$KUBECONFIG" ] || untested "Set KUBECONFIG to the file of a cluster that is there for tests."
kubectl get --raw /readyz >/dev/null 2>&1 || untested "The API server of $KUBECONFIG does not answer."

kubectl apply -f "$here/base/namespace.yaml" >/dev/null || exit 1
failed=0
for overlay in "$here"/overlays/*/; do
  name=$(basename "$overlay")
  said=$(kubectl apply --dry-run=server --validate=strict -k "$overlay" 2>&1 >/dev/null)
  unknown=$(grep -o 'no matches for kind "[^"]*" in version "[^"]*"' <<<"$said" | sort -u)
  wrong=$(grep -v -e 'no matches for kind' -e 'ensure CRDs are installed first' -e '^resource mapping not found' -e '^$' <<<"$said")
  if [ -n "$wrong" ]; then
    echo "$name: refused"
    echo "$wrong"
    failed=1
  else
    echo "$name: accepted"
  fi
  [ -z "$unknown" ] || { echo "$name: NOT TESTED, since the cluster has no such CRD:"; sed 's/^/  /' <<<"$unknown"; }
done
exit $failed
