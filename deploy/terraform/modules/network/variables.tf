variable "name" {
  description = "Name of the environment's resources, such as mallbots-dev."
  type        = string
}

variable "cidr" {
  description = "Range of the VPC, a /16: everything else is cut out of it."
  type        = string
  default     = "10.0.0.0/16"

  validation {
    condition     = can(cidrhost(var.cidr, 0)) && endswith(var.cidr, "/16")
    error_message = "cidr must be a /16, such as 10.0.0.0/16."
  }
}

variable "zones" {
  description = "The three zones, by name: never \"the first three that there are\", which change when AWS opens another."
  type        = list(string)

  validation {
    condition     = length(distinct(var.zones)) == 3
    error_message = "zones must name three zones, such as eu-west-1a, eu-west-1b and eu-west-1c."
  }
}

variable "nat_gateway_per_zone" {
  description = "True: each zone has its own NAT gateway, so the loss of a zone does not disconnect the others. False: one gateway for all zones."
  type        = bool
}

variable "interface_endpoints" {
  description = "AWS services that are reached inside the VPC and not through the NAT gateway, such as ecr.api. Each costs by hour and zone."
  type        = set(string)
  default     = []
}

variable "key_arn" {
  description = "Key that encrypts the flow logs."
  type        = string
}

variable "log_retention_days" {
  description = "Days that flow logs are kept; one of the periods that CloudWatch knows."
  type        = number

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "log_retention_days must be a period that CloudWatch knows, such as 7, 30, 90 or 365."
  }
}
