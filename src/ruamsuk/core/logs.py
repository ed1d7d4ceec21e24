"""Logs: one structured line an event, with route names and ids; never query strings, bodies or names of people.

A line of level error is something that a person must look at, and nothing else is.
"""

import logging
import logging.config

import structlog
from structlog.typing import Processor


def configure(level: str) -> None:
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.JSONRenderer(ensure_ascii=False),
                    ],
                    "foreign_pre_chain": shared,
                }
            },
            "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["console"], "level": level},
            # Django's own request lines carry the path with its query string: ours (core.middleware) do not.
            "loggers": {
                "django.request": {"level": "CRITICAL"},
                # A stranger's odd request is refused with 400 or 403, which our line of it says; nobody need look.
                "django.security": {"level": "CRITICAL"},
                "django.server": {"level": "ERROR"},
                "axes": {"level": "ERROR"},
                "allauth": {"level": "WARNING"},
                # Says each failed try; jobs.clock tells what needs a person.
                "django_tasks": {"level": "CRITICAL"},
                "django_tasks_db": {"level": "WARNING"},  # speaks every two seconds otherwise
            },
        }
    )
