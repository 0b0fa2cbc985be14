variable "environment" {
  description = "Which one: dev or prod."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,9}$", var.environment))
    error_message = "environment must be a short word, such as dev."
  }
}

variable "zone_name" {
  description = "Public zone of Route 53 that the mall's host lies in."
  type        = string
}

variable "subdomain" {
  description = "The mall has the host SUBDOMAIN.ZONE, Keycloak has login.SUBDOMAIN.ZONE."
  type        = string
}

variable "admin_role_arns" {
  description = "IAM roles that administer the cluster. The role that runs make eks-up must be one of them."
  type        = set(string)
}

variable "api_public_cidrs" {
  description = "Addresses from which the cluster's API may be reached over the internet; none: only from within the VPC."
  type        = set(string)
}

variable "alert_emails" {
  description = "Who is told of alarms."
  type        = set(string)
}

variable "network" {
  description = "The VPC: its /16, three zones, a NAT gateway for each zone or one for all, and which of AWS's services are reached inside it."
  type = object({
    cidr                 = string
    zones                = list(string)
    nat_gateway_per_zone = bool
    interface_endpoints  = set(string)
  })
}

variable "kubernetes_version" {
  description = "Minor version of Kubernetes."
  type        = string
}

variable "postgres" {
  description = "Size of the database instance."
  type = object({
    engine_version        = string
    instance_class        = string
    storage_gb            = number
    max_storage_gb        = number
    max_connections       = number
    multi_az              = bool
    backup_retention_days = number
  })
}

variable "kafka" {
  description = "Size of the Kafka cluster."
  type = object({
    version             = string
    instance_type       = string
    brokers_per_zone    = number
    storage_gb          = number
    max_storage_gb      = number
    enhanced_monitoring = string
  })
}

variable "kafka_first_acls_pending" {
  description = "Set by make eks-up at the first deployment only, see modules/kafka."
  type        = bool
}

variable "job_images" {
  description = "Images beside those of the services: what Jobs run."
  type        = set(string)
}

variable "kept_images" {
  description = "How many builds of each image stay in the registry."
  type        = number
}

variable "password_versions" {
  description = "Versions of the passwords; one more makes new ones."
  type = object({
    services = number
    kafka    = number
    keycloak = number
  })
}

variable "requests_per_address" {
  description = "Requests that one address may make in five minutes."
  type        = number
}

variable "managed_prometheus" {
  description = "Metrics, dashboards and traces in AWS, or all of it in the cluster."
  type        = bool
}

variable "monthly_budget_usd" {
  description = "What the environment may cost a month."
  type        = number
}

variable "log_retention_days" {
  description = "Days that logs are kept."
  type        = number
}

variable "deletion_protection" {
  description = "Whether cluster and database refuse to be deleted, secrets and backups outlive it, and images keep their repository alive."
  type        = bool
}
