output "overlay" {
  description = "For deploy/k8s/overlays/eks-dev."
  value       = module.environment.overlay
}

output "platform" {
  description = "For the root platform."
  value       = module.environment.platform
}

output "registry_urls" {
  description = "Where each image is pushed to."
  value       = module.environment.registry_urls
}

output "deletion_protection" {
  description = "Whether this environment refuses to be destroyed."
  value       = var.deletion_protection
}

output "kafka_guarded" {
  description = "Whether Kafka refuses what no ACL permits."
  value       = module.environment.kafka_guarded
}
