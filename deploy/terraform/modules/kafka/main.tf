locals {
  broker_ports = {
    9096  = "Kafka with TLS and SCRAM"
    11001 = "JMX metrics"
    11002 = "node metrics"
  }
}

resource "aws_security_group" "this" {
  name        = "${var.name}-kafka"
  description = "Kafka, for the cluster's pods alone"
  vpc_id      = var.vpc_id
  tags        = { Name = "${var.name}-kafka" }
}

resource "aws_vpc_security_group_ingress_rule" "pods" {
  for_each                     = local.broker_ports
  security_group_id            = aws_security_group.this.id
  description                  = "${each.value}, from the cluster's pods"
  referenced_security_group_id = var.client_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = each.key
  to_port                      = each.key
}

resource "aws_cloudwatch_log_group" "brokers" {
  name              = "/mallbots/${var.name}/kafka"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.key_arn
}

# docs/broker-and-database.md explains each of these settings.
resource "aws_msk_configuration" "this" {
  # A configuration is made for versions; an upgrade makes another beside it, so its name has the version.
  name           = "${var.name}-${replace(var.kafka_version, ".", "-")}"
  description    = "Nothing acknowledged is lost; what no ACL permits is refused"
  kafka_versions = [var.kafka_version]

  server_properties = join("\n", [for key, value in {
    "allow.everyone.if.no.acl.found"           = var.first_acls_pending
    "auto.create.topics.enable"                = false
    "default.replication.factor"               = 3
    "min.insync.replicas"                      = 2
    "offsets.retention.minutes"                = 129600
    "offsets.topic.replication.factor"         = 3
    "transaction.state.log.min.isr"            = 2
    "transaction.state.log.replication.factor" = 3
    "unclean.leader.election.enable"           = false
  } : "${key}=${value}"])

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_msk_cluster" "this" {
  cluster_name           = var.name
  kafka_version          = var.kafka_version
  number_of_broker_nodes = 3 * var.brokers_per_zone
  enhanced_monitoring    = var.enhanced_monitoring

  broker_node_group_info {
    instance_type   = var.instance_type
    client_subnets  = var.subnet_ids
    security_groups = [aws_security_group.this.id]

    storage_info {
      ebs_storage_info {
        volume_size = var.storage_gb
      }
    }

    connectivity_info {
      public_access {
        type = "DISABLED"
      }
    }
  }

  configuration_info {
    arn      = aws_msk_configuration.this.arn
    revision = aws_msk_configuration.this.latest_revision
  }

  client_authentication {
    unauthenticated = false
    sasl {
      scram = true
      iam   = false
    }
  }

  encryption_info {
    encryption_at_rest_kms_key_arn = var.key_arn
    encryption_in_transit {
      client_broker = "TLS"
      in_cluster    = true
    }
  }

  open_monitoring {
    prometheus {
      jmx_exporter {
        enabled_in_broker = true
      }
      node_exporter {
        enabled_in_broker = true
      }
    }
  }

  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = true
        log_group = aws_cloudwatch_log_group.brokers.name
      }
    }
  }

  # Application Auto Scaling enlarges the disks, see below.
  lifecycle {
    ignore_changes = [broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size]
  }
}

resource "aws_msk_scram_secret_association" "users" {
  cluster_arn     = aws_msk_cluster.this.arn
  secret_arn_list = var.user_secret_arns
}

# Event topics are kept for ever, so the disks only fill. A broker with a full disk stops.
resource "aws_appautoscaling_target" "disk" {
  service_namespace  = "kafka"
  scalable_dimension = "kafka:broker-storage:VolumeSize"
  resource_id        = aws_msk_cluster.this.arn
  min_capacity       = 1
  max_capacity       = var.max_storage_gb
}

resource "aws_appautoscaling_policy" "disk" {
  name               = "${var.name}-kafka-disk"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.disk.service_namespace
  scalable_dimension = aws_appautoscaling_target.disk.scalable_dimension
  resource_id        = aws_appautoscaling_target.disk.resource_id

  target_tracking_scaling_policy_configuration {
    target_value     = 60
    disable_scale_in = true
    predefined_metric_specification {
      predefined_metric_type = "KafkaBrokerStorageUtilization"
    }
  }
}
