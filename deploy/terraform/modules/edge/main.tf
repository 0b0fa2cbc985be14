data "aws_route53_zone" "this" {
  name = var.zone_name
}

resource "aws_acm_certificate" "this" {
  domain_name               = var.host
  subject_alternative_names = var.other_hosts
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

locals {
  proofs = { for host in concat([var.host], var.other_hosts) : host => [for option in aws_acm_certificate.this.domain_validation_options : option if option.domain_name == host] }
}

resource "aws_route53_record" "validation" {
  for_each        = toset(concat([var.host], var.other_hosts))
  zone_id         = data.aws_route53_zone.this.zone_id
  name            = local.proofs[each.key][0].resource_record_name
  type            = local.proofs[each.key][0].resource_record_type
  records         = [local.proofs[each.key][0].resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn         = aws_acm_certificate.this.arn
  validation_record_fqdns = [for record in aws_route53_record.validation : record.fqdn]
}

# The firewall blocks floods and known attacks. The gateway limits callers and bodies.
resource "aws_wafv2_web_acl" "this" {
  # checkov:skip=CKV_AWS_175:It has three rules, in rule_json; checkov reads rule blocks only
  # checkov:skip=CKV_AWS_192:Log4j's lookups are in AWSManagedRulesKnownBadInputsRuleSet, which rule_json has; checkov reads rule blocks only
  name        = var.name
  description = "In front of the load balancer"
  scope       = "REGIONAL"

  default_action {
    allow {}
  }

  rule_json = jsonencode([
    {
      Name             = "requests-by-address"
      Priority         = 0
      Action           = { Block = {} }
      Statement        = { RateBasedStatement = { Limit = var.requests_per_address, EvaluationWindowSec = 300, AggregateKeyType = "IP" } }
      VisibilityConfig = { SampledRequestsEnabled = true, CloudWatchMetricsEnabled = true, MetricName = "${var.name}-requests-by-address" }
    },
    {
      Name             = "known-bad-inputs"
      Priority         = 1
      OverrideAction   = { None = {} }
      Statement        = { ManagedRuleGroupStatement = { VendorName = "AWS", Name = "AWSManagedRulesKnownBadInputsRuleSet" } }
      VisibilityConfig = { SampledRequestsEnabled = true, CloudWatchMetricsEnabled = true, MetricName = "${var.name}-known-bad-inputs" }
    },
    {
      Name             = "addresses-of-ill-repute"
      Priority         = 2
      OverrideAction   = { None = {} }
      Statement        = { ManagedRuleGroupStatement = { VendorName = "AWS", Name = "AWSManagedRulesAmazonIpReputationList" } }
      VisibilityConfig = { SampledRequestsEnabled = true, CloudWatchMetricsEnabled = true, MetricName = "${var.name}-addresses-of-ill-repute" }
    },
  ])

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = true
  }
}

# WAF requires this prefix of the name.
resource "aws_cloudwatch_log_group" "waf" {
  # checkov:skip=CKV_AWS_338:The log contains IP addresses, so it is deleted early
  name              = "aws-waf-logs-${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.key_arn
}

resource "aws_wafv2_web_acl_logging_configuration" "this" {
  resource_arn            = aws_wafv2_web_acl.this.arn
  log_destination_configs = [aws_cloudwatch_log_group.waf.arn]

  # The log has blocked requests only, without bearer tokens.
  redacted_fields {
    single_header {
      name = "authorization"
    }
  }
  logging_filter {
    default_behavior = "DROP"
    filter {
      behavior    = "KEEP"
      requirement = "MEETS_ANY"
      condition {
        action_condition {
          action = "BLOCK"
        }
      }
    }
  }
}
