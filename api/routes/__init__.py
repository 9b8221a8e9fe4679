"""The routes, one module a noun."""

from api.routes import (
    ag_ui,
    ai_sdk,
    ask,
    charts,
    egress,
    files,
    health,
    imports,
    insights,
    integration,
    limits,
    models,
    openai,
    plans,
    profiles,
    queries,
    reviews,
    runs,
    saved,
    schemas,
    suggestions,
    tables,
    threads,
    usage,
    versions,
    workspaces,
)

ROUTERS = (health.router, workspaces.router, schemas.router)
DATA_ROUTERS = (
    ask.router,
    runs.router,
    charts.router,
    queries.router,
    plans.router,
    saved.router,
    reviews.router,
    files.router,
    imports.router,
    profiles.router,
    tables.router,
    versions.router,
    models.router,
    suggestions.router,
    insights.router,
    threads.router,
    integration.router,
    ai_sdk.router,
    ag_ui.router,
    limits.router,
    egress.router,
    usage.router,
)
METRICS_ROUTER = health.metrics_router
OPENAI_ROUTER = openai.router
"""At the root, as its clients expect, and below a workspace."""
