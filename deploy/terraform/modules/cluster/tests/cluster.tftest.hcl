mock_provider "aws" {}

variables {
  name                = "mallbots-test"
  kubernetes_version  = "1.34"
  subnet_ids          = ["subnet-a", "subnet-b", "subnet-c"]
  admin_role_arns     = ["arn:aws:iam::123456789012:role/platform"]
  key_arn             = "arn:aws:kms:eu-west-1:123456789012:key/test"
  log_retention_days  = 7
  deletion_protection = true
}

run "the_api_is_private_encrypted_and_audited" {
  command = plan
  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].endpoint_private_access && !aws_eks_cluster.this.vpc_config[0].endpoint_public_access
    error_message = "the API must be reached from within the VPC only"
  }
  assert {
    condition     = contains(aws_eks_cluster.this.enabled_cluster_log_types, "audit")
    error_message = "the audit log must be kept"
  }
  assert {
    condition     = contains(aws_eks_cluster.this.encryption_config[0].resources, "secrets")
    error_message = "Secrets must be encrypted by the environment's key"
  }
  assert {
    condition     = !aws_eks_cluster.this.access_config[0].bootstrap_cluster_creator_admin_permissions && aws_eks_cluster.this.access_config[0].authentication_mode == "API"
    error_message = "who creates the cluster must get nothing by that"
  }
}

run "auto_mode_is_on_in_all_three_parts" {
  command = plan
  assert {
    condition     = aws_eks_cluster.this.compute_config[0].enabled && aws_eks_cluster.this.storage_config[0].block_storage[0].enabled && aws_eks_cluster.this.kubernetes_network_config[0].elastic_load_balancing[0].enabled
    error_message = "AWS takes the three together only"
  }
}

run "an_address_may_be_let_in" {
  command = plan
  variables {
    api_public_cidrs = ["203.0.113.7/32"]
  }
  assert {
    condition     = aws_eks_cluster.this.vpc_config[0].endpoint_public_access && tolist(aws_eks_cluster.this.vpc_config[0].public_access_cidrs) == tolist(["203.0.113.7/32"])
    error_message = "that address and no other"
  }
}

run "the_whole_internet_is_refused" {
  command = plan
  variables {
    api_public_cidrs = ["0.0.0.0/0"]
  }
  expect_failures = [var.api_public_cidrs]
}

run "a_cluster_without_administrators_is_refused" {
  command = plan
  variables {
    admin_role_arns = []
  }
  expect_failures = [var.admin_role_arns]
}

run "a_patch_version_is_refused" {
  command = plan
  variables {
    kubernetes_version = "1.34.2"
  }
  expect_failures = [var.kubernetes_version]
}
