mock_provider "aws" {}

variables {
  name         = "mallbots-test"
  images       = ["gateway", "stores"]
  kept_images  = 10
  force_delete = true
  key_arn      = "arn:aws:kms:eu-west-1:123456789012:key/test"
}

run "a_tag_never_moves_and_every_image_is_scanned" {
  command = plan
  assert {
    condition     = alltrue([for repository in aws_ecr_repository.this : repository.image_tag_mutability == "IMMUTABLE" && repository.image_scanning_configuration[0].scan_on_push])
    error_message = "immutable and scanned"
  }
}

run "keeping_one_build_is_refused" {
  command = plan
  variables {
    kept_images = 1
  }
  expect_failures = [var.kept_images]
}
