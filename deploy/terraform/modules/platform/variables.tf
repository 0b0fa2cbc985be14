variable "environment" {
  description = "What the environment's own root says of itself, by its output of the name platform."
  type = object({
    environment = string
    region      = string
    zone_name   = string
    cluster = object({
      name                  = string
      endpoint              = string
      certificate_authority = string
      security_group_id     = string
      node_role_name        = string
    })
    nodes_subnet_ids  = list(string)
    public_subnet_ids = list(string)
    certificate_arn   = string
    alerts_topic_arn  = string
    metrics_write_url = optional(string)
  })
}

variable "nodes" {
  description = "Nodes: which types may be taken, how many are expected for the cost table, how many CPUs at most, and the disk of each."
  type = object({
    instance_types = list(string)
    architecture   = string
    expected       = number
    max_cpu        = number
    disk_gb        = number
  })

  validation {
    condition     = contains(["amd64", "arm64"], var.nodes.architecture) && length(var.nodes.instance_types) > 0
    error_message = "nodes.architecture must be amd64 or arm64, as the images are, and instance_types must name a type."
  }
  validation {
    condition     = var.nodes.disk_gb >= 80
    error_message = "nodes.disk_gb must be 80 or more, the least that Auto Mode takes."
  }
}

variable "prometheus_disk_gb" {
  description = "Disk of Prometheus in the cluster."
  type        = number
}

variable "chart_versions" {
  description = "Version of each chart, never a range: what was tried is what is installed."
  type = object({
    external_secrets      = string
    keda                  = string
    kube_prometheus_stack = string
    collector             = string
    jaeger                = string
  })

  validation {
    condition     = alltrue([for version in values(var.chart_versions) : can(regex("^[0-9]+\\.[0-9]+\\.[0-9]+$", version))])
    error_message = "chart_versions must be whole versions, such as 2.17.2."
  }
}
