data "aws_caller_identity" "this" {}

# CloudWatch and Alertmanager publish alarms to this topic. Each subscriber has to confirm once.
resource "aws_sns_topic" "alerts" {
  name              = "${var.name}-alerts"
  kms_master_key_id = var.key_arn
}

resource "aws_sns_topic_policy" "alerts" {
  arn = aws_sns_topic.alerts.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AlarmsOfThisAccount"
      Effect    = "Allow"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.alerts.arn
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.this.account_id } }
    }]
  })
}

resource "aws_sns_topic_subscription" "email" {
  for_each  = var.alert_emails
  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "email"
  endpoint  = each.key
}

# Prometheus in the cluster sees neither the disks of RDS and MSK nor the bill.
resource "aws_cloudwatch_metric_alarm" "database_disk" {
  alarm_name          = "${var.name}-database-disk"
  alarm_description   = "Less than 5 GB of the database's disk is free"
  namespace           = "AWS/RDS"
  metric_name         = "FreeStorageSpace"
  dimensions          = { DBInstanceIdentifier = var.database_identifier }
  statistic           = "Minimum"
  comparison_operator = "LessThanThreshold"
  threshold           = 5 * 1024 * 1024 * 1024
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
}

resource "aws_cloudwatch_metric_alarm" "database_cpu" {
  alarm_name          = "${var.name}-database-cpu"
  alarm_description   = "The database is busier than 80 % for a quarter of an hour"
  namespace           = "AWS/RDS"
  metric_name         = "CPUUtilization"
  dimensions          = { DBInstanceIdentifier = var.database_identifier }
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 300
  evaluation_periods  = 3
  alarm_actions       = [aws_sns_topic.alerts.arn]
}

resource "aws_cloudwatch_metric_alarm" "broker_disk" {
  for_each            = toset([for id in range(1, var.brokers + 1) : tostring(id)])
  alarm_name          = "${var.name}-kafka-disk-${each.key}"
  alarm_description   = "Broker ${each.key}'s disk is fuller than 75 %, although it grows at 60 %"
  namespace           = "AWS/Kafka"
  metric_name         = "KafkaDataLogsDiskUsed"
  dimensions          = { "Cluster Name" = var.kafka_cluster_name, "Broker ID" = each.key }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 75
  period              = 300
  evaluation_periods  = 2
  alarm_actions       = [aws_sns_topic.alerts.arn]
}

resource "aws_budgets_budget" "month" {
  name         = var.name
  budget_type  = "COST"
  time_unit    = "MONTHLY"
  limit_amount = tostring(var.monthly_budget_usd)
  limit_unit   = "USD"

  cost_filter {
    name   = "TagKeyValue"
    values = [format("user:environment$%s", var.environment)]
  }

  dynamic "notification" {
    for_each = length(var.alert_emails) > 0 ? ["FORECASTED"] : []
    content {
      notification_type          = notification.value
      comparison_operator        = "GREATER_THAN"
      threshold                  = 100
      threshold_type             = "PERCENTAGE"
      subscriber_email_addresses = var.alert_emails
    }
  }
}

# Managed Prometheus and Grafana keep the metrics longer than the cluster lives.
resource "aws_cloudwatch_log_group" "metrics" {
  count             = var.managed_prometheus ? 1 : 0
  name              = "/mallbots/${var.name}/prometheus"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.key_arn
}

resource "aws_prometheus_workspace" "this" {
  count       = var.managed_prometheus ? 1 : 0
  alias       = var.name
  kms_key_arn = var.key_arn

  logging_configuration {
    log_group_arn = "${aws_cloudwatch_log_group.metrics[0].arn}:*"
  }
}

resource "aws_iam_role" "grafana" {
  count = var.managed_prometheus ? 1 : 0
  name  = "${var.name}-grafana"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "grafana.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.this.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "grafana" {
  # checkov:skip=CKV_AWS_355:X-Ray and the list of workspaces know no resources to name; all of it is reading
  # checkov:skip=CKV_AWS_290:The same: nothing is written
  count = var.managed_prometheus ? 1 : 0
  name  = "read-metrics-and-traces"
  role  = aws_iam_role.grafana[0].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["aps:DescribeWorkspace", "aps:GetLabels", "aps:GetMetricMetadata", "aps:GetSeries", "aps:QueryMetrics"]
        Resource = aws_prometheus_workspace.this[0].arn
      },
      {
        Effect = "Allow"
        Action = [
          "aps:ListWorkspaces", "xray:BatchGetTraces", "xray:GetGroups", "xray:GetServiceGraph", "xray:GetTimeSeriesServiceStatistics",
          "xray:GetTraceGraph", "xray:GetTraceSummaries",
        ]
        Resource = "*"
      },
    ]
  })
}

resource "aws_grafana_workspace" "this" {
  count                    = var.managed_prometheus ? 1 : 0
  name                     = var.name
  account_access_type      = "CURRENT_ACCOUNT"
  authentication_providers = ["AWS_SSO"]
  permission_type          = "CUSTOMER_MANAGED"
  data_sources             = ["PROMETHEUS", "XRAY"]
  role_arn                 = aws_iam_role.grafana[0].arn
}

resource "aws_xray_encryption_config" "this" {
  count  = var.managed_prometheus ? 1 : 0
  type   = "KMS"
  key_id = var.key_arn
}
