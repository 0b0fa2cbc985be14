output "ingress_class" {
  description = "What an Ingress names to be served by the load balancer."
  value       = module.platform.ingress_class
}
