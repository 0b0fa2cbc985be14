output "alerts_topic_arn" {
  description = "Where alarms go."
  value       = aws_sns_topic.alerts.arn
}

output "prometheus" {
  description = "Managed Prometheus: where it is written to and its ARN; null where metrics stay in the cluster."
  value = var.managed_prometheus ? {
    write_url = "${aws_prometheus_workspace.this[0].prometheus_endpoint}api/v1/remote_write"
    arn       = aws_prometheus_workspace.this[0].arn
  } : null
}
