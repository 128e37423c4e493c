"""From a person's text to a `Reading`: danger, topics, language, place and service."""
