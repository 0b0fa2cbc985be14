# The operators and cluster-wide objects that the mall needs. This root is applied after its parent folder and destroyed before it.

terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
    helm = {
      source  = "hashicorp/helm"
      version = "~> 3.1"
    }
  }

  backend "s3" {
    key          = "dev/platform.tfstate"
    region       = "eu-west-1"
    encrypt      = true
    use_lockfile = true
  }
}

locals {
  cluster = var.environment.cluster
}

provider "aws" {
  region = var.environment.region

  default_tags {
    tags = { project = "mallbots", environment = "dev", managed-by = "terraform" }
  }
}

provider "helm" {
  kubernetes = {
    host                   = local.cluster.endpoint
    cluster_ca_certificate = base64decode(local.cluster.certificate_authority)
    # A token for each run, from the caller's own AWS identity; nothing of it is kept.
    exec = {
      api_version = "client.authentication.k8s.io/v1beta1"
      command     = "aws"
      args        = ["eks", "get-token", "--cluster-name", local.cluster.name, "--region", var.environment.region]
    }
  }
}

module "platform" {
  source             = "../../../modules/platform"
  environment        = var.environment
  nodes              = var.nodes
  prometheus_disk_gb = var.prometheus_disk_gb
  chart_versions     = var.chart_versions
}
