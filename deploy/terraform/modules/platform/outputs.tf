output "ingress_class" {
  description = "What an Ingress names to be served by the load balancer."
  value       = local.objects.load_balancer_class.metadata.name
  depends_on  = [helm_release.cluster_objects]
}
