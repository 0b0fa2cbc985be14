#!/usr/bin/env python3
"""Every overlay of deploy/k8s on the API server of KUBECONFIG. deploy/k8s/test.sh calls it, after it has looked for kubectl and the API server.

Admission sends each overlay as a dry run; any cluster will do. Scheduling applies each overlay to nodes of KWOK, which start no process: there a pod is ready as soon as it has a
node. What a process does is live_test.py's part. A test that can't run says in one sentence what is missing.
"""

import copy
import json
import unittest

from cluster import (HOME, NAMESPACE, apply, complaints, delete_namespace, eventually, evict, get, here, is_fake, kubectl, main, make_namespace, nodes, pods, rolled_out, run)

OVERLAYS = ["local", "operators", "eks-dev", "eks-prod"]
PROVISION, MIGRATE = [("--selector", f"mallbots.dev/step={step}") for step in ("provision", "migrate")]


class Admission(unittest.TestCase):
    """What an API server says to each manifest: schema, defaults, Pod Security."""

    @classmethod
    def setUpClass(cls):
        delete_namespace()
        make_namespace()
        cls.addClassCleanup(delete_namespace)

    def test_every_resource_is_accepted_without_a_warning(self):
        """By a warning the API server says that a pod would break Pod Security, or that a version goes away."""
        for overlay in OVERLAYS:
            for how in ["--server-side=false", "--server-side=true"]:
                with self.subTest(overlay=overlay, how=how):
                    said = run("apply", "--dry-run=server", "--validate=strict", how, "-k", str(HOME / "overlays" / overlay))
                    self.assertEqual([], complaints(overlay, said.stderr))

    def test_a_pod_that_may_be_root_is_refused(self):
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "root", "namespace": NAMESPACE},
               "spec": {"containers": [{"name": "root", "image": "local/none:1"}]}}
        self.assertIn('violates PodSecurity "restricted', self.refused(pod))

    def test_an_unknown_field_and_a_wrong_unit_are_refused(self):
        """So "accepted" means something."""
        unknown = self.a_deployment()
        wrong = copy.deepcopy(unknown)
        unknown["spec"]["template"]["spec"]["containers"][0]["imagePullPolice"] = "Always"
        wrong["spec"]["template"]["spec"]["containers"][0]["resources"]["limits"]["memory"] = "64MB"
        self.assertIn("imagePullPolice", self.refused(unknown))
        self.assertIn("quantities must match", self.refused(wrong))

    def a_deployment(self):
        listed = json.loads(kubectl("apply", "--dry-run=client", "-o", "json", "-k", str(HOME / "overlays/local")))["items"]
        return next(item for item in listed if item["kind"] == "Deployment")

    def refused(self, manifest):
        said = run("create", "--dry-run=server", "--validate=strict", "-f", "-", text=json.dumps(manifest))
        self.assertNotEqual(0, said.returncode)
        return said.stderr


class Scheduling(unittest.TestCase):
    """What controllers and the scheduler make of each overlay."""

    @classmethod
    def setUpClass(cls):
        if not nodes() or not all(is_fake(node) for node in nodes()):
            raise unittest.SkipTest("the cluster has nodes other than those of KWOK (label type=kwok), or none")
        cls.zones = {node["metadata"]["labels"].get("topology.kubernetes.io/zone") for node in nodes()}
        if len(cls.zones) < 3:
            raise unittest.SkipTest("the nodes are not in three zones")
        delete_namespace()
        cls.addClassCleanup(delete_namespace)

    def setUp(self):
        delete_namespace()

    def open(self, overlay, *arguments):
        make_namespace()
        # where a quota counts CPU and memory, a pod that does not say its own is refused
        quota = {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "counted", "namespace": NAMESPACE},
                 "spec": {"hard": {"requests.cpu": "100", "requests.memory": "100Gi", "limits.memory": "100Gi"}}}
        kubectl("apply", "-f", "-", text=json.dumps(quota))
        eventually("the quota counts", lambda: get("resourcequotas")[0].get("status", {}).get("used"))
        apply(overlay, *arguments)

    def completed(self, *selector):
        here("wait", "--for=condition=complete", "--timeout=120s", "jobs", *(selector or ["--all"]))

    def zone_of(self, pod):
        zones = {node["metadata"]["name"]: node["metadata"]["labels"]["topology.kubernetes.io/zone"] for node in nodes()}
        return zones.get(pod["spec"].get("nodeName"))

    def test_every_overlay_starts_within_a_quota_and_pod_security_and_a_second_apply_changes_nothing(self):
        for overlay in OVERLAYS:
            with self.subTest(overlay=overlay):
                delete_namespace()
                self.open(overlay)
                rolled_out()
                for stateful in get("statefulsets"):
                    here("rollout", "status", f"statefulset/{stateful['metadata']['name']}", "--timeout=120s")
                self.completed()
                self.assertEqual([], [line for line in apply(overlay) if not line.endswith(" unchanged")])
                used = get("resourcequotas")[0]["status"]["used"]
                running = [pod for pod in get("pods") if pod["status"]["phase"] == "Running"]
                print(f"  {overlay}: {len(running)} pods request {used['requests.cpu']} CPU and {used['requests.memory']} of memory")

    def test_on_eks_each_step_brings_its_jobs_and_no_service(self):
        """make eks-up provisions, waits, migrates, waits, then opens the mall."""
        self.open("eks-dev", *PROVISION)
        self.completed(*PROVISION)
        self.assertEqual([], get("deployments"))
        apply("eks-dev", *MIGRATE)
        self.completed(*MIGRATE)
        self.assertEqual(10, len(get("jobs", *MIGRATE)))
        self.assertEqual([], get("deployments"))

    def test_only_the_job_that_makes_secrets_may_call_the_api_and_it_may_only_create_secrets(self):
        self.open("local")

        def may(account, verb, resource):
            return run("auth", "can-i", verb, resource, "--namespace", NAMESPACE, f"--as=system:serviceaccount:{NAMESPACE}:{account}").stdout.strip() == "yes"

        for verb in ["get", "list", "watch", "update", "patch", "delete"]:
            self.assertFalse(may("make-secrets", verb, "secrets"), verb)
        for account in [account["metadata"]["name"] for account in get("serviceaccounts")]:
            self.assertEqual(account == "make-secrets", may(account, "create", "secrets"), account)
            for verb, resource in [("get", "secrets"), ("list", "pods"), ("create", "pods"), ("get", "configmaps")]:
                self.assertFalse(may(account, verb, resource), f"{account} may {verb} {resource}")

    def test_in_production_the_pods_of_a_service_are_in_three_zones_before_and_after_a_rollout(self):
        self.open("eks-prod")
        rolled_out()

        def spread():
            found = pods("gateway")
            return len(found) == 3 and {self.zone_of(pod) for pod in found} == self.zones

        eventually("three pods of the gateway in three zones", spread)
        here("set", "image", "deployment/gateway", "service=docker.io/mallbots/gateway:000000000000")
        here("rollout", "status", "deployment/gateway", "--timeout=120s")
        eventually("three new pods of the gateway in three zones", spread)

    def test_a_disruption_budget_refuses_a_second_eviction_until_the_first_pod_is_replaced(self):
        self.open("eks-prod")
        rolled_out()
        eventually("one of three pods of the gateway may go", lambda: get("poddisruptionbudgets", "--field-selector=metadata.name=gateway")[0]["status"]
                   .get("currentHealthy") == 3)
        self.cordon()
        self.addCleanup(self.uncordon)
        first, second, _ = [pod["metadata"]["name"] for pod in pods("gateway")]
        self.assertEqual(0, evict(first).returncode)
        eventually("its replacement has no node", lambda: any(self.zone_of(pod) is None for pod in pods("gateway")))
        self.assertIn("disruption budget", evict(second).stderr)
        self.uncordon()
        eventually("the second eviction is allowed", lambda: evict(second).returncode == 0)

    def test_a_service_with_one_pod_does_not_block_the_drain_of_its_node(self):
        self.open("local")
        rolled_out()
        node = pods("ordering")[0]["spec"]["nodeName"]
        self.addCleanup(self.uncordon)
        kubectl("drain", node, "--delete-emptydir-data", "--timeout=120s", "--pod-selector=app.kubernetes.io/component=service")
        rolled_out()

    def cordon(self):
        for node in nodes():
            kubectl("cordon", node["metadata"]["name"])

    def uncordon(self):
        for node in nodes():
            kubectl("uncordon", node["metadata"]["name"])


if __name__ == "__main__":
    main()
