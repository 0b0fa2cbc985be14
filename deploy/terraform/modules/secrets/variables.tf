variable "prefix" {
  description = "What names of secrets begin with, such as mallbots/dev."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]+/[a-z0-9]+$", var.prefix))
    error_message = "prefix must be two words with a slash between them, such as mallbots/dev."
  }
}

variable "services" {
  description = "Services with a database; each has a user at Kafka of the same name."
  type        = set(string)
}

variable "clients" {
  description = "Those of them that ask others with a token of their own."
  type        = set(string)
}

variable "versions" {
  description = "Of each kind of password; one more makes new ones. Roll out afterwards, see the runbook on secrets."
  type = object({
    services = number
    kafka    = number
    keycloak = number
  })
}

variable "recovery_days" {
  description = "Days in which a deleted secret can be had back; 0: gone at once, so that the environment can be made again under the same names."
  type        = number

  validation {
    condition     = var.recovery_days == 0 || (var.recovery_days >= 7 && var.recovery_days <= 30)
    error_message = "recovery_days must be 0, or 7 to 30."
  }
}

variable "key_arn" {
  description = "Key that encrypts the secrets."
  type        = string
}
