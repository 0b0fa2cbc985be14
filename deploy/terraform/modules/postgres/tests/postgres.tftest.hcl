mock_provider "aws" {}

variables {
  name                     = "mallbots-test"
  engine_version           = "18"
  instance_class           = "db.t4g.small"
  storage_gb               = 20
  max_storage_gb           = 100
  max_connections          = 300
  multi_az                 = false
  backup_retention_days    = 7
  deletion_protection      = false
  vpc_id                   = "vpc-test"
  subnet_ids               = ["subnet-a", "subnet-b", "subnet-c"]
  client_security_group_id = "sg-pods"
  key_arn                  = "arn:aws:kms:eu-west-1:123456789012:key/test"
  log_retention_days       = 7
}

run "nobody_but_the_pods_reaches_it_and_only_by_tls" {
  command = plan
  assert {
    condition     = !aws_db_instance.this.publicly_accessible && aws_vpc_security_group_ingress_rule.pods.referenced_security_group_id == "sg-pods" && aws_vpc_security_group_ingress_rule.pods.cidr_ipv4 == null
    error_message = "the database must be reached from the pods' security group only"
  }
  assert {
    condition     = contains([for p in aws_db_parameter_group.this.parameter : "${p.name}=${p.value}"], "rds.force_ssl=1")
    error_message = "TLS must be forced"
  }
  assert {
    condition     = aws_db_instance.this.storage_encrypted && aws_db_instance.this.manage_master_user_password && aws_db_instance.this.password == null
    error_message = "disk encrypted, and the administrator's password made by RDS"
  }
}

run "without_protection_nothing_is_left_behind" {
  command = plan
  assert {
    condition     = aws_db_instance.this.skip_final_snapshot && aws_db_instance.this.delete_automated_backups && !aws_db_instance.this.deletion_protection
    error_message = "dev must be destroyed without a trace"
  }
}

run "with_protection_a_snapshot_and_the_backups_are" {
  command = plan
  variables {
    deletion_protection = true
    multi_az            = true
  }
  assert {
    condition     = !aws_db_instance.this.skip_final_snapshot && !aws_db_instance.this.delete_automated_backups && aws_db_instance.this.deletion_protection && aws_db_instance.this.final_snapshot_identifier == "mallbots-test-last"
    error_message = "prod must not lose its data by a destroy"
  }
}

run "no_backups_are_refused" {
  command = plan
  variables {
    backup_retention_days = 0
  }
  expect_failures = [var.backup_retention_days]
}

run "an_old_postgresql_is_refused" {
  command = plan
  variables {
    engine_version = "14"
  }
  expect_failures = [var.engine_version]
}
