#!/usr/bin/env python3
"""The mall of overlays/local in real pods: live_test.py, called by deploy/k8s/test.sh with LIVE=1. The images of overlays/local/build have to be on the nodes.

Opens the mall, sends orders through the gateway, and replaces, evicts and kills pods meanwhile. SECOND=tag names another build whose images are on the nodes: the mall is rolled to it.
"""

import base64
import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

from cluster import (HOME, NAMESPACE, apply, delete_namespace, eventually, evict, get, here, is_fake, kubectl, main, make_namespace, nodes, not_tested, pods, rolled_out, run)

PATIENCE = int(os.environ.get("PATIENCE", "900"))
AUDIENCE = {"name": "mallbots-audience", "protocol": "openid-connect", "protocolMapper": "oidc-audience-mapper",
            "config": {"included.custom.audience": "mallbots", "access.token.claim": "true", "id.token.claim": "false"}}


def send(method, url, body=None, form=None, **headers):
    """One request on a connection of its own. Returns the answer's JSON, or None where it has none."""
    data = urllib.parse.urlencode(form).encode() if form else None if body is None else json.dumps(body).encode()
    if form is None:
        headers["Content-Type"] = "application/json"
    with urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method), timeout=30) as answer:
        text = answer.read()
        return json.loads(text) if text else None


class People:
    """Keycloak: people who sign in, and a client that gives a token for a password."""

    def __init__(self, keycloak):
        self.keycloak = keycloak
        self.password = base64.urlsafe_b64encode(os.urandom(18)).decode()
        self.tokens = {}

    def admit(self, roles):
        secret = json.loads(here("get", "secret", "keycloak-secrets", "-o", "json"))["data"]["admin-password"]
        admin = self.sign_in("master", "admin-cli", "admin", base64.b64decode(secret).decode())["access_token"]
        realm, token = f"{self.keycloak}/admin/realms/mallbots", {"Authorization": f"Bearer {admin}"}
        send("POST", f"{realm}/clients", {"clientId": "deploy-test", "publicClient": True, "standardFlowEnabled": False, "directAccessGrantsEnabled": True,
                                          "protocolMappers": [AUDIENCE]}, **token)
        for name, role in roles.items():
            send("POST", f"{realm}/users", {"username": name, "enabled": True, "email": f"{name}@mall.test", "emailVerified": True, "firstName": name, "lastName": "Test",
                                            "credentials": [{"type": "password", "value": self.password, "temporary": False}]}, **token)
            [person] = send("GET", f"{realm}/users?exact=true&username={name}", **token)
            send("POST", f"{realm}/users/{person['id']}/role-mappings/realm", [send("GET", f"{realm}/roles/{role}", **token)], **token)

    def sign_in(self, realm, client, name, password):
        return send("POST", f"{self.keycloak}/realms/{realm}/protocol/openid-connect/token",
                    form={"grant_type": "password", "client_id": client, "username": name, "password": password})

    def token(self, name):
        token, until = self.tokens.get(name, (None, 0))
        if until < time.monotonic():
            token = self.sign_in("mallbots", "deploy-test", name, self.password)["access_token"]
            self.tokens[name] = (token, time.monotonic() + 200)
        return token


class Shop:
    """People who order through the gateway, one request an attempt, and remember each request that failed."""

    def __init__(self, gateway, people):
        self.gateway, self.people = gateway, people
        self.failed, self.requests, self.orders = [], 0, []

    def call(self, name, method, path, body=None):
        self.requests += 1
        try:
            return send(method, self.gateway + path, body, Authorization=f"Bearer {self.people.token(name)}", **{"Idempotency-Key": str(uuid.uuid4())})
        except urllib.error.HTTPError as error:
            if error.code >= 500 or error.code == 429:
                self.failed.append(f"{method} {path}: {error.code}")
            raise
        except OSError as error:
            self.failed.append(f"{method} {path}: {error}")
            raise

    def stock(self):
        self.store = self.call("stella", "POST", "/api/stores", {"name": "Test", "location": "ground floor"})["id"]
        self.call("stella", "PUT", f"/api/stores/{self.store}/participating", {})
        self.product = self.call("stella", "POST", f"/api/stores/{self.store}/products", {"name": "Bread", "description": "loaf", "sku": "B", "price": 3.2})["id"]
        claims = self.people.token("carla").split(".")[1]
        self.customer = json.loads(base64.urlsafe_b64decode(claims + "=="))["sub"]
        self.call("carla", "POST", "/api/customers", {"name": "Carla", "smsNumber": "+44 20 7946 0958"})

    def order(self):
        basket = self.call("carla", "POST", "/api/baskets", {"customerId": self.customer})["id"]
        self.call("carla", "PUT", f"/api/baskets/{basket}/addItem", {"productId": self.product, "quantity": 1})
        payment = self.call("carla", "POST", "/api/payments", {"customerId": self.customer, "amount": 3.2})["id"]
        self.call("carla", "PUT", f"/api/baskets/{basket}/checkout", {"paymentId": payment})
        self.orders.append(basket)
        return basket

    def order_while(self, work):
        """Two customers order, again and again, for as long as the work takes and until each of them has ordered once more."""
        over = threading.Event()

        def shop():
            while not over.is_set():
                try:
                    self.order()
                except OSError:
                    pass
                time.sleep(0.5)

        shoppers = [threading.Thread(target=shop) for _ in range(2)]
        for shopper in shoppers:
            shopper.start()
        try:
            work()
        finally:
            over.set()
            for shopper in shoppers:
                shopper.join()

    def completed(self):
        """Whether every order is completed; pays those that are ready."""
        for order in list(self.orders):
            try:
                answer = self.call("carla", "GET", f"/api/ordering/{order}")
                status = answer.get("order", answer)["status"]
                if status == "ready":
                    self.call("carla", "PUT", f"/api/payments/invoices/{order}/pay", {})
                elif status == "completed":
                    self.orders.remove(order)
            except OSError:
                pass
        return not self.orders


class Live(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        if not any(not is_fake(node) for node in nodes()):
            raise unittest.SkipTest("the cluster has no node that runs containers")
        delete_namespace()
        make_namespace()
        cls.addClassCleanup(delete_namespace)
        apply("local")
        began = time.monotonic()
        rolled_out(PATIENCE)
        print(f"The mall opened in {time.monotonic() - began:.0f} s.")
        try:
            gateway, keycloak = [cls.address(name) for name in ("gateway", "keycloak")]
        except OSError:
            raise unittest.SkipTest("this machine does not reach the addresses of the cluster's Services, and a port-forward would end with its pod") from None
        people = People(keycloak)
        people.admit({"carla": "customer", "stella": "store-owner"})
        cls.shop = Shop(gateway, people)
        cls.shop.stock()
        eventually("a first order", cls.first_order)

    @classmethod
    def address(cls, service):
        host = json.loads(here("get", "service", service, "-o", "json"))["spec"]["clusterIP"]
        socket.create_connection((host, 8080), 3).close()
        return f"http://{host}:8080"

    @classmethod
    def first_order(cls):
        """baskets hears of a new product a moment later"""
        try:
            return cls.shop.order()
        except OSError:
            return False

    def setUp(self):
        self.shop.failed.clear()
        self.shop.requests = 0

    def orders_are_completed(self):
        placed = len(self.shop.orders)
        eventually("every order is completed", self.shop.completed, PATIENCE)
        print(f"  {placed} orders completed, {self.shop.requests} requests, {len(self.shop.failed)} failed")

    def test_1_an_order_is_completed(self):
        self.shop.order()
        self.orders_are_completed()

    def test_2_a_rolling_update_of_every_service_under_orders_fails_no_request(self):
        self.shop.order_while(self.roll)
        failed = list(self.shop.failed)
        self.orders_are_completed()
        self.assertEqual([], failed)

    def roll(self):
        second = os.environ.get("SECOND")
        if not second:
            not_tested.add("a roll to another build: SECOND names none, so the pods of this build were replaced by others of it.")
            for deployment in get("deployments"):
                here("rollout", "restart", f"deployment/{deployment['metadata']['name']}")
                here("rollout", "status", f"deployment/{deployment['metadata']['name']}", f"--timeout={PATIENCE}s")
            return
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(HOME.parent, Path(folder) / "deploy", ignore=shutil.ignore_patterns(".terraform"))
            copy = Path(folder) / "deploy/k8s"
            subprocess.run(["bash", copy / "build.sh", "local", second], check=True)
            kubectl("apply", "-k", str(copy / "overlays/local"))
            rolled_out(PATIENCE)

    def test_3_an_evicted_pod_of_two_fails_no_request(self):
        """kubectl drain evicts a node's pods in this way."""
        names = [name for name in ("gateway", "stores", "baskets") if len(pods(name)) > 1]
        self.assertTrue(names, "no service has two pods")

        def work():
            for name in names:
                eventually(f"{name} has two pods", lambda n=name: evict(pods(n)[0]["metadata"]["name"]).returncode == 0)
                rolled_out(PATIENCE)

        self.shop.order_while(work)
        failed = list(self.shop.failed)
        self.orders_are_completed()
        self.assertEqual([], failed)

    def test_4_no_order_is_lost_when_a_pod_of_each_kind_is_killed(self):
        def work():
            for name in [d["metadata"]["name"] for d in get("deployments")] + ["postgres", "kafka"]:
                here("delete", "pod", pods(name)[0]["metadata"]["name"], "--grace-period=0", "--force")
                time.sleep(2)
            rolled_out(PATIENCE)
            for name in ["postgres", "kafka", "keycloak"]:
                here("rollout", "status", f"statefulset/{name}", f"--timeout={PATIENCE}s")

        self.shop.order_while(work)
        self.orders_are_completed()

    def test_5_the_autoscaler_adds_pods_of_the_gateway_under_load(self):
        if run("get", "--raw", f"/apis/metrics.k8s.io/v1beta1/namespaces/{NAMESPACE}/pods").returncode != 0:
            self.skipTest("the cluster has no metrics-server")
        over = threading.Event()

        def load():
            while not over.is_set():
                try:
                    self.shop.call("carla", "GET", "/api/stores")
                except OSError:
                    pass

        clients = [threading.Thread(target=load) for _ in range(16)]
        for client in clients:
            client.start()
        try:
            before = len(pods("gateway"))
            eventually("more pods of the gateway", lambda: len(pods("gateway")) > before, 300)
        finally:
            over.set()
            for client in clients:
                client.join()


if __name__ == "__main__":
    main()
