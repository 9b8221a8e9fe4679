"""The routes, one module a noun."""

from api.routes import ask, files, health, models, queries, runs, suggestions, tables, workspaces

ROUTERS = (
    health.router,
    workspaces.router,
    files.router,
    tables.router,
    models.router,
    suggestions.router,
    ask.router,
    runs.router,
    queries.router,
)
