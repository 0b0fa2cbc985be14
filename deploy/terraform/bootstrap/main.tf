# The S3 bucket for the states of all other roots. The state of this root is a local file.

terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = { project = "mallbots", environment = "all", managed-by = "terraform" }
  }
}

data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}

locals {
  bucket = "mallbots-terraform-${data.aws_caller_identity.this.account_id}"
}

resource "aws_s3_bucket" "state" {
  # checkov:skip=CKV_AWS_144:A lost state can be rebuilt by import. A copy in another region would have to be protected as well
  # checkov:skip=CKV_AWS_18:CloudTrail's data events record each read. An access log would need another bucket
  # checkov:skip=CKV2_AWS_62:No consumer needs events of this bucket
  # checkov:skip=CKV_AWS_145:The bucket uses the account's default key for S3. No state contains a secret, and the deletion of a customer managed key would make all states unreadable
  bucket = local.bucket

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_versioning" "state" {
  bucket = aws_s3_bucket.state.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "state" {
  bucket                  = aws_s3_bucket.state.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "state" {
  bucket = aws_s3_bucket.state.id

  rule {
    id     = "old-states"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days           = 90
      newer_noncurrent_versions = 10
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.state]
}

resource "aws_s3_bucket_policy" "state" {
  bucket = aws_s3_bucket.state.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject"]
      Resource  = ["arn:${data.aws_partition.this.partition}:s3:::${local.bucket}", "arn:${data.aws_partition.this.partition}:s3:::${local.bucket}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.state]
}
