# The operators and cluster-wide objects that the mall needs. They are a root of their own, because a provider cannot be configured from a cluster that the same run creates.

locals {
  nodes_class = "mallbots"
  managed     = var.environment.metrics_write_url != null
}

# The objects for Auto Mode's controllers: nodes, disks, load balancer. A chart of one template installs them, because the kubernetes provider
# would ask the cluster for the schema of each kind during the plan.
resource "helm_release" "cluster_objects" {
  name      = "cluster-objects"
  namespace = "kube-system"
  chart     = "${path.module}/chart"
  atomic    = true
  values    = [yamlencode({ manifests = [for kind in sort(keys(local.objects)) : local.objects[kind]] })]
}

locals {
  objects = {
    network_policies = {
      apiVersion = "v1"
      kind       = "ConfigMap"
      metadata   = { name = "amazon-vpc-cni", namespace = "kube-system" }
      data       = { "enable-network-policy-controller" = "true" }
    }

    node_class = {
      apiVersion = "eks.amazonaws.com/v1"
      kind       = "NodeClass"
      metadata   = { name = local.nodes_class }
      spec = {
        role                       = var.environment.cluster.node_role_name
        subnetSelectorTerms        = [for id in var.environment.nodes_subnet_ids : { id = id }]
        securityGroupSelectorTerms = [{ id = var.environment.cluster.security_group_id }]
        networkPolicy              = "DefaultAllow"
        networkPolicyEventLogs     = "Enabled"
        ephemeralStorage           = { size = "${var.nodes.disk_gb}Gi" }
      }
    }

    node_pool = {
      apiVersion = "karpenter.sh/v1"
      kind       = "NodePool"
      metadata   = { name = local.nodes_class }
      spec = {
        template = {
          metadata = { labels = { "mallbots.dev/pool" = local.nodes_class } }
          spec = {
            nodeClassRef = { group = "eks.amazonaws.com", kind = "NodeClass", name = local.nodes_class }
            requirements = [
              { key = "node.kubernetes.io/instance-type", operator = "In", values = var.nodes.instance_types },
              { key = "kubernetes.io/arch", operator = "In", values = [var.nodes.architecture] },
              { key = "karpenter.sh/capacity-type", operator = "In", values = ["on-demand"] },
            ]
            expireAfter            = "336h"
            terminationGracePeriod = "1h"
          }
        }
        disruption = {
          consolidationPolicy = "WhenEmptyOrUnderutilized"
          consolidateAfter    = "10m"
          budgets             = [{ nodes = "1" }]
        }
        limits = { cpu = tostring(var.nodes.max_cpu) }
      }
    }

    disks = {
      apiVersion           = "storage.k8s.io/v1"
      kind                 = "StorageClass"
      metadata             = { name = "gp3", annotations = { "storageclass.kubernetes.io/is-default-class" = "true" } }
      provisioner          = "ebs.csi.eks.amazonaws.com"
      volumeBindingMode    = "WaitForFirstConsumer"
      reclaimPolicy        = "Delete"
      allowVolumeExpansion = true
      parameters           = { type = "gp3", encrypted = "true" }
    }

    load_balancer = {
      apiVersion = "eks.amazonaws.com/v1"
      kind       = "IngressClassParams"
      metadata   = { name = "alb" }
      spec = {
        scheme          = "internet-facing"
        subnets         = { ids = var.environment.public_subnet_ids }
        certificateARNs = [var.environment.certificate_arn]
        # The mall's Ingress and the issuer's share one load balancer.
        group = { name = var.environment.cluster.name }
        loadBalancerAttributes = [
          # Longer than the 15 s between two heartbeats of a live update, and shorter than the 75 s of the gateway: the load balancer must be the one that closes an idle connection.
          { key = "idle_timeout.timeout_seconds", value = "60" },
          { key = "routing.http.drop_invalid_header_fields.enabled", value = "true" },
          # make eks-down deletes the load balancer by deleting the Ingress.
          { key = "deletion_protection.enabled", value = "false" },
        ]
      }
    }

    load_balancer_class = {
      apiVersion = "networking.k8s.io/v1"
      kind       = "IngressClass"
      metadata   = { name = "alb" }
      spec = {
        controller = "eks.amazonaws.com/alb"
        parameters = { apiGroup = "eks.amazonaws.com", kind = "IngressClassParams", name = "alb" }
      }
    }
  }
}

# --- EKS add-ons: their installation waits for nodes

resource "aws_eks_addon" "metrics_server" {
  cluster_name = var.environment.cluster.name
  addon_name   = "metrics-server"

  depends_on = [helm_release.cluster_objects]
}

resource "aws_eks_addon" "external_dns" {
  cluster_name = var.environment.cluster.name
  addon_name   = "external-dns"
  configuration_values = jsonencode({
    domainFilters = [var.environment.zone_name]
    policy        = "sync"
    sources       = ["ingress"]
    txtOwnerId    = var.environment.cluster.name
  })

  depends_on = [helm_release.cluster_objects]
}

# --- charts

resource "helm_release" "external_secrets" {
  name             = "external-secrets"
  namespace        = "external-secrets"
  create_namespace = true
  repository       = "https://charts.external-secrets.io"
  chart            = "external-secrets"
  version          = var.chart_versions.external_secrets
  atomic           = true
  values           = [yamlencode({ installCRDs = true, serviceAccount = { name = "external-secrets" } })]

  depends_on = [helm_release.cluster_objects]
}

resource "helm_release" "keda" {
  name             = "keda"
  namespace        = "keda"
  create_namespace = true
  repository       = "https://kedacore.github.io/charts"
  chart            = "keda"
  version          = var.chart_versions.keda
  atomic           = true
  values           = [yamlencode({ crds = { install = true } })]

  depends_on = [helm_release.cluster_objects]
}

resource "helm_release" "kube_prometheus_stack" {
  name             = "kube-prometheus-stack"
  namespace        = "observability"
  create_namespace = true
  repository       = "https://prometheus-community.github.io/helm-charts"
  chart            = "kube-prometheus-stack"
  version          = var.chart_versions.kube_prometheus_stack
  atomic           = true
  timeout          = 900

  values = [yamlencode({
    # EKS does not expose the metrics of these components.
    kubeControllerManager = { enabled = false }
    kubeScheduler         = { enabled = false }
    kubeEtcd              = { enabled = false }
    kubeProxy             = { enabled = false }
    grafana               = { enabled = !local.managed }
    prometheus = {
      prometheusSpec = merge(
        {
          retention                               = local.managed ? "6h" : "7d"
          serviceMonitorSelectorNilUsesHelmValues = false
          podMonitorSelectorNilUsesHelmValues     = false
          ruleSelectorNilUsesHelmValues           = false
          storageSpec                             = { volumeClaimTemplate = { spec = { storageClassName = "gp3", resources = { requests = { storage = "${var.prometheus_disk_gb}Gi" } } } } }
        },
        local.managed ? { remoteWrite = [{ url = var.environment.metrics_write_url, sigv4 = { region = var.environment.region } }] } : {},
      )
    }
    alertmanager = {
      config = {
        route = { receiver = "alerts", group_by = ["namespace", "alertname"], routes = [{ receiver = "nobody", matchers = ["alertname=~\"Watchdog|InfoInhibitor\""] }] }
        receivers = [
          { name = "nobody" },
          { name = "alerts", sns_configs = [{ topic_arn = var.environment.alerts_topic_arn, sigv4 = { region = var.environment.region }, send_resolved = true }] },
        ]
      }
    }
  })]

  depends_on = [helm_release.cluster_objects]
}

# Every environment has the same address for OTLP: http://collector.observability:4317. One instance: it decides about a trace when it has all of the
# trace's spans. A trace is kept whole if it has an error, if it lasts longer than a second, or if it is one of the share of all others.
resource "helm_release" "collector" {
  name             = "collector"
  namespace        = "observability"
  create_namespace = true
  repository       = "https://open-telemetry.github.io/opentelemetry-helm-charts"
  chart            = "opentelemetry-collector"
  version          = var.chart_versions.collector
  atomic           = true

  values = [yamlencode({
    mode             = "deployment"
    replicaCount     = 1
    fullnameOverride = "collector"
    image            = { repository = "otel/opentelemetry-collector-contrib" }
    serviceAccount   = { create = true, name = "collector" }
    config = {
      processors = {
        tail_sampling = {
          decision_wait  = "30s"
          num_traces     = 5000
          decision_cache = { sampled_cache_size = 100000, non_sampled_cache_size = 100000 }
          policies = [
            { name = "errors", type = "status_code", status_code = { status_codes = ["ERROR"] } },
            { name = "slow", type = "latency", latency = { threshold_ms = 1000 } },
            { name = "others", type = "probabilistic", probabilistic = { sampling_percentage = 10 } },
          ]
        }
      }
      exporters = merge(
        local.managed ? { awsxray = { region = var.environment.region } } : {},
        local.managed ? {} : { "otlp/jaeger" = { endpoint = "jaeger-collector.observability:4317", tls = { insecure = true } } },
      )
      service = { pipelines = { traces = { receivers = ["otlp"], processors = ["memory_limiter", "tail_sampling", "batch"], exporters = local.managed ? ["awsxray"] : ["otlp/jaeger"] } } }
    }
  })]

  depends_on = [helm_release.cluster_objects]
}

resource "helm_release" "jaeger" {
  count            = local.managed ? 0 : 1
  name             = "jaeger"
  namespace        = "observability"
  create_namespace = true
  repository       = "https://jaegertracing.github.io/helm-charts"
  chart            = "jaeger"
  version          = var.chart_versions.jaeger
  atomic           = true

  values = [yamlencode({
    provisionDataStore = { cassandra = false }
    storage            = { type = "memory" }
    allInOne           = { enabled = true }
    agent              = { enabled = false }
    collector          = { enabled = false }
    query              = { enabled = false }
  })]

  depends_on = [helm_release.cluster_objects]
}
