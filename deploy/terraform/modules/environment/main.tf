# One environment: it connects the modules. The differences between environments are in envs/*.

locals {
  name = "mallbots-${var.environment}"

  # The services and their databases come from the list of the fleet, a line "NAME PORT DATABASE" each. The development issuer is not deployed.
  services = {
    for line in split("\n", file("${path.module}/../../../../services/fleet.services")) :
    regex("^(\\S+)", line)[0] => regex("(\\S+)\\s*$", line)[0]
    if can(regex("^[a-z]", line)) && !startswith(line, "issuer ")
  }
  with_database = toset([for service, database in local.services : service if database != "-"])

  # The Keycloak realm names the services that have a client of their own.
  realm   = jsondecode(file("${path.module}/../../../keycloak/mallbots-realm.json"))
  clients = toset([for client in local.realm.clients : client.clientId if try(client.serviceAccountsEnabled, false)])

  host       = "${var.subdomain}.${var.zone_name}"
  login_host = "login.${local.host}"
}

data "aws_region" "this" {}

module "encryption" {
  source = "../encryption"
  name   = local.name
}

module "network" {
  source               = "../network"
  name                 = local.name
  cidr                 = var.network.cidr
  zones                = var.network.zones
  nat_gateway_per_zone = var.network.nat_gateway_per_zone
  interface_endpoints  = var.network.interface_endpoints
  key_arn              = module.encryption.key_arn
  log_retention_days   = var.log_retention_days
}

module "cluster" {
  source              = "../cluster"
  name                = local.name
  kubernetes_version  = var.kubernetes_version
  subnet_ids          = module.network.nodes_subnet_ids
  api_public_cidrs    = var.api_public_cidrs
  admin_role_arns     = var.admin_role_arns
  key_arn             = module.encryption.key_arn
  log_retention_days  = var.log_retention_days
  deletion_protection = var.deletion_protection
}

module "postgres" {
  source                   = "../postgres"
  name                     = local.name
  engine_version           = var.postgres.engine_version
  instance_class           = var.postgres.instance_class
  storage_gb               = var.postgres.storage_gb
  max_storage_gb           = var.postgres.max_storage_gb
  max_connections          = var.postgres.max_connections
  multi_az                 = var.postgres.multi_az
  backup_retention_days    = var.postgres.backup_retention_days
  deletion_protection      = var.deletion_protection
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.data_subnet_ids
  client_security_group_id = module.cluster.security_group_id
  key_arn                  = module.encryption.key_arn
  log_retention_days       = var.log_retention_days
}

module "kafka" {
  source                   = "../kafka"
  name                     = local.name
  kafka_version            = var.kafka.version
  instance_type            = var.kafka.instance_type
  brokers_per_zone         = var.kafka.brokers_per_zone
  storage_gb               = var.kafka.storage_gb
  max_storage_gb           = var.kafka.max_storage_gb
  enhanced_monitoring      = var.kafka.enhanced_monitoring
  first_acls_pending       = var.kafka_first_acls_pending
  user_secret_arns         = module.secrets.kafka_user_arns
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.data_subnet_ids
  client_security_group_id = module.cluster.security_group_id
  key_arn                  = module.encryption.key_arn
  log_retention_days       = var.log_retention_days
}

module "registry" {
  source       = "../registry"
  name         = local.name
  images       = setunion(keys(local.services), var.job_images)
  kept_images  = var.kept_images
  force_delete = !var.deletion_protection
  key_arn      = module.encryption.key_arn
}

module "secrets" {
  source        = "../secrets"
  prefix        = "mallbots/${var.environment}"
  services      = local.with_database
  clients       = local.clients
  versions      = var.password_versions
  recovery_days = var.deletion_protection ? 30 : 0
  key_arn       = module.encryption.key_arn
}

module "edge" {
  source               = "../edge"
  name                 = local.name
  zone_name            = var.zone_name
  host                 = local.host
  other_hosts          = [local.login_host]
  requests_per_address = var.requests_per_address
  key_arn              = module.encryption.key_arn
  log_retention_days   = var.log_retention_days
}

module "observability" {
  source              = "../observability"
  name                = local.name
  environment         = var.environment
  managed_prometheus  = var.managed_prometheus
  database_identifier = module.postgres.identifier
  kafka_cluster_name  = module.kafka.cluster_name
  brokers             = 3 * var.kafka.brokers_per_zone
  alert_emails        = var.alert_emails
  monthly_budget_usd  = var.monthly_budget_usd
  key_arn             = module.encryption.key_arn
  log_retention_days  = var.log_retention_days
}

# The workloads that may call AWS. No service of the mall is among them.
module "identity" {
  source       = "../identity"
  cluster_name = module.cluster.name
  workloads = merge(
    {
      external-secrets = {
        namespace       = "external-secrets"
        service_account = "external-secrets"
        statements = [
          { actions = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"], resources = concat(module.secrets.arns, [module.postgres.admin_secret_arn]) },
          { actions = ["kms:Decrypt"], resources = [module.encryption.key_arn] },
        ]
      }
      external-dns = {
        namespace       = "external-dns"
        service_account = "external-dns"
        statements = [
          { actions = ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"], resources = [module.edge.zone_arn] },
          { actions = ["route53:ListHostedZones", "route53:ListTagsForResources"], resources = ["*"] }, # they know no resources to name
        ]
      }
      alertmanager = {
        namespace       = "observability"
        service_account = "kube-prometheus-stack-alertmanager"
        statements = [
          { actions = ["sns:Publish"], resources = [module.observability.alerts_topic_arn] },
          { actions = ["kms:Decrypt", "kms:GenerateDataKey"], resources = [module.encryption.key_arn] },
        ]
      }
    },
    var.managed_prometheus ? {
      prometheus = {
        namespace       = "observability"
        service_account = "kube-prometheus-stack-prometheus"
        statements      = [{ actions = ["aps:RemoteWrite"], resources = [module.observability.prometheus.arn] }]
      }
      collector = {
        namespace       = "observability"
        service_account = "collector"
        statements      = [{ actions = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], resources = ["*"] }] # they know no resources to name
      }
    } : {},
  )
}
