"""The routes, one module a noun."""

from api.routes import ask, files, health, insights, models, queries, runs, suggestions, tables, workspaces

ROUTERS = (health.router, workspaces.router)
DATA_ROUTERS = (
    files.router,
    tables.router,
    models.router,
    suggestions.router,
    insights.router,
    ask.router,
    runs.router,
    queries.router,
)
