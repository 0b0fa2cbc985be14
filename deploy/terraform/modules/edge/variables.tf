variable "name" {
  description = "Name of the environment's resources, such as mallbots-dev."
  type        = string
}

variable "zone_name" {
  description = "Public zone of Route 53 that the hosts lie in; it must be there already."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9-]+(\\.[a-z0-9-]+)+$", var.zone_name))
    error_message = "zone_name must be a domain, such as example.com."
  }
}

variable "host" {
  description = "Host of the mall."
  type        = string
}

variable "other_hosts" {
  description = "Further hosts of the same load balancer: the issuer's."
  type        = list(string)
}

variable "requests_per_address" {
  description = "Requests that one address may make in five minutes. A kiosk is one address with many customers behind it."
  type        = number

  validation {
    condition     = var.requests_per_address >= 100
    error_message = "requests_per_address must be 100 or more."
  }
}

variable "key_arn" {
  description = "Key that encrypts the firewall's log."
  type        = string
}

variable "log_retention_days" {
  description = "Days that the firewall's log is kept."
  type        = number
}
