variable "name" {
  description = "What each repository's name begins with, such as mallbots-dev."
  type        = string
}

variable "images" {
  description = "Names of the images: the services, and what Jobs run."
  type        = set(string)
}

variable "kept_images" {
  description = "How many builds of each image stay."
  type        = number

  validation {
    condition     = var.kept_images >= 2
    error_message = "kept_images must be 2 or more: a rollout needs the build before it, to go back to."
  }
}

variable "force_delete" {
  description = "Delete a repository with its images when the environment is destroyed."
  type        = bool
}

variable "key_arn" {
  description = "Key that encrypts the images."
  type        = string
}
