output "key_arn" {
  description = "The key of the environment."
  value       = aws_kms_key.this.arn
}
