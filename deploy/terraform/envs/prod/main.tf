# The production environment: every part in three zones; deletion protection for everything that stores data.
# This root has AWS's resources only. The root platform/ has what runs in the cluster, and is applied after this one.

terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.7"
    }
  }

  # terraform init gets the bucket as an option, because its name contains the account's number.
  backend "s3" {
    key          = "prod/aws.tfstate"
    region       = "eu-west-1"
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = { project = "mallbots", environment = "prod", managed-by = "terraform" }
  }
}

module "environment" {
  source      = "../../modules/environment"
  environment = "prod"

  zone_name        = var.zone_name
  subdomain        = var.subdomain
  admin_role_arns  = var.admin_role_arns
  api_public_cidrs = var.api_public_cidrs
  alert_emails     = var.alert_emails

  network                  = var.network
  kubernetes_version       = var.kubernetes_version
  postgres                 = var.postgres
  kafka                    = var.kafka
  kafka_first_acls_pending = var.kafka_first_acls_pending
  job_images               = var.job_images
  kept_images              = var.kept_images
  password_versions        = var.password_versions
  requests_per_address     = var.requests_per_address
  managed_prometheus       = var.managed_prometheus
  monthly_budget_usd       = var.monthly_budget_usd
  log_retention_days       = var.log_retention_days
  deletion_protection      = var.deletion_protection
}
