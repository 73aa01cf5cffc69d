"""How long a recording is, in the forms that people and machines read. Pure."""


def duration_text(seconds: float | None) -> str:
    """Seconds as 1:12 or 1:02:03; an empty string when the length is not known."""
    if seconds is None:
        return ""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def duration_iso(seconds: float | None) -> str:
    """Seconds as an ISO 8601 duration (PT1M12S), for <time datetime> and structured data."""
    if seconds is None:
        return ""
    minutes, left = divmod(round(seconds), 60)
    return f"PT{minutes}M{left}S"
