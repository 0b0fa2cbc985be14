# --- values of your account: in account.auto.tfvars, which Git ignores

variable "zone_name" {
  description = "Public zone of Route 53 that is there already, such as example.com."
  type        = string
}

variable "admin_role_arns" {
  description = "IAM roles that administer the cluster; yours among them."
  type        = set(string)
}

variable "api_public_cidrs" {
  description = "Addresses from which the cluster's API may be reached over the internet, such as 203.0.113.7/32; none: only from within the VPC."
  type        = set(string)
  default     = []
}

variable "alert_emails" {
  description = "Who is told of alarms."
  type        = set(string)
  default     = []
}

# --- sizes

variable "region" {
  description = "Where everything is."
  type        = string
  default     = "eu-west-1"
}

variable "subdomain" {
  description = "The mall is at SUBDOMAIN.ZONE."
  type        = string
  default     = "dev"
}

variable "network" {
  description = "The VPC."
  type = object({
    cidr                 = string
    zones                = list(string)
    nat_gateway_per_zone = bool
    interface_endpoints  = set(string)
  })
  default = {
    cidr                 = "10.20.0.0/16"
    zones                = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
    nat_gateway_per_zone = false
    interface_endpoints  = []
  }
}

variable "kubernetes_version" {
  description = "Minor version of Kubernetes."
  type        = string
  default     = "1.34"
}

variable "postgres" {
  description = "The database instance."
  type = object({
    engine_version        = string
    instance_class        = string
    storage_gb            = number
    max_storage_gb        = number
    max_connections       = number
    multi_az              = bool
    backup_retention_days = number
  })
  default = {
    engine_version        = "18"
    instance_class        = "db.t4g.small"
    storage_gb            = 20
    max_storage_gb        = 100
    max_connections       = 300
    multi_az              = false
    backup_retention_days = 7
  }
}

variable "kafka" {
  description = "The Kafka cluster."
  type = object({
    version             = string
    instance_type       = string
    brokers_per_zone    = number
    storage_gb          = number
    max_storage_gb      = number
    enhanced_monitoring = string
  })
  default = {
    version             = "3.9.x.kraft"
    instance_type       = "kafka.t3.small"
    brokers_per_zone    = 1
    storage_gb          = 10
    max_storage_gb      = 100
    enhanced_monitoring = "DEFAULT"
  }
}

variable "kafka_first_acls_pending" {
  description = "Set by make eks-up at the first deployment only."
  type        = bool
  default     = false
}

variable "job_images" {
  description = "Images beside those of the services: what Jobs run."
  type        = set(string)
  default     = ["provision"]
}

variable "kept_images" {
  description = "How many builds of each image stay in the registry."
  type        = number
  default     = 10
}

variable "password_versions" {
  description = "One more makes new passwords of that kind."
  type = object({
    services = number
    kafka    = number
    keycloak = number
  })
  default = {
    services = 1
    kafka    = 1
    keycloak = 1
  }
}

variable "requests_per_address" {
  description = "Requests that one address may make in five minutes."
  type        = number
  default     = 20000
}

variable "managed_prometheus" {
  description = "Metrics, dashboards and traces in AWS, or all of it in the cluster."
  type        = bool
  default     = false
}

variable "monthly_budget_usd" {
  description = "What the environment may cost a month, some of it above the table in docs/costs.md."
  type        = number
  default     = 550
}

variable "log_retention_days" {
  description = "Days that logs are kept."
  type        = number
  default     = 7
}

variable "deletion_protection" {
  description = "Whether cluster and database refuse to be deleted."
  type        = bool
  default     = false
}
