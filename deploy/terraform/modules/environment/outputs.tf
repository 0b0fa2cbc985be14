output "overlay" {
  description = "What deploy/k8s/overlays/eks-* take from AWS, as KEY=value lines. No secret is among it, only a secret's name."
  value = {
    AWS_REGION              = data.aws_region.this.region
    IMAGE_PREFIX            = trimsuffix(module.registry.urls["gateway"], "/gateway")
    DB_HOST                 = module.postgres.host
    DB_PORT                 = tostring(module.postgres.port)
    DB_CIDRS                = join(",", module.network.data_cidrs)
    DB_ADMIN_SECRET         = module.postgres.admin_secret_arn
    KAFKA_BOOTSTRAP_SERVERS = module.kafka.bootstrap_servers
    KAFKA_CIDRS             = join(",", module.network.data_cidrs)
    HOST                    = local.host
    LOGIN_HOST              = local.login_host
    ISSUER                  = "https://${local.login_host}/realms/${local.realm.realm}"
    TRUSTED_PROXIES         = join(",", module.network.public_cidrs)
    VPC_CIDR                = module.network.vpc_cidr
    CERTIFICATE_ARN         = module.edge.certificate_arn
    WAF_ACL_ARN             = module.edge.web_acl_arn
  }
}

output "platform" {
  description = "What the root platform needs to know of this one."
  value = {
    environment = var.environment
    region      = data.aws_region.this.region
    zone_name   = var.zone_name
    cluster = {
      name                  = module.cluster.name
      endpoint              = module.cluster.endpoint
      certificate_authority = module.cluster.certificate_authority
      security_group_id     = module.cluster.security_group_id
      node_role_name        = module.cluster.node_role_name
    }
    nodes_subnet_ids  = module.network.nodes_subnet_ids
    public_subnet_ids = module.network.public_subnet_ids
    certificate_arn   = module.edge.certificate_arn
    alerts_topic_arn  = module.observability.alerts_topic_arn
    metrics_write_url = try(module.observability.prometheus.write_url, null)
  }
  # A pod that starts before its Pod Identity association exists runs without a role.
  depends_on = [module.identity]
}

output "registry_urls" {
  description = "Where each image is pushed to."
  value       = module.registry.urls
}

output "kafka_guarded" {
  description = "Whether Kafka refuses what no ACL permits; make eks-up asks."
  value       = module.kafka.guarded
}
