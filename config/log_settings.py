"""Where the log goes: to standard error, each line with the name of its request. core.logs says how a line looks."""

from typing import Any


def logging_for(form: str) -> dict[str, Any]:
    """What Django hands to ``logging.config.dictConfig``; ``form`` is "line" or "json"."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "core.logs.LineFormatter"}, "json": {"()": "core.logs.JsonFormatter"}},
        "filters": {"request": {"()": "core.logs.RequestFilter"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["request"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            # These tell of every page and task that goes well.
            **{name: {"level": "WARNING"} for name in ("wagtail", "django_tasks", "django_tasks_db", "botocore")},
            "axes": {"level": "ERROR"},  # it names who mistyped a password; the admin shows that to administrators
            # The server brings handlers of its own, which would write in a format of their own.
            **{name: {"level": "INFO", "handlers": [], "propagate": True} for name in ("uvicorn", "uvicorn.error")},
            # core.observation writes of requests where that is wished. Without this line the server would too, as to
            # name a logger wakes those below it.
            "uvicorn.access": {"level": "INFO", "handlers": [], "propagate": False},
        },
    }
