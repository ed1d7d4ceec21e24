"""Nothing but migrations: databases in the field have run them. What stood here is `imports` and `older_pages`."""
