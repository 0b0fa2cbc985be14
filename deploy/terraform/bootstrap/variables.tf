variable "region" {
  description = "Where the bucket is."
  type        = string
  default     = "eu-west-1"
}
