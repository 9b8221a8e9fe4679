"""The routes, one module a noun."""

from api.routes import ask, files, health, models, queries, runs, tables, workspaces

ROUTERS = (
    health.router,
    workspaces.router,
    files.router,
    tables.router,
    models.router,
    ask.router,
    runs.router,
    queries.router,
)
