variables {
  name                 = "mallbots-test"
  zone_name            = "example.com"
  host                 = "test.example.com"
  other_hosts          = ["login.test.example.com"]
  requests_per_address = 2000
  key_arn              = "arn:aws:kms:eu-west-1:123456789012:key/test"
  log_retention_days   = 7
}

run "each_host_is_proved_and_certified" {
  assert {
    condition     = aws_acm_certificate.this.domain_name == "test.example.com" && contains(aws_acm_certificate.this.subject_alternative_names, "login.test.example.com")
    error_message = "both hosts"
  }
  assert {
    condition     = toset([for host, record in aws_route53_record.validation : record.name]) == toset(["_proof.test.example.com", "_proof.login.test.example.com"])
    error_message = "a record proves each"
  }
}

run "the_log_of_the_firewall_has_no_tokens" {
  command = plan
  assert {
    condition     = aws_wafv2_web_acl_logging_configuration.this.redacted_fields[0].single_header[0].name == "authorization"
    error_message = "bearer tokens stay out"
  }
}

run "a_zone_that_is_no_domain_is_refused" {
  command = plan
  variables {
    zone_name = "example"
  }
  expect_failures = [var.zone_name]
}
