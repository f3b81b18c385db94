"""Background work: Celery's application, its tasks, and the worker inside the service."""
