"""Checks of the settings themselves."""

from __future__ import annotations

from collections.abc import Iterator

from mo_registry.finding import RULES, Finding, Severity, rule
from mo_registry.i18n import _
from mo_registry.model.rules import did_you_mean
from mo_registry.registry import Registry

FIXED = frozenset(f"MO{number}" for number in range(101, 118))
"""Findings that mean that a file was not read: lowering them would hide lost entries."""


@rule("MO171", Severity.WARNING)
def unknown_check(code: str, fixed: bool) -> tuple[str, str]:
    """The settings name a check that does not exist, or that always counts.

    Under ``checks:`` the settings make a check count more or less, or switch it off. A mistyped code would
    change nothing, although somebody meant it to. The checks that tell that a file could not be read
    (MO101 to MO117) always count: without that file, somebody would get no letter.

    Fails:
        # data/registry.yaml
        name: Netzwerk
        checks:
          MO999: off

    Passes:
        # data/registry.yaml
        name: Netzwerk
        checks:
          MO313: off
    """
    if fixed:
        return _("{code} always counts and cannot be changed").format(code=code), _("delete the line")
    return _("no check is called “{code}”").format(code=code), did_you_mean(code, sorted(RULES))


def checks_exist(registry: Registry) -> Iterator[Finding]:
    """MO171: codes under ``checks:`` in the settings."""
    for code in registry.settings.checks:
        if code not in RULES or code in FIXED:
            yield unknown_check(registry.settings_place("checks", code, on_key=True), code, code in FIXED)


CHECKS = (checks_exist,)
