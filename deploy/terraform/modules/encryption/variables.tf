variable "name" {
  description = "Name of the environment's resources, such as mallbots-dev."
  type        = string
}
