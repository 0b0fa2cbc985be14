variable "name" {
  description = "Name of the cluster, such as mallbots-dev."
  type        = string
}

variable "kafka_version" {
  description = "Version as MSK names it, such as 3.9.x.kraft."
  type        = string

  validation {
    condition     = can(regex("^([4-9]|3\\.[7-9])\\.?[0-9a-z.]*$", var.kafka_version))
    error_message = "kafka_version must be 3.7 or newer, as MSK names it, such as 3.9.x.kraft."
  }
}

variable "instance_type" {
  description = "Size of a broker, such as kafka.m7g.large."
  type        = string

  validation {
    condition     = startswith(var.instance_type, "kafka.")
    error_message = "instance_type must be a standard broker of MSK, such as kafka.t3.small."
  }
}

variable "brokers_per_zone" {
  description = "Brokers in each of the three zones. Partitions of a topic are not added with them."
  type        = number
  default     = 1

  validation {
    condition     = var.brokers_per_zone >= 1 && var.brokers_per_zone <= 10
    error_message = "brokers_per_zone must be 1 to 10."
  }
}

variable "storage_gb" {
  description = "Disk of each broker at the start, in GB."
  type        = number
}

variable "max_storage_gb" {
  description = "Up to where MSK may enlarge each broker's disk by itself, in GB."
  type        = number

  validation {
    condition     = var.max_storage_gb > var.storage_gb
    error_message = "max_storage_gb must be more than storage_gb."
  }
}

variable "enhanced_monitoring" {
  description = "How much of the brokers CloudWatch sees; what is above DEFAULT costs by the metric."
  type        = string
  default     = "DEFAULT"

  validation {
    condition     = contains(["DEFAULT", "PER_BROKER", "PER_TOPIC_PER_BROKER", "PER_TOPIC_PER_PARTITION"], var.enhanced_monitoring)
    error_message = "enhanced_monitoring must be DEFAULT, PER_BROKER, PER_TOPIC_PER_BROKER or PER_TOPIC_PER_PARTITION."
  }
}

variable "first_acls_pending" {
  description = "True only while the first ACLs are created. MSK has no superuser, so the administrator needs a cluster that permits what no ACL covers. make eks-up sets it once, before any service runs."
  type        = bool
  default     = false
}

variable "user_secret_arns" {
  description = "Secrets with name and password of each user; names begin with AmazonMSK_, as MSK demands."
  type        = set(string)
}

variable "vpc_id" {
  description = "The VPC."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets of the data, one a zone."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) == 3
    error_message = "subnet_ids must have a subnet in each of three zones: every message has three replicas."
  }
}

variable "client_security_group_id" {
  description = "Security group of those who may connect: the cluster's pods."
  type        = string
}

variable "key_arn" {
  description = "Key that encrypts disks and logs."
  type        = string
}

variable "log_retention_days" {
  description = "Days that the brokers' logs are kept."
  type        = number
}
