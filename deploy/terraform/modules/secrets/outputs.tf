output "arns" {
  description = "Every secret, for the one who may read them."
  value       = concat([for s in aws_secretsmanager_secret.service : s.arn], [aws_secretsmanager_secret.keycloak.arn], [for s in aws_secretsmanager_secret.kafka : s.arn])
}

output "kafka_user_arns" {
  description = "Secrets of Kafka's users, once they are filled and MSK may read them."
  value       = [for s in aws_secretsmanager_secret.kafka : s.arn]
  depends_on  = [aws_secretsmanager_secret_version.kafka, aws_secretsmanager_secret_policy.kafka]
}
