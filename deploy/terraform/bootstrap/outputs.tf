output "bucket" {
  description = "The bucket, for terraform init of every other root."
  value       = aws_s3_bucket.state.bucket
}
