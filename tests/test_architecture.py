"""What holds the house together and import-linter cannot see: links, writes, clocks, signals, sizes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignObjectRel

ROOT = Path(__file__).resolve().parent.parent
LONGEST_MODULE = 400  # lines; STYLE asks for about 300
EDGES = {"web", "api", "cli", "channels", "config", "work"}  # where the clock may be read
LINKS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
CLOCKS = {("timezone", "now"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"),
          ("date", "today"), ("time", "time")}  # fmt: skip
WRITES = {"save", "create", "delete", "get_or_create", "update_or_create", "bulk_create", "bulk_update",
          "asave", "acreate", "adelete", "aget_or_create", "aupdate_or_create", "aupdate"}  # fmt: skip

APPLIES = "kept/policies/actions/apply.py"  # the one way to hold a term against somebody


@dataclass(frozen=True)
class Module:
    path: Path

    @cached_property
    def place(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def room(self) -> str:
        """The part of the house: ``promises`` of ``kept/promises/rules.py``."""
        return self.path.relative_to(ROOT).parts[1]

    @cached_property
    def is_for_tests(self) -> bool:
        return "tests" in self.path.relative_to(ROOT).parts

    @cached_property
    def may_write(self) -> bool:
        return self.path.name == "actions.py" or self.path.parent.name == "actions"

    @cached_property
    def imported(self) -> set[str]:
        """The names that imports bind here."""
        names = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        return names

    def at(self, node: ast.expr | ast.stmt) -> str:
        return f"{self.place}:{node.lineno}: {ast.unparse(node)[:80]}"


def modules(*, with_tests: bool = False) -> Iterator[Module]:
    """Every module of the house, without migrations."""
    folders = [ROOT / "kept", ROOT / "tests"] if with_tests else [ROOT / "kept"]
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            module = Module(path)
            if path.parent.name != "migrations" and (with_tests or not module.is_for_tests):
                yield module


def calls(module: Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def last_name(node: ast.expr) -> str:
    """``c`` of ``a.b.c``, or of ``c``."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def is_write(call: ast.Call, module: Module) -> bool:
    """A method call that writes rows. ``promises.create(…)`` on an imported module asks an action: none."""
    if not isinstance(call.func, ast.Attribute):
        return False
    owner = call.func.value
    if isinstance(owner, ast.Name) and owner.id in module.imported:
        return False
    if (
        call.func.attr == "update"
    ):  # a dictionary's or a hash's takes its argument by place, a queryset's by name
        return bool(call.keywords) and not call.args
    return call.func.attr in WRITES


def makes(name: str, call: ast.Call) -> bool:
    """Whether this call makes a row of the model: by its name, its manager, or in bulk."""
    parts = ast.unparse(call.func).split(".")
    return name in parts and (parts[-1] == name or parts[-1] in WRITES | {"update"})


def given(call: ast.Call, argument: str) -> bool:
    return any(keyword.arg == argument for keyword in call.keywords)


def test_only_actions_write() -> None:
    found = [
        module.at(call)
        for module in modules()
        if not module.may_write
        for call in calls(module)
        if is_write(call, module)
    ]

    assert found == []


def test_the_clock_is_read_at_the_edges_only() -> None:
    found = [
        module.at(node)
        for module in modules()
        if module.room not in EDGES and module.path.name != "tasks.py"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and (last_name(node.value), node.attr) in CLOCKS
    ]

    assert found == []


def test_nobody_listens_to_signals() -> None:
    found = [
        module.at(node)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        and node.module
        and ("signals" in node.module.split(".") or node.module.startswith("django.dispatch"))
    ]

    assert found == []


def test_links_name_the_class_and_not_a_string() -> None:
    found = []
    for module in modules():
        own = {node.name for node in module.tree.body if isinstance(node, ast.ClassDef)} | {"self"}
        for call in calls(module):
            target = call.args[0] if call.args else None
            if last_name(call.func) in LINKS and isinstance(target, ast.Constant) and target.value not in own:
                found.append(module.at(call))

    assert found == []


def test_no_context_sees_who_links_to_it_from_above() -> None:
    found = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("kept.")
        for field in model._meta.get_fields()
        if not isinstance(field, ForeignObjectRel) and field.is_relation and field.remote_field
        if field.related_model and field.related_model._meta.app_label != model._meta.app_label
        if field.related_model.__module__.startswith("kept.") and not field.remote_field.hidden
    ]

    assert found == []


def test_only_apply_term_writes_down_an_attempt_to_hold_a_term() -> None:
    found = [
        module.at(call)
        for module in modules()
        if module.place != APPLIES
        for call in calls(module)
        if makes("TermApplication", call)
    ]

    assert found == []


def test_only_the_way_out_charges_a_fee_and_it_holds_the_attempt_that_allows_it() -> None:
    fees = [
        (module.place, call)
        for module in modules()
        for call in calls(module)
        if makes("Charge", call) and ("EXIT_FEE" in ast.unparse(call) or given(call, "application"))
    ]

    assert [place for place, _call in fees] == ["kept/memberships/actions/leave.py"]
    assert all(given(call, "application") and given(call, "kind") for _place, call in fees)


def test_a_fee_and_a_notice_are_read_from_the_attempt_and_nowhere_else() -> None:
    """What leaving takes is written in one place, from values made where the attempt's row is read."""
    written = {
        module.place
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
        if node.attr in ("fee_minor", "notice_days")
    }
    made = {
        module.place
        for module in modules()
        if module.room == "memberships"
        for call in calls(module)
        if ast.unparse(call.func) in ("rules.Fee", "rules.Notice")
    }

    assert written == {"kept/memberships/actions/leave.py"}
    assert made == {"kept/memberships/queries.py"}


def test_only_booking_answers_a_wish() -> None:
    answering = {
        module.place
        for module in modules()
        for call in calls(module)
        if last_name(call.func) == "answer_wish"
    }

    assert answering == {"kept/desk/wishes.py"}


def test_an_entry_says_when_it_was_written_and_what_happened_before_stands_in_its_facts() -> None:
    late = [
        f"{module.place}:{call.lineno}"
        for module in modules()
        for call in calls(module)
        if ast.unparse(call.func) in ("ledger.record", "record")
        and any(key.arg == "at" and ast.unparse(key.value) != "now" for key in call.keywords)
    ]

    assert late == []


def test_every_context_of_the_house_is_installed() -> None:
    with_tables = {path.parent.name for path in (ROOT / "kept").glob("*/models.py")} - {"web"}

    assert with_tables <= {name.removeprefix("kept.") for name in settings.CONTEXTS}


def test_the_map_names_every_room() -> None:
    architecture = (ROOT / "ARCHITECTURE.md").read_text()
    rooms = [path.parent.name for path in sorted((ROOT / "kept").glob("*/__init__.py"))]

    assert [room for room in rooms if f"`kept/{room}`" not in architecture] == []


def test_every_module_says_in_its_first_line_what_it_knows() -> None:
    silent = [
        module.place
        for module in modules(with_tests=True)
        if module.text.strip() and not (ast.get_docstring(module.tree) or "").strip()
    ]

    assert silent == []


def test_no_module_is_longer_than_can_be_read() -> None:
    long = {
        module.place: len(module.text.splitlines())
        for module in modules(with_tests=True)
        if len(module.text.splitlines()) > LONGEST_MODULE
    }

    assert long == {}


@pytest.mark.parametrize(
    ("line", "does"),
    [
        pytest.param("TermApplication(k=1)", True, id="a row built"),
        pytest.param("models.TermApplication.objects.create(k=1)", True, id="a row made"),
        pytest.param("TermApplication.objects.bulk_create(rows)", True, id="rows made"),
        pytest.param("TermApplication.objects.filter(k=0).update(k=1)", True, id="rows changed"),
        pytest.param("TermApplication.objects.filter(k=1)", False, id="rows read"),
        pytest.param("apply_term(term)", False, id="the one way"),
    ],
)
def test_what_counts_as_making_an_attempt(line: str, does: bool) -> None:
    calls_in_line = [node for node in ast.walk(ast.parse(line)) if isinstance(node, ast.Call)]

    assert any(makes("TermApplication", call) for call in calls_in_line) is does


@pytest.mark.parametrize(
    ("line", "writes"),
    [
        pytest.param("promise.save()", True, id="a row saved"),
        pytest.param("Promise.objects.filter(pk=1).update(outcome='kept')", True, id="rows updated"),
        pytest.param("customer.identities.create(kind='email')", True, id="a row made through its owner"),
        pytest.param("Promise.objects.all().delete()", True, id="rows deleted"),
        pytest.param("promises.create(offer, by=by, now=now)", False, id="an action called by its name"),
        pytest.param("found.update({'a': 1})", False, id="a dictionary"),
        pytest.param("digest.update(payload)", False, id="a hash"),
    ],
)
def test_what_counts_as_a_write(line: str, writes: bool, tmp_path: Path) -> None:
    file = tmp_path / "sample.py"
    file.write_text(f"from kept import promises\n{line}\n")
    module = Module(file)

    assert [is_write(call, module) for call in calls(module)][:1] == [writes]
