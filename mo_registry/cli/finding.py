from mo_registry.cli.page import Commands
app = Commands()
@app.command()
def x() -> None:
    """Dummy."""
