# Terraform generates these passwords at each run and writes them by write-only arguments: neither plan nor state contains them.
# The provider writes a password to Secrets Manager only when the version of its kind changes.
ephemeral "random_password" "database" {
  for_each = local.database_users
  length   = 40
  special  = false
}

ephemeral "random_password" "client" {
  for_each = var.clients
  length   = 40
  special  = false
}

ephemeral "random_password" "kafka" {
  for_each = local.kafka_users
  length   = 40
  special  = false
}

ephemeral "random_password" "keycloak_admin" {
  length  = 40
  special = false
}

locals {
  database_users = setunion(var.services, ["keycloak"])
  kafka_users    = setunion(var.services, ["admin"])
}

resource "aws_secretsmanager_secret" "service" {
  # checkov:skip=CKV2_AWS_57:Rotated by a new version here and a rollout, see docs/runbooks: a service reads its password once, so a rotation behind its back would lock it out
  for_each                = var.services
  name                    = "${var.prefix}/${each.key}"
  description             = "Passwords of ${each.key}"
  kms_key_id              = var.key_arn
  recovery_window_in_days = var.recovery_days
}

resource "aws_secretsmanager_secret_version" "service" {
  for_each  = var.services
  secret_id = aws_secretsmanager_secret.service[each.key].id
  secret_string_wo = jsonencode(merge(
    { db_password = ephemeral.random_password.database[each.key].result },
    contains(var.clients, each.key) ? { client_secret = ephemeral.random_password.client[each.key].result } : {},
  ))
  secret_string_wo_version = var.versions.services
}

resource "aws_secretsmanager_secret" "keycloak" {
  # checkov:skip=CKV2_AWS_57:As above
  name                    = "${var.prefix}/keycloak"
  description             = "Passwords of Keycloak"
  kms_key_id              = var.key_arn
  recovery_window_in_days = var.recovery_days
}

resource "aws_secretsmanager_secret_version" "keycloak" {
  secret_id = aws_secretsmanager_secret.keycloak.id
  secret_string_wo = jsonencode({
    db_password    = ephemeral.random_password.database["keycloak"].result
    admin_password = ephemeral.random_password.keycloak_admin.result
  })
  secret_string_wo_version = var.versions.keycloak
}

# MSK requires this prefix of the name, and a customer managed key.
resource "aws_secretsmanager_secret" "kafka" {
  # checkov:skip=CKV2_AWS_57:As above
  for_each                = local.kafka_users
  name                    = "AmazonMSK_${replace(var.prefix, "/", "-")}-${each.key}"
  description             = "Kafka's user ${each.key}"
  kms_key_id              = var.key_arn
  recovery_window_in_days = var.recovery_days
}

resource "aws_secretsmanager_secret_version" "kafka" {
  for_each                 = local.kafka_users
  secret_id                = aws_secretsmanager_secret.kafka[each.key].id
  secret_string_wo         = jsonencode({ username = each.key, password = ephemeral.random_password.kafka[each.key].result })
  secret_string_wo_version = var.versions.kafka
}

resource "aws_secretsmanager_secret_policy" "kafka" {
  for_each   = aws_secretsmanager_secret.kafka
  secret_arn = each.value.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "MskReadsItsUsers"
      Effect    = "Allow"
      Principal = { Service = "kafka.amazonaws.com" }
      Action    = "secretsmanager:GetSecretValue"
      Resource  = each.value.arn
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.this.account_id } }
    }]
  })
}

data "aws_caller_identity" "this" {}
