output "bootstrap_servers" {
  description = "Brokers for clients with TLS and SCRAM, host:port separated by commas, once the users are known to them."
  value       = aws_msk_cluster.this.bootstrap_brokers_sasl_scram
  depends_on  = [aws_msk_scram_secret_association.users]
}

output "cluster_name" {
  description = "The cluster's name, for alarms."
  value       = aws_msk_cluster.this.cluster_name
}

output "guarded" {
  description = "Whether what no ACL permits is refused."
  value       = !var.first_acls_pending
}
