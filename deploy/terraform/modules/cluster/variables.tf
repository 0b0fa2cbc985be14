variable "name" {
  description = "Name of the cluster, such as mallbots-dev."
  type        = string
}

variable "kubernetes_version" {
  description = "Minor version of Kubernetes, such as 1.34; one step at a time upwards, never down."
  type        = string

  validation {
    condition     = can(regex("^1\\.[0-9]{2}$", var.kubernetes_version))
    error_message = "kubernetes_version must be a minor version, such as 1.34."
  }
}

variable "subnet_ids" {
  description = "Subnets of the nodes, one a zone."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) == 3
    error_message = "subnet_ids must have a subnet in each of three zones."
  }
}

variable "api_public_cidrs" {
  description = "Addresses from which the API may be reached over the internet; none: only from within the VPC."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for cidr in var.api_public_cidrs : can(cidrhost(cidr, 0)) && tonumber(split("/", cidr)[1]) >= 24])
    error_message = "api_public_cidrs may name ranges of a /24 or smaller only, such as 203.0.113.7/32."
  }
}

variable "admin_role_arns" {
  description = "IAM roles that administer the cluster. The creator of the cluster gets no permission unless its role is listed."
  type        = set(string)

  validation {
    condition     = length(var.admin_role_arns) > 0 && alltrue([for arn in var.admin_role_arns : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:(role|user)/", arn))])
    error_message = "admin_role_arns must name at least one IAM role by its ARN; without one the cluster cannot be used."
  }
}

variable "key_arn" {
  description = "Key that encrypts the cluster's Secrets and its logs."
  type        = string
}

variable "log_retention_days" {
  description = "Days that the control plane's logs are kept, the audit log among them."
  type        = number
}

variable "deletion_protection" {
  description = "Refuse to delete the cluster until this is taken back."
  type        = bool
}
