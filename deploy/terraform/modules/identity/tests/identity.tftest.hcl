mock_provider "aws" {}

variables {
  cluster_name = "mallbots-test"
  workloads = {
    reader = {
      namespace       = "tools"
      service_account = "reader"
      statements      = [{ actions = ["secretsmanager:GetSecretValue"], resources = ["arn:aws:secretsmanager:eu-west-1:123456789012:secret:one"] }]
    }
  }
}

run "a_workload_gets_what_it_names_and_nothing_else" {
  command = plan
  assert {
    condition     = jsondecode(aws_iam_role_policy.this["reader"].policy).Statement == [{ Effect = "Allow", Action = ["secretsmanager:GetSecretValue"], Resource = ["arn:aws:secretsmanager:eu-west-1:123456789012:secret:one"] }]
    error_message = "one statement, as given"
  }
  assert {
    condition     = aws_eks_pod_identity_association.this["reader"].namespace == "tools" && aws_eks_pod_identity_association.this["reader"].service_account == "reader"
    error_message = "for that service account only"
  }
}

run "a_wildcard_is_refused" {
  command = plan
  variables {
    workloads = {
      reader = {
        namespace       = "tools"
        service_account = "reader"
        statements      = [{ actions = ["secretsmanager:*"], resources = ["*"] }]
      }
    }
  }
  expect_failures = [var.workloads]
}
