"""The routes, one module a noun."""

from api.routes import (
    ask,
    egress,
    files,
    health,
    imports,
    insights,
    limits,
    models,
    queries,
    runs,
    suggestions,
    tables,
    threads,
    versions,
    workspaces,
)

ROUTERS = (health.router, workspaces.router)
DATA_ROUTERS = (
    files.router,
    imports.router,
    tables.router,
    versions.router,
    models.router,
    suggestions.router,
    insights.router,
    ask.router,
    runs.router,
    threads.router,
    queries.router,
    limits.router,
    egress.router,
)
