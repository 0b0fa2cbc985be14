#!/bin/bash
# Tests the overlays on the cluster of KUBECONFIG, which has to be there for tests: tests/cluster_test.py, or with LIVE=1 tests/live_test.py. Both make the namespace mallbots and
# delete it; where there is one that they did not make, they touch nothing. KUBE_TOOLS is the folder with kubectl. Exit code 3: nothing was tested.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export PATH=${KUBE_TOOLS:+$KUBE_TOOLS:}$PATH PYTHONDONTWRITEBYTECODE=1

untested() { printf '\nNOT TESTED: deploy/k8s on a cluster. %s\n\n' "$1" >&2; exit 3; }

command -v kubectl >/dev/null || untested "There is no kubectl on PATH or in KUBE_TOOLS."
command -v python3 >/dev/null || untested "There is no python3 on PATH."
# without KUBECONFIG kubectl would talk to whatever listens on localhost:8080
[ -n "${KUBECONFIG:-}" ] && [ -f "$KUBECONFIG" ] || untested "Set KUBECONFIG to the file of a cluster that is there for tests."
kubectl get --raw /readyz >/dev/null 2>&1 || untested "The API server of $KUBECONFIG does not answer."
exec python3 "$here/tests/$([ "${LIVE:-}" = 1 ] && echo live || echo cluster)_test.py" "$@"
