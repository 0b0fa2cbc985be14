mock_provider "aws" {}
mock_provider "helm" {}

variables {
  environment = {
    environment = "test"
    region      = "eu-west-1"
    zone_name   = "example.com"
    cluster = {
      name                  = "mallbots-test"
      endpoint              = "https://example.invalid"
      certificate_authority = "dGVzdA=="
      security_group_id     = "sg-pods"
      node_role_name        = "mallbots-test-node"
    }
    nodes_subnet_ids  = ["subnet-a", "subnet-b", "subnet-c"]
    public_subnet_ids = ["subnet-d", "subnet-e", "subnet-f"]
    certificate_arn   = "arn:aws:acm:eu-west-1:123456789012:certificate/test"
    alerts_topic_arn  = "arn:aws:sns:eu-west-1:123456789012:mallbots-test-alerts"
  }
  nodes              = { instance_types = ["m6a.large"], architecture = "amd64", expected = 2, max_cpu = 16, disk_gb = 80 }
  prometheus_disk_gb = 20
  chart_versions     = { external_secrets = "1.2.3", keda = "1.2.3", kube_prometheus_stack = "1.2.3", collector = "1.2.3", jaeger = "1.2.3" }
}

run "nodes_enforce_network_policies" {
  command = plan
  assert {
    condition     = local.objects.network_policies.data["enable-network-policy-controller"] == "true" && local.objects.node_class.spec.networkPolicy == "DefaultAllow"
    error_message = "without both of them, policies are accepted and ignored"
  }
}

run "the_load_balancer_closes_an_idle_connection_before_the_gateway_does" {
  command = plan
  assert {
    condition     = [for attribute in local.objects.load_balancer.spec.loadBalancerAttributes : attribute.value if attribute.key == "idle_timeout.timeout_seconds"] == ["60"]
    error_message = "the gateway closes an idle connection after 75 s (docs/timeouts.md); a load balancer that keeps it longer sends requests into it, which fail with 502"
  }
}

run "spans_stay_in_the_cluster_where_nothing_is_managed" {
  command = plan
  assert {
    condition     = length(helm_release.jaeger) == 1 && strcontains(helm_release.collector.values[0], "otlp/jaeger") && !strcontains(helm_release.kube_prometheus_stack.values[0], "remoteWrite")
    error_message = "Jaeger, Grafana and Prometheus in the cluster"
  }
}

run "traces_with_errors_and_slow_ones_are_kept_by_the_one_collector_that_has_all_of_their_spans" {
  command = plan
  assert {
    condition     = yamldecode(helm_release.collector.values[0]).replicaCount == 1
    error_message = "two collectors would each decide about a part of a trace"
  }
  assert {
    condition     = [for policy in yamldecode(helm_release.collector.values[0]).config.processors.tail_sampling.policies : policy.name] == ["errors", "slow", "others"]
    error_message = "what docs/telemetry.md says is kept"
  }
  assert {
    condition     = yamldecode(helm_release.collector.values[0]).config.service.pipelines.traces.processors == ["memory_limiter", "tail_sampling", "batch"]
    error_message = "a batch has what was sampled"
  }
}

run "and_go_to_x_ray_where_it_is" {
  command = plan
  variables {
    environment = {
      environment       = "test"
      region            = "eu-west-1"
      zone_name         = "example.com"
      cluster           = { name = "mallbots-test", endpoint = "https://example.invalid", certificate_authority = "dGVzdA==", security_group_id = "sg-pods", node_role_name = "mallbots-test-node" }
      nodes_subnet_ids  = ["subnet-a", "subnet-b", "subnet-c"]
      public_subnet_ids = ["subnet-d", "subnet-e", "subnet-f"]
      certificate_arn   = "arn:aws:acm:eu-west-1:123456789012:certificate/test"
      alerts_topic_arn  = "arn:aws:sns:eu-west-1:123456789012:mallbots-test-alerts"
      metrics_write_url = "https://aps.example.invalid/api/v1/remote_write"
    }
  }
  assert {
    condition     = length(helm_release.jaeger) == 0 && strcontains(helm_release.collector.values[0], "awsxray") && strcontains(helm_release.kube_prometheus_stack.values[0], "remoteWrite")
    error_message = "X-Ray and managed Prometheus"
  }
}

run "a_range_of_versions_is_refused" {
  command = plan
  variables {
    chart_versions = { external_secrets = "~1.2", keda = "1.2.3", kube_prometheus_stack = "1.2.3", collector = "1.2.3", jaeger = "1.2.3" }
  }
  expect_failures = [var.chart_versions]
}
