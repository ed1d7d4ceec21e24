"""Ruamsuk (ร่วมสุข): community-health funds, projects, counting and care. See docs/architecture.md."""
