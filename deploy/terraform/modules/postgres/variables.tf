variable "name" {
  description = "Name of the instance, such as mallbots-dev."
  type        = string
}

variable "engine_version" {
  description = "Version of PostgreSQL: the major one, or with its minor. The mall's tests run on 18."
  type        = string

  validation {
    condition     = can(regex("^(1[6-9]|[2-9][0-9])(\\.[0-9]+)?$", var.engine_version))
    error_message = "engine_version must be 16 or newer, such as 18 or 18.1."
  }
}

variable "instance_class" {
  description = "Size of the instance, such as db.t4g.small."
  type        = string

  validation {
    condition     = startswith(var.instance_class, "db.")
    error_message = "instance_class must be a class of RDS, such as db.t4g.small."
  }
}

variable "storage_gb" {
  description = "Disk at the start, in GB."
  type        = number

  validation {
    condition     = var.storage_gb >= 20
    error_message = "storage_gb must be 20 or more, the least that gp3 has."
  }
}

variable "max_storage_gb" {
  description = "Up to where RDS may enlarge the disk by itself, in GB."
  type        = number

  validation {
    condition     = var.max_storage_gb > var.storage_gb
    error_message = "max_storage_gb must be more than storage_gb."
  }
}

variable "max_connections" {
  description = "Connections that the instance takes; PostgreSQL needs about 10 MB for each."
  type        = number
}

variable "multi_az" {
  description = "A standby in another zone that every commit reaches before it is answered."
  type        = bool
}

variable "backup_retention_days" {
  description = "Days to any moment of which the databases can be restored."
  type        = number

  validation {
    condition     = var.backup_retention_days >= 1 && var.backup_retention_days <= 35
    error_message = "backup_retention_days must be 1 to 35: without backups there is no restoring to a moment."
  }
}

variable "deletion_protection" {
  description = "Refuse to delete the instance until this is taken back, and keep a last snapshot and the backups when it is."
  type        = bool
}

variable "vpc_id" {
  description = "The VPC."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets of the data, one a zone."
  type        = list(string)
}

variable "client_security_group_id" {
  description = "Security group of those who may connect: the cluster's pods."
  type        = string
}

variable "key_arn" {
  description = "Key that encrypts disk, backups, the administrator's password and logs."
  type        = string
}

variable "log_retention_days" {
  description = "Days that PostgreSQL's log is kept."
  type        = number
}
