variables {
  zone_name       = "example.com"
  admin_role_arns = ["arn:aws:iam::123456789012:role/platform"]
}

run "the_overlays_get_every_value_and_no_secret" {
  assert {
    condition = toset(keys(output.overlay)) == toset([
      "AWS_REGION", "CERTIFICATE_ARN", "DB_ADMIN_SECRET", "DB_CIDRS", "DB_HOST", "DB_PORT", "HOST", "IMAGE_PREFIX", "ISSUER", "KAFKA_BOOTSTRAP_SERVERS",
      "KAFKA_CIDRS", "LOGIN_HOST", "TRUSTED_PROXIES", "VPC_CIDR", "WAF_ACL_ARN",
    ])
    error_message = "deploy/k8s/overlays/eks-prod counts on these"
  }
  assert {
    condition     = alltrue([for value in values(output.overlay) : value != null && value != ""])
    error_message = "none of them is empty"
  }
}

run "every_service_of_the_mall_has_an_image_and_the_development_issuer_has_none" {
  assert {
    condition = toset(keys(output.registry_urls)) == toset([
      "analytics", "baskets", "customers", "depot", "gateway", "notifications", "order-saga", "ordering", "payments", "provision", "search", "stores",
    ])
    error_message = "the list comes from services/fleet.services"
  }
}

run "kafka_is_guarded_unless_the_first_acls_are_pending" {
  command = plan
  assert {
    condition     = output.kafka_guarded
    error_message = "closed by default"
  }
}

run "prod_is_protected_and_its_metrics_outlive_the_cluster" {
  assert {
    condition     = output.deletion_protection && output.platform.metrics_write_url != null
    error_message = "prod must not go by one command"
  }
}
