#!/usr/bin/env python3
"""Each policy refuses what it is there to refuse: policies_test.py STATE, a state of prod that all of them accept, changed in one place at a time."""

import copy
import json
import sys
import unittest
from pathlib import Path

import policies

GOOD = json.loads(Path(sys.argv.pop()).read_text(encoding="utf-8"))


class PoliciesTest(unittest.TestCase):
    def refused(self, kind, change, reason):
        document = copy.deepcopy(GOOD)
        changed = [r for r in policies.resources(document) if r["type"] == kind]
        self.assertTrue(changed, f"no {kind} in the state")
        change(changed[0]["values"])
        found = list(policies.violations(document, "prod"))
        self.assertTrue(any(reason in violation for violation in found), f"{reason!r} not among {found}")

    def policy(self, action, resource="arn:aws:x"):
        return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": resource}]})

    def test_the_state_as_it_is_is_accepted(self):
        self.assertEqual([], list(policies.violations(GOOD, "prod")))

    def test_a_public_database(self):
        self.refused("aws_db_instance", lambda v: v.update(publicly_accessible=True), "public database")

    def test_a_password_in_the_state(self):
        self.refused("aws_db_instance", lambda v: v.update(password="x"), "password has a value")
        self.refused("aws_secretsmanager_secret_version", lambda v: v.update(secret_string="x"), "secret_string has a value")

    def test_a_marked_password_anywhere(self):
        self.assertEqual(["NEVER-KEPT-result"], policies.kept_secrets('{"a": "x NEVER-KEPT-result y"}'))

    def test_plain_text_to_the_database(self):
        self.refused("aws_db_parameter_group", lambda v: v.update(parameter=[]), "TLS is not forced")

    def test_plain_text_to_kafka(self):
        self.refused("aws_msk_cluster", lambda v: v["encryption_info"][0]["encryption_in_transit"][0].update(client_broker="TLS_PLAINTEXT"), "TLS is not forced")

    def test_kafka_open_to_everybody(self):
        self.refused("aws_msk_configuration", lambda v: v.update(server_properties=v["server_properties"].replace("found=false", "found=true")), "allow.everyone")
        self.refused("aws_msk_cluster", lambda v: v["client_authentication"][0].update(unauthenticated=True), "without a password")

    def test_a_wildcard_in_an_action(self):
        self.refused("aws_iam_role_policy", lambda v: v.update(policy=self.policy("s3:*")), "permits s3:*")

    def test_everything_as_the_resource(self):
        self.refused("aws_iam_role_policy", lambda v: v.update(policy=self.policy("s3:GetObject", "*")), "on everything")

    def test_everybody_as_the_principal(self):
        statement = {"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": "arn:aws:x"}
        self.refused("aws_sns_topic_policy", lambda v: v.update(policy=json.dumps({"Statement": [statement]})), "permits everybody")

    def test_logs_and_secrets_without_the_key(self):
        self.refused("aws_cloudwatch_log_group", lambda v: v.update(kms_key_id=None), "not encrypted")
        self.refused("aws_secretsmanager_secret", lambda v: v.update(kms_key_id=""), "not encrypted")

    def test_a_security_group_open_to_everybody(self):
        self.refused("aws_vpc_security_group_ingress_rule", lambda v: v.update(cidr_ipv4="0.0.0.0/0"), "lets everybody in")

    def test_an_api_open_to_everybody(self):
        self.refused("aws_eks_cluster", lambda v: v["vpc_config"][0].update(endpoint_public_access=True, public_access_cidrs=["0.0.0.0/0"]), "everybody reaches the API")

    def test_a_tag_that_moves(self):
        self.refused("aws_ecr_repository", lambda v: v.update(image_tag_mutability="MUTABLE"), "a tag may move")

    def test_prod_without_a_standby(self):
        self.refused("aws_db_instance", lambda v: v.update(multi_az=False), "prod needs a standby")


if __name__ == "__main__":
    unittest.main()
