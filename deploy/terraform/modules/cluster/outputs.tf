output "name" {
  description = "The cluster's name, once its administrators may use it."
  value       = aws_eks_cluster.this.name
  depends_on  = [aws_eks_access_policy_association.admin, aws_eks_access_policy_association.node]
}

output "endpoint" {
  description = "Address of its API."
  value       = aws_eks_cluster.this.endpoint
}

output "certificate_authority" {
  description = "Certificate by which the API is known, base64."
  value       = aws_eks_cluster.this.certificate_authority[0].data
}

output "security_group_id" {
  description = "Security group of nodes and pods."
  value       = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}

output "node_role_name" {
  description = "Role of the nodes, for the node class."
  value       = aws_iam_role.node.name
}
