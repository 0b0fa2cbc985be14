#!/usr/bin/env python3
"""The cost table notices what it should: costs_test.py DEV DEV-PLATFORM, plans as terraform show -json prints them."""

import copy
import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "costs"))
import costs

PLATFORM, DEV = (json.loads(Path(sys.argv.pop()).read_text(encoding="utf-8")) for _ in range(2))


class CostsTest(unittest.TestCase):
    def changed(self, kind, change):
        plan = copy.deepcopy(DEV)
        change(next(r for r in costs.resources(plan) if r["type"] == kind))
        return plan

    def total(self, *plans):
        return sum(costs.table("dev", *plans).values())

    def test_a_resource_without_a_price_is_an_error(self):
        plan = self.changed("aws_eip", lambda r: r.update(type="aws_elasticache_cluster"))
        with self.assertRaisesRegex(SystemExit, "neither priced nor named as free"):
            self.total(plan, PLATFORM)

    def test_a_size_without_a_price_is_an_error(self):
        plan = self.changed("aws_db_instance", lambda r: r["values"].update(instance_class="db.r8g.large"))
        with self.assertRaisesRegex(SystemExit, "no price for rds.db.r8g.large"):
            self.total(plan, PLATFORM)

    def test_a_standby_costs_the_instance_and_its_disk_once_more(self):
        plan = self.changed("aws_db_instance", lambda r: r["values"].update(multi_az=True))
        more = self.total(plan, PLATFORM) - self.total(DEV, PLATFORM)
        self.assertAlmostEqual(730 * costs.price("rds.db.t4g.small") + 20 * costs.price("rds.gp3"), more)

    def test_twice_the_nodes_cost_twice_with_surcharge_and_disks(self):
        platform = copy.deepcopy(PLATFORM)
        platform["variables"]["nodes"]["value"]["expected"] *= 2
        more = self.total(DEV, platform) - self.total(DEV, PLATFORM)
        self.assertAlmostEqual(2 * 730 * costs.price("ec2.m6a.large") * 1.12 + 160 * costs.price("ebs.gp3"), more)


if __name__ == "__main__":
    unittest.main()
