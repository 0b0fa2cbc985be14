output "certificate_arn" {
  description = "The certificate, once it is valid."
  value       = aws_acm_certificate_validation.this.certificate_arn
}

output "web_acl_arn" {
  description = "The firewall in front of the load balancer."
  value       = aws_wafv2_web_acl.this.arn
}

output "zone_arn" {
  description = "The zone, for the one who may write its records."
  value       = data.aws_route53_zone.this.arn
}
