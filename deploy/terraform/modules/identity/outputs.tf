output "role_arns" {
  description = "Role of each workload, by its name."
  value       = { for name, role in aws_iam_role.this : name => role.arn }
}
