mock_provider "aws" {}

variables {
  name                 = "mallbots-test"
  cidr                 = "10.30.0.0/16"
  zones                = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
  nat_gateway_per_zone = false
  key_arn              = "arn:aws:kms:eu-west-1:123456789012:key/test"
  log_retention_days   = 7
}

run "three_zones_with_ranges_that_do_not_overlap" {
  assert {
    condition     = length(aws_subnet.nodes) == 3 && length(aws_subnet.data) == 3 && length(aws_subnet.public) == 3
    error_message = "each kind of subnet must be in three zones"
  }
  assert {
    condition     = toset([for subnet in aws_subnet.nodes : subnet.cidr_block]) == toset(["10.30.0.0/19", "10.30.32.0/19", "10.30.64.0/19"])
    error_message = "nodes must have the lower half"
  }
  assert {
    condition     = alltrue([for subnet in aws_subnet.public : !subnet.map_public_ip_on_launch])
    error_message = "nothing gets a public address by itself"
  }
}

run "data_have_no_way_to_the_internet" {
  assert {
    condition     = alltrue([for route in concat(values(aws_route.nat), [aws_route.internet]) : route.route_table_id != aws_route_table.data.id])
    error_message = "the data's route table must have no route but the VPC's own"
  }
}

run "one_nat_gateway_or_one_for_each_zone" {
  assert {
    condition     = length(aws_nat_gateway.this) == 1
    error_message = "one for all"
  }
}

run "and_one_for_each_zone" {
  variables {
    nat_gateway_per_zone = true
  }
  assert {
    condition     = length(aws_nat_gateway.this) == 3
    error_message = "one for each"
  }
}

run "the_default_security_group_lets_nothing_through" {
  assert {
    condition     = length(aws_default_security_group.closed.ingress) == 0 && length(aws_default_security_group.closed.egress) == 0
    error_message = "it must have no rule"
  }
}

run "a_range_that_is_no_slash_16_is_refused" {
  command = plan
  variables {
    cidr = "10.30.0.0/20"
  }
  expect_failures = [var.cidr]
}

run "two_zones_are_refused" {
  command = plan
  variables {
    zones = ["eu-west-1a", "eu-west-1b", "eu-west-1b"]
  }
  expect_failures = [var.zones]
}
