#!/usr/bin/env python3
"""The policies of every environment: policies.py ENV FILE.. prints each violation; ENV is dev or prod.

Files are what `terraform show -json` prints of a plan or of a state. Conditions hold for what is known: of a plan that is less than of the state after it.
"""

import json
import re
import sys
from pathlib import Path

EVERYBODY = {"0.0.0.0/0", "::/0"}

# The exceptions that may have the resource "*", because AWS defines no resources for these actions.
ALL_RESOURCES = {
    "aws_kms_key": "a key's policy speaks of that key only",
    "route53:ListHostedZones": "has no resources", "route53:ListTagsForResources": "has no resources",
    "xray:PutTelemetryRecords": "has no resources", "xray:PutTraceSegments": "has no resources", "xray:BatchGetTraces": "has no resources",
    "xray:GetGroups": "has no resources", "xray:GetServiceGraph": "has no resources", "xray:GetTimeSeriesServiceStatistics": "has no resources",
    "xray:GetTraceGraph": "has no resources", "xray:GetTraceSummaries": "has no resources", "aps:ListWorkspaces": "has no resources",
}

# Arguments by which a resource is encrypted with the environment's key.
KEYS = {
    "aws_cloudwatch_log_group": "kms_key_id", "aws_db_instance": "kms_key_id", "aws_prometheus_workspace": "kms_key_arn",
    "aws_secretsmanager_secret": "kms_key_id", "aws_sns_topic": "kms_master_key_id",
}

SECRET_ARGUMENTS = {"password", "secret_string", "secret_binary", "master_password", "private_key", "auth_token"}


def resources(document):
    def walk(module):
        for resource in module.get("resources", []):
            resource.setdefault("values", {})  # a plan leaves it out when all of it is unknown
            yield resource
        for child in module.get("child_modules", []):
            yield from walk(child)

    values = document.get("planned_values") or document.get("values") or {}
    return [r for r in walk(values.get("root_module", {})) if r["mode"] == "managed"]


def is_plan(document):
    return "planned_values" in document


def listed(value):
    return value if isinstance(value, list) else [value]


def statements(resource):
    """Every statement of every policy that a resource has, in whichever argument."""
    for value in resource["values"].values():
        if isinstance(value, str) and value.startswith("{") and '"Statement"' in value:
            yield from listed(json.loads(value)["Statement"])


def violations(document, env):
    all_of = resources(document)
    of = lambda kind: [r for r in all_of if r["type"] == kind]
    known = lambda value: value is not None or not is_plan(document)

    for r in all_of:
        v, at = r["values"], r["address"]

        for name in SECRET_ARGUMENTS & v.keys():
            if v[name]:
                yield f"{at}: {name} has a value: use a write-only argument."

        for statement in statements(r):
            if statement["Effect"] != "Allow":
                continue
            actions = listed(statement["Action"])
            for action in actions:
                if "*" in action:
                    yield f"{at}: permits {action}: list each action."
            if "*" in listed(statement.get("Resource", [])) and r["type"] not in ALL_RESOURCES:
                for action in actions:
                    if action not in ALL_RESOURCES:
                        yield f"{at}: permits {action} on everything: name the resource."
            if statement.get("Principal") in ("*", {"AWS": "*"}):
                yield f"{at}: permits everybody."

        if r["type"] in KEYS and known(v.get(KEYS[r["type"]])) and not v.get(KEYS[r["type"]]):
            yield f"{at}: not encrypted with the environment's key ({KEYS[r['type']]})."

        if r["type"] == "aws_vpc_security_group_ingress_rule" and EVERYBODY & {v.get("cidr_ipv4"), v.get("cidr_ipv6")}:
            yield f"{at}: lets everybody in."
        if r["type"] == "aws_subnet" and v.get("map_public_ip_on_launch"):
            yield f"{at}: gives public addresses by itself."

    for r in of("aws_db_instance"):
        v, at = r["values"], r["address"]
        if v["publicly_accessible"] is not False:
            yield f"{at}: a public database."
        if not v["storage_encrypted"]:
            yield f"{at}: its disk is not encrypted."
        if not v["manage_master_user_password"]:
            yield f"{at}: the administrator's password is not RDS's own."
        if not v["backup_retention_period"]:
            yield f"{at}: no backups, so no restoring to a moment."
        if env == "prod" and not (v["multi_az"] and v["deletion_protection"] and v["backup_retention_period"] >= 14):
            yield f"{at}: prod needs a standby, deletion protection and backups of 14 days."
    for r in of("aws_db_parameter_group"):
        if {"name": "rds.force_ssl", "value": "1"} not in [{"name": p["name"], "value": p["value"]} for p in r["values"]["parameter"]]:
            yield f"{r['address']}: TLS is not forced."

    for r in of("aws_msk_cluster"):
        v, at = r["values"], r["address"]
        in_transit = v["encryption_info"][0]["encryption_in_transit"][0]
        login = v["client_authentication"][0]
        if in_transit["client_broker"] != "TLS" or not in_transit["in_cluster"]:
            yield f"{at}: TLS is not forced."
        if login["unauthenticated"] or not login["sasl"][0]["scram"]:
            yield f"{at}: a client can connect without a password."
        if v["broker_node_group_info"][0]["connectivity_info"][0]["public_access"][0]["type"] != "DISABLED":
            yield f"{at}: a public broker."
        if not is_plan(document) and not v["encryption_info"][0]["encryption_at_rest_kms_key_arn"]:
            yield f"{at}: its disks are not encrypted with the environment's key."
        if not is_plan(document) and len(v["broker_node_group_info"][0]["client_subnets"]) != 3:
            yield f"{at}: not in three zones."
    for r in of("aws_msk_configuration"):
        lines = r["values"]["server_properties"].split("\n")
        for needed in ("allow.everyone.if.no.acl.found=false", "min.insync.replicas=2", "default.replication.factor=3", "unclean.leader.election.enable=false"):
            if needed not in lines:
                yield f"{r['address']}: {needed} is missing."

    for r in of("aws_eks_cluster"):
        v, at = r["values"], r["address"]
        access = v["vpc_config"][0]
        if access["endpoint_public_access"] and (not access["public_access_cidrs"] or EVERYBODY & set(access["public_access_cidrs"])):
            yield f"{at}: everybody reaches the API."
        if "audit" not in v["enabled_cluster_log_types"]:
            yield f"{at}: no audit log."
        if not any("secrets" in c["resources"] for c in v["encryption_config"]):
            yield f"{at}: Secrets are not encrypted."
        if v["access_config"][0]["bootstrap_cluster_creator_admin_permissions"]:
            yield f"{at}: its creator is an administrator."
        if env == "prod" and not v["deletion_protection"]:
            yield f"{at}: prod needs deletion protection."

    for r in of("aws_ecr_repository"):
        if r["values"]["image_tag_mutability"] != "IMMUTABLE":
            yield f"{r['address']}: a tag may move."
        if not any(e["encryption_type"] == "KMS" for e in r["values"]["encryption_configuration"]):
            yield f"{r['address']}: not encrypted with the environment's key."
    for r in of("aws_kms_key"):
        if not r["values"]["enable_key_rotation"]:
            yield f"{r['address']}: the key is never rotated."
    if of("aws_s3_bucket") and not of("aws_s3_bucket_server_side_encryption_configuration"):
        yield "a bucket is not encrypted."
    for r in of("aws_s3_bucket_public_access_block"):
        if not all(r["values"][name] for name in ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")):
            yield f"{r['address']}: a bucket may become public."
    if env == "prod" and of("aws_nat_gateway") and len(of("aws_nat_gateway")) != 3:
        yield "prod needs a NAT gateway in each zone."


def kept_secrets(text):
    """The stand-ins' passwords are marked, so that they are found wherever they got."""
    return sorted(set(re.findall(r"NEVER-KEPT[\w-]*", text)))


def check(env, name):
    text = Path(name).read_text(encoding="utf-8")
    found = [f"a password is in it: {secret}" for secret in kept_secrets(text)]
    return found + list(violations(json.loads(text), env))


if __name__ == "__main__":
    env, *names = sys.argv[1:]
    found = [f"{Path(name).name}: {violation}" for name in names for violation in check(env, name)]
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)
