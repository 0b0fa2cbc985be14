variable "name" {
  description = "Name of the environment's resources, such as mallbots-dev."
  type        = string
}

variable "environment" {
  description = "The environment's tag, by which the budget finds its costs."
  type        = string
}

variable "managed_prometheus" {
  description = "Keep metrics in Amazon Managed Service for Prometheus and show them in Amazon Managed Grafana, traces in X-Ray; otherwise all of it stays in the cluster."
  type        = bool
}

variable "database_identifier" {
  description = "The database instance to watch."
  type        = string
}

variable "kafka_cluster_name" {
  description = "The MSK cluster to watch."
  type        = string
}

variable "brokers" {
  description = "How many brokers it has."
  type        = number
}

variable "alert_emails" {
  description = "Who is told of alarms and of a bill that will be too high; everybody has to confirm once."
  type        = set(string)

  validation {
    condition     = alltrue([for email in var.alert_emails : can(regex("^[^@ ]+@[^@ ]+$", email))])
    error_message = "alert_emails must be addresses, such as oncall@example.com."
  }
}

variable "monthly_budget_usd" {
  description = "What the environment may cost a month; more is told as soon as it is foreseen."
  type        = number
}

variable "key_arn" {
  description = "Key that encrypts alerts, metrics, traces and logs."
  type        = string
}

variable "log_retention_days" {
  description = "Days that logs are kept."
  type        = number
}
