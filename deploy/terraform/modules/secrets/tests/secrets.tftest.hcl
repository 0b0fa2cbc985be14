# No mocked provider: a mock opens no ephemeral resource. The stand-ins' passwords begin with NEVER-KEPT, and tests/policies.py looks for that in plans and states.

variables {
  prefix        = "mallbots/test"
  services      = ["ordering", "search"]
  clients       = ["ordering"]
  versions      = { services = 1, kafka = 1, keycloak = 1 }
  recovery_days = 0
  key_arn       = "arn:aws:kms:eu-west-1:123456789012:key/test"
}

run "a_secret_for_each_service_and_each_user_of_kafka" {
  command = plan
  assert {
    condition     = toset([for secret in aws_secretsmanager_secret.service : secret.name]) == toset(["mallbots/test/ordering", "mallbots/test/search"])
    error_message = "one a service"
  }
  assert {
    condition     = toset([for secret in aws_secretsmanager_secret.kafka : secret.name]) == toset(["AmazonMSK_mallbots-test-admin", "AmazonMSK_mallbots-test-ordering", "AmazonMSK_mallbots-test-search"])
    error_message = "one a service, and the administrator; the names begin as MSK demands"
  }
}

run "no_password_is_kept" {
  assert {
    condition     = alltrue([for version in merge(aws_secretsmanager_secret_version.service, aws_secretsmanager_secret_version.kafka) : version.secret_string == null && version.secret_string_wo == null])
    error_message = "the state must have no password"
  }
}

run "a_prefix_without_an_environment_is_refused" {
  command = plan
  variables {
    prefix = "mallbots"
  }
  expect_failures = [var.prefix]
}
