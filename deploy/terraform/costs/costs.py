#!/usr/bin/env python3
"""The cost table of docs/costs.md, out of Terraform's plans: costs.py dev.json dev-platform.json prod.json prod-platform.json

Each argument is what `terraform show -json PLAN` prints. Every type of resource is priced below or named as free; any other type is an error,
so that nothing that costs is left out of the table unnoticed.
"""

import csv
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
HOURS = 730
ZONES = 3

FREE = {
    "aws_acm_certificate", "aws_acm_certificate_validation", "aws_appautoscaling_policy", "aws_appautoscaling_target", "aws_budgets_budget",
    "aws_db_parameter_group", "aws_db_subnet_group", "aws_default_security_group", "aws_ecr_lifecycle_policy", "aws_eks_access_entry",
    "aws_eks_access_policy_association", "aws_eks_addon", "aws_eks_pod_identity_association", "aws_iam_role", "aws_iam_role_policy",
    "aws_iam_role_policy_attachment", "aws_internet_gateway", "aws_kms_alias", "aws_msk_configuration", "aws_msk_scram_secret_association", "aws_route",
    "aws_route53_record", "aws_route_table", "aws_route_table_association", "aws_secretsmanager_secret_policy", "aws_secretsmanager_secret_version",
    "aws_security_group", "aws_sns_topic", "aws_sns_topic_policy", "aws_sns_topic_subscription", "aws_subnet", "aws_vpc",
    "aws_vpc_security_group_ingress_rule", "aws_wafv2_web_acl_logging_configuration", "aws_xray_encryption_config",
    # paid by what flows through them: the lines of cloudwatch.logs
    "aws_flow_log",
}


def rows(name):
    with open(HERE / name, encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


PRICES = {row["key"]: float(row["usd"]) for row in rows("prices.csv")}
USAGE = {row["key"]: row for row in rows("usage.csv")}


def price(key):
    if key not in PRICES:
        sys.exit(f"costs: no price for {key}: add it to deploy/terraform/costs/prices.csv.")
    return PRICES[key]


def resources(plan):
    def walk(module):
        for resource in module.get("resources", []):
            resource.setdefault("values", {})  # a plan leaves it out when all of it is unknown
            yield resource
        for child in module.get("child_modules", []):
            yield from walk(child)

    return [r for r in walk(plan["planned_values"]["root_module"]) if r["mode"] == "managed"]


def lines_of(resource, plan, env):
    """(what, how much of it, USD a month) for one resource."""
    kind, name, v = resource["type"], resource["name"], resource["values"]
    used = lambda key: float(USAGE[key][env])
    if kind == "aws_eks_cluster":
        return [("EKS", "control plane", HOURS * price("eks.cluster"))]
    if kind == "aws_db_instance":
        copies = 2 if v["multi_az"] else 1
        what = v["instance_class"] + (" with a standby" if v["multi_az"] else "")
        return [
            ("RDS PostgreSQL", what, copies * HOURS * price("rds." + v["instance_class"])),
            ("RDS PostgreSQL", f"{v['allocated_storage']} GB" + (", twice" if v["multi_az"] else ""), copies * v["allocated_storage"] * price("rds.gp3")),
        ]
    if kind == "aws_msk_cluster":
        brokers, group = v["number_of_broker_nodes"], v["broker_node_group_info"][0]
        disk = group["storage_info"][0]["ebs_storage_info"][0]["volume_size"]
        return [
            ("MSK", f"{brokers} brokers {group['instance_type']}", brokers * HOURS * price("msk." + group["instance_type"])),
            ("MSK", f"{brokers} x {disk} GB", brokers * disk * price("msk.storage")),
        ]
    if kind == "aws_nat_gateway":
        return [("NAT gateways", "gateway", HOURS * price("vpc.nat"))]
    if kind == "aws_eip":
        return [("Public addresses", "NAT gateway", HOURS * price("vpc.ipv4"))]
    if kind == "aws_vpc_endpoint":
        if v["vpc_endpoint_type"] == "Gateway":
            return []
        return [("VPC endpoints", "interface in each zone", ZONES * HOURS * price("vpc.endpoint"))]
    if kind == "aws_kms_key":
        return [("KMS", "key", price("kms.key"))]
    if kind == "aws_secretsmanager_secret":
        return [("Secrets Manager", "secret", price("secrets.secret"))]
    if kind == "aws_wafv2_web_acl":
        rules = len(json.loads(v["rule_json"]))
        return [("WAF", f"{rules} rules, {used('waf.million'):g} million requests", price("waf.acl") + rules * price("waf.rule") + used("waf.million") * price("waf.requests"))]
    if kind == "aws_cloudwatch_metric_alarm":
        return [("CloudWatch", "alarm", price("cloudwatch.alarm"))]
    if kind == "aws_prometheus_workspace":
        return [("Managed Prometheus", f"{used('amp.million'):g} million samples", used("amp.million") * price("amp.samples"))]
    if kind == "aws_grafana_workspace":
        return [("Managed Grafana", f"{used('amg.editors'):g} editor, {used('amg.viewers'):g} viewers",
                 used("amg.editors") * price("amg.editor") + used("amg.viewers") * price("amg.viewer")),
                ("X-Ray", f"{used('xray.million'):g} million traces", used("xray.million") * price("xray.traces"))]
    if kind in ("aws_ecr_repository", "aws_cloudwatch_log_group"):
        return []  # counted once for all of them, below
    if kind == "helm_release":
        return lines_of_release(name, plan["variables"], env)
    if kind in FREE:
        return []
    sys.exit(f"costs: {resource['address']} is neither priced nor named as free: say in deploy/terraform/costs/costs.py which it is.")


def lines_of_release(name, variables, env):
    """What controllers in the cluster make, which no resource names."""
    if name == "kube_prometheus_stack":
        gigabytes = variables["prometheus_disk_gb"]["value"]
        return [("Disks of the cluster", f"{gigabytes} GB for Prometheus", gigabytes * price("ebs.gp3"))]
    if name == "cluster_objects":
        nodes = variables["nodes"]["value"]
        count, kind = nodes["expected"], nodes["instance_types"][0]
        instance = count * HOURS * price("ec2." + kind)
        lcu = float(USAGE["alb.lcu"][env])
        return [
            ("Nodes", f"{count} x {kind}", instance),
            ("Nodes", "Auto Mode's surcharge", instance * price("eks.auto-mode")),
            ("Disks of the cluster", f"{count} x {nodes['disk_gb']} GB for nodes", count * nodes["disk_gb"] * price("ebs.gp3")),
            ("Load balancer", f"ALB, {lcu:g} capacity units", HOURS * (price("elb.alb") + lcu * price("elb.lcu"))),
            *[("Public addresses", "ALB", HOURS * price("vpc.ipv4"))] * ZONES,
        ]
    return []


def table(env, *plans):
    lines = []
    for plan in plans:
        for resource in resources(plan):
            lines += lines_of(resource, plan, env)
    used = lambda key: float(USAGE[key][env])
    lines += [
        ("NAT gateways", f"{used('nat.gb'):g} GB through them", used("nat.gb") * price("vpc.nat.data")),
        ("Registry", f"{used('ecr.gb'):g} GB of images", used("ecr.gb") * price("ecr.storage")),
        ("CloudWatch", f"{used('logs.gb'):g} GB of logs", used("logs.gb") * price("cloudwatch.logs")),
    ]
    summed = {}
    for what, size, usd in lines:
        count, total = summed.get((what, size), (0, 0.0))
        summed[what, size] = (count + 1, total + usd)
    return {(what, f"{count} x {size}" if count > 1 else size): usd for (what, size), (count, usd) in summed.items() if usd > 0}


def page(tables):
    out = [(HERE / "head.txt").read_text(encoding="utf-8")]
    for env, lines in tables.items():
        total = sum(lines.values())
        out.append(f"## {env}: {total:,.0f} $ a month\n")
        out.append("| what | size | $ a month |\n| --- | --- | --: |")
        out += [f"| {what} | {size} | {usd:,.2f} |" for (what, size), usd in sorted(lines.items())]
        out.append(f"| **all** | | **{total:,.2f}** |\n")
    out.append((HERE / "tail.txt").read_text(encoding="utf-8"))
    return "\n".join(out)


if __name__ == "__main__":
    dev, dev_platform, prod, prod_platform = (json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:])
    sys.stdout.write(page({"dev": table("dev", dev, dev_platform), "prod": table("prod", prod, prod_platform)}))
