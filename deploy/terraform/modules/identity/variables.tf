variable "cluster_name" {
  description = "The cluster."
  type        = string
}

variable "workloads" {
  description = "Who in the cluster may call AWS, by a name of theirs: namespace, service account, and what they may do to which resources. No service of the mall is among them."
  type = map(object({
    namespace       = string
    service_account = string
    statements = list(object({
      actions   = list(string)
      resources = list(string)
    }))
  }))

  validation {
    condition     = alltrue(flatten([for workload in var.workloads : [for statement in workload.statements : [for action in statement.actions : !strcontains(action, "*")]]]))
    error_message = "workloads may name whole actions only, such as secretsmanager:GetSecretValue, and no wildcard."
  }
}
