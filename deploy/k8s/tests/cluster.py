"""What the tests of a cluster share: kubectl, waiting, a namespace of their own, and the list of what could not be tested."""

import json
import re
import subprocess
import sys
import time
import unittest
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
NAMESPACE = "mallbots"
# a label that no overlay has
MARK = ("mallbots.dev/made-by", "deploy-test")
UNKNOWN_KIND = re.compile(r'no matches for kind "(\w+)" in version "([^"]+)"')
not_tested = set()


def run(*arguments, text=None):
    return subprocess.run(["kubectl", *arguments], input=text, capture_output=True, text=True, check=False)


def kubectl(*arguments, text=None):
    done = run(*arguments, text=text)
    if done.returncode != 0:
        raise AssertionError(f"kubectl {' '.join(arguments)}: {done.stderr}{done.stdout}")
    return done.stdout


def here(*arguments):
    """kubectl in the mall's namespace."""
    return kubectl("--namespace", NAMESPACE, *arguments)


def get(*arguments):
    return json.loads(here("get", *arguments, "-o", "json"))["items"]


def pods(name):
    """Pods of a service that have not been told to end."""
    return [pod for pod in get("pods", "-l", f"app.kubernetes.io/name={name}") if "deletionTimestamp" not in pod["metadata"]]


def nodes():
    return json.loads(kubectl("get", "nodes", "-o", "json"))["items"]


def is_fake(node):
    return node["metadata"]["labels"].get("type") == "kwok"


def eventually(what, condition, seconds=120):
    """Waits until the condition holds. A condition that raises AssertionError does not hold yet."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if condition():
                return
            said = ""
        except AssertionError as error:
            said = f": {error}"
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds} s{said}")
        time.sleep(0.2)


def complaints(overlay, stderr):
    """What kubectl complained of, without CRDs that the cluster does not have: those are not tested."""
    for kind, version in sorted(set(UNKNOWN_KIND.findall(stderr))):
        not_tested.add(f"{kind} of {version} in {overlay}: the cluster does not have its CRD.")
    return [line for line in stderr.splitlines()
            if line.strip() and not UNKNOWN_KIND.search(line) and "ensure CRDs are installed first" not in line]


def apply(overlay, *arguments):
    """Applies an overlay as people do, and returns a line for each resource."""
    said = run("apply", "-k", str(HOME / "overlays" / overlay), *arguments)
    found = complaints(overlay, said.stderr)
    if found:
        raise AssertionError(f"{overlay}: " + "\n".join(found))
    return said.stdout.splitlines()


def rolled_out(seconds=180):
    for deployment in get("deployments"):
        here("rollout", "status", f"deployment/{deployment['metadata']['name']}", f"--timeout={seconds}s")


def evict(pod):
    eviction = {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": pod, "namespace": NAMESPACE}}
    return run("create", "--raw", f"/api/v1/namespaces/{NAMESPACE}/pods/{pod}/eviction", "-f", "-", text=json.dumps(eviction))


def make_namespace():
    kubectl("apply", "-f", str(HOME / "base/namespace.yaml"))
    kubectl("label", "namespace", NAMESPACE, "=".join(MARK), "--overwrite")


def delete_namespace():
    """Deletes the namespace, and refuses where somebody else made it."""
    found = run("get", "namespace", NAMESPACE, "-o", "json")
    if found.returncode == 0:
        if json.loads(found.stdout)["metadata"]["labels"].get(MARK[0]) != MARK[1]:
            raise unittest.SkipTest(f"the cluster has a namespace {NAMESPACE} that this test did not make, and would delete")
        kubectl("delete", "namespace", NAMESPACE, "--timeout=180s")


class Result(unittest.TextTestResult):
    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        not_tested.add(f"{str(test).split('.')[-1].rstrip(')')}: {reason}.")


def main():
    """Runs the tests of the calling script. Exit code 3: nothing was tested."""
    result = unittest.main(exit=False, testRunner=unittest.TextTestRunner(resultclass=Result, verbosity=2)).result
    for line in sorted(not_tested):
        print(f"NOT TESTED: {line}", file=sys.stderr)
    sys.exit(1 if not result.wasSuccessful() else 3 if result.testsRun == 0 else 0)
