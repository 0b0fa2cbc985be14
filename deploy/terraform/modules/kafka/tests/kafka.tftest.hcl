mock_provider "aws" {}

variables {
  name                     = "mallbots-test"
  kafka_version            = "3.9.x.kraft"
  instance_type            = "kafka.t3.small"
  storage_gb               = 10
  max_storage_gb           = 100
  user_secret_arns         = ["arn:aws:secretsmanager:eu-west-1:123456789012:secret:AmazonMSK_test"]
  vpc_id                   = "vpc-test"
  subnet_ids               = ["subnet-a", "subnet-b", "subnet-c"]
  client_security_group_id = "sg-pods"
  key_arn                  = "arn:aws:kms:eu-west-1:123456789012:key/test"
  log_retention_days       = 7
}

run "what_docs_broker_and_database_asks_of_a_broker" {
  command = plan
  assert {
    condition = toset(split("\n", aws_msk_configuration.this.server_properties)) == toset([
      "allow.everyone.if.no.acl.found=false",
      "auto.create.topics.enable=false",
      "default.replication.factor=3",
      "min.insync.replicas=2",
      "offsets.retention.minutes=129600",
      "offsets.topic.replication.factor=3",
      "transaction.state.log.min.isr=2",
      "transaction.state.log.replication.factor=3",
      "unclean.leader.election.enable=false",
    ])
    error_message = "the brokers' settings must be these: ${aws_msk_configuration.this.server_properties}"
  }
}

run "tls_and_passwords_only" {
  command = plan
  assert {
    condition     = aws_msk_cluster.this.encryption_info[0].encryption_in_transit[0].client_broker == "TLS" && aws_msk_cluster.this.encryption_info[0].encryption_in_transit[0].in_cluster
    error_message = "nothing crosses a wire in the clear"
  }
  assert {
    condition     = !aws_msk_cluster.this.client_authentication[0].unauthenticated && aws_msk_cluster.this.client_authentication[0].sasl[0].scram
    error_message = "nobody comes in without a password"
  }
  assert {
    condition     = aws_msk_cluster.this.broker_node_group_info[0].connectivity_info[0].public_access[0].type == "DISABLED"
    error_message = "no broker is public"
  }
}

run "open_only_while_the_first_acls_are_written" {
  command = plan
  variables {
    first_acls_pending = true
  }
  assert {
    condition     = strcontains(aws_msk_configuration.this.server_properties, "allow.everyone.if.no.acl.found=true") && !output.guarded
    error_message = "and it says so"
  }
}

run "two_subnets_are_refused" {
  command = plan
  variables {
    subnet_ids = ["subnet-a", "subnet-b"]
  }
  expect_failures = [var.subnet_ids]
}

run "a_version_that_knows_no_kraft_is_refused" {
  command = plan
  variables {
    kafka_version = "2.8.1"
  }
  expect_failures = [var.kafka_version]
}
