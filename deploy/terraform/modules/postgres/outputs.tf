output "host" {
  description = "Name of the instance's address, as its certificate has it."
  value       = aws_db_instance.this.address
}

output "port" {
  description = "Its port."
  value       = aws_db_instance.this.port
}

output "identifier" {
  description = "The instance's name, for alarms."
  value       = aws_db_instance.this.identifier
}

output "admin_secret_arn" {
  description = "Secret with the administrator's name and password, which RDS made and changes by itself."
  value       = aws_db_instance.this.master_user_secret[0].secret_arn
}
