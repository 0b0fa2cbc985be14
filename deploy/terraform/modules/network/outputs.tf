output "vpc_id" {
  description = "The VPC."
  value       = aws_vpc.this.id
}

output "vpc_cidr" {
  description = "Its range."
  value       = aws_vpc.this.cidr_block
}

output "public_subnet_ids" {
  description = "Where the load balancer stands, one a zone."
  value       = [for zone in var.zones : aws_subnet.public[zone].id]
}

output "public_cidrs" {
  description = "Ranges that the load balancer calls from."
  value       = [for zone in var.zones : local.public_ranges[zone]]
}

output "nodes_subnet_ids" {
  description = "Where nodes and pods are, one a zone."
  value       = [for zone in var.zones : aws_subnet.nodes[zone].id]
}

output "data_subnet_ids" {
  description = "Where databases and brokers are, one a zone, with no way to or from the internet."
  value       = [for zone in var.zones : aws_subnet.data[zone].id]
}

output "data_cidrs" {
  description = "Ranges of databases and brokers, for network policies."
  value       = [for zone in var.zones : local.data_ranges[zone]]
}
