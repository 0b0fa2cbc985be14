variable "environment" {
  description = "The output platform of the root above, which make eks-up hands over."
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

  validation {
    condition     = var.environment.environment == "dev"
    error_message = "This is the root of dev; what was handed over is another environment's."
  }
}

variable "nodes" {
  description = "The nodes; the first type is the one that docs/costs.md counts."
  type = object({
    instance_types = list(string)
    architecture   = string
    expected       = number
    max_cpu        = number
    disk_gb        = number
  })
  default = {
    instance_types = ["m6a.large", "m7a.large", "m6i.large", "m7i.large"]
    architecture   = "amd64"
    expected       = 2
    max_cpu        = 16
    disk_gb        = 80
  }
}

variable "prometheus_disk_gb" {
  description = "Disk of Prometheus in the cluster."
  type        = number
  default     = 20
}

variable "chart_versions" {
  description = "Version of each chart."
  type = object({
    external_secrets      = string
    keda                  = string
    kube_prometheus_stack = string
    collector             = string
    jaeger                = string
  })
  default = {
    external_secrets      = "0.16.2"
    keda                  = "2.17.2"
    kube_prometheus_stack = "77.0.0"
    collector             = "0.134.0"
    jaeger                = "3.4.1"
  }
}
