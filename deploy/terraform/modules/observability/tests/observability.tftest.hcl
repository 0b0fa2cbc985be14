mock_provider "aws" {}

variables {
  name                = "mallbots-test"
  environment         = "test"
  managed_prometheus  = false
  database_identifier = "mallbots-test"
  kafka_cluster_name  = "mallbots-test"
  brokers             = 3
  alert_emails        = ["oncall@example.com"]
  monthly_budget_usd  = 500
  key_arn             = "arn:aws:kms:eu-west-1:123456789012:key/test"
  log_retention_days  = 7
}

run "each_brokers_disk_is_watched" {
  command = plan
  assert {
    condition     = toset(keys(aws_cloudwatch_metric_alarm.broker_disk)) == toset(["1", "2", "3"])
    error_message = "an alarm a broker"
  }
}

run "nothing_managed_where_metrics_stay_in_the_cluster" {
  command = plan
  assert {
    condition     = length(aws_prometheus_workspace.this) == 0 && length(aws_grafana_workspace.this) == 0 && output.prometheus == null
    error_message = "dev pays for none"
  }
}

run "an_address_that_is_none_is_refused" {
  command = plan
  variables {
    alert_emails = ["oncall"]
  }
  expect_failures = [var.alert_emails]
}
