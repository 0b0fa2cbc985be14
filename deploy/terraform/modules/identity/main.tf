resource "aws_iam_role" "this" {
  for_each    = var.workloads
  name        = "${var.cluster_name}-${each.key}"
  description = "${each.value.namespace}/${each.value.service_account} in ${var.cluster_name}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  for_each = var.workloads
  name     = "what-it-needs"
  role     = aws_iam_role.this[each.key].id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [for statement in each.value.statements : { Effect = "Allow", Action = statement.actions, Resource = statement.resources }]
  })
}

resource "aws_eks_pod_identity_association" "this" {
  for_each        = var.workloads
  cluster_name    = var.cluster_name
  namespace       = each.value.namespace
  service_account = each.value.service_account
  role_arn        = aws_iam_role.this[each.key].arn
}
