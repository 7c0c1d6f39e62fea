"""Node files: the shipped ones load, mistakes are all named with line, key and remedy."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from yoake.nodes import NodeFileError, load_node_file
from yoake.scheduler import Demand, Scheduler

SHIPPED = Path(__file__).parents[3] / "deployments" / "nodes"


def problems(text: str) -> list[str]:
    with pytest.raises(NodeFileError) as caught:
        load_node_file(text.encode(), "nodes.yaml")
    return [f"{p.line} {p.code} {p.key}" for p in caught.value.problems]


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda p: p.stem)
def test_shipped_files_load_and_every_model_fits_somewhere(path: Path) -> None:
    node = load_node_file(path.read_bytes(), path.name)
    scheduler = Scheduler(node.machine())
    assert scheduler.unservable(Demand(("sketch",))) is None
    largest = max((g.vram_gb for g in node.gpus.values()), default=0.0)
    assert all(model.vram_gb <= largest for model in node.models.values())


def test_all_four_patterns_are_shipped() -> None:
    assert {p.stem for p in SHIPPED.glob("*.yaml")} == {"embedded", "single-gpu", "dual-gpu", "cluster"}


def test_an_empty_file_is_this_machine_alone() -> None:
    node = load_node_file(b"", "nodes.yaml")
    assert {s.name for s in node.machine().services} == {"sketch", "builtin"}
    assert node.cpu_slots() >= 1
    assert (node.store, node.catalog) == ("out/", "sqlite")


def test_every_mistake_is_named_at_once() -> None:
    text = """
gpus: {gpu-0: {vram_gb: -3}}
services:
  comfy: {kind: comfyUi, url: "127.0.0.1:8188", gpu: gpu-1}
  Big: {kind: ollama, url: "http://a", slots: 0, ports: 3}
cpu: {slots: many}
hosts: ["http://x"]
gpu: 3
"""
    assert problems(text) == [
        '2 nodes.bounds gpus."gpu-0".vram_gb',
        "4 nodes.unknown-value services.comfy.kind",
        "4 nodes.form services.comfy.url",
        "5 nodes.form services.Big",
        "5 nodes.unknown-key services.Big.ports",
        "5 nodes.bounds services.Big.slots",
        "6 nodes.wrong-value cpu.slots",
        "7 nodes.form hosts[0]",
        "8 nodes.unknown-key gpu",
    ]


def test_references_are_checked() -> None:
    text = """
gpus: {gpu-0: {vram_gb: 12}}
services:
  one: {kind: comfyui, url: "http://127.0.0.1:8188", gpu: gpu-1, slots: 2}
  two: {kind: comfyui, url: "http://127.0.0.1:8188/"}
  sketch: {kind: ollama}
"""
    assert problems(text) == [
        "4 nodes.unknown-gpu services.one.gpu",
        "4 nodes.slots services.one.slots",
        "5 nodes.no-gpu services.two",
        "5 nodes.same-url services.two.url",
        "6 nodes.reserved-name services.sketch",
        "6 nodes.no-address services.sketch",
    ]


def test_syntax_and_shape_errors_have_their_own_codes() -> None:
    assert problems("gpus: [")[0].split()[1] == "nodes.syntax"
    assert problems("- 1") == ["1 nodes.wrong-type "]
    assert problems("cpu: {slots: 1}\ncpu: {slots: 2}")[0].startswith("2 nodes.")


def test_no_password_reaches_a_message() -> None:
    with pytest.raises(NodeFileError) as caught:
        load_node_file(b"catalog: mysql://me:hunter2@x/y\nservices: {a: {kind: http, url: 'ftp://me:hunter2@x'}}", "n")
    assert "hunter2" not in str(caught.value)


def test_the_error_travels_between_processes() -> None:
    with pytest.raises(NodeFileError) as caught:
        load_node_file(b"gpus: 1\nhosts: 2", "n")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (str(copy), copy.code) == (str(caught.value), "nodes.invalid")


def test_a_gpu_of_this_machine_is_named_by_number_or_uuid() -> None:
    uuid = "GPU-0123abcd-0123-4567-89ab-0123456789ab"
    text = f"gpus: {{a: {{vram_gb: 8, nvml: 0}}, b: {{vram_gb: 8, uuid: {uuid}}}, c: {{vram_gb: 8}}}}"
    gpus = load_node_file(text.encode(), "nodes.yaml").gpus
    assert (gpus["a"].nvml, gpus["b"].uuid) == (0, uuid)
    assert [gpu.local for gpu in gpus.values()] == [True, True, False]


def test_mistakes_about_local_gpus() -> None:
    uuid = "GPU-0123abcd-0123-4567-89ab-0123456789ab"
    text = f"""
gpus:
  a: {{vram_gb: 8, nvml: 0, uuid: {uuid}}}
  b: {{vram_gb: 8, nvml: 0}}
  c: {{vram_gb: 8, uuid: {uuid.replace("abcd", "ABCD")}}}
"""
    assert problems(text) == [
        "3 nodes.gpu-twice gpus.a",
        "4 nodes.same-gpu gpus.b.nvml",
        "5 nodes.same-gpu gpus.c.uuid",
    ]
    assert problems("gpus: {a: {vram_gb: 8, nvml: -1}, b: {vram_gb: 8, uuid: '0'}, c: {vram_gb: 8, nvml: x}}") == [
        "1 nodes.bounds gpus.a.nvml",
        "1 nodes.form gpus.b.uuid",
        "1 nodes.wrong-type gpus.c.nvml",
    ]


def test_a_service_may_have_settings_and_a_token_elsewhere() -> None:
    text = """
services:
  suno: {kind: suno, url: "http://127.0.0.1:3000", token_env: SUNO_TOKEN, settings: {plan: pro, poll_seconds: 2.5}}
  ollama: {kind: ollama, url: "http://127.0.0.1:11434", settings: {num_ctx: 8192, model.llama3-8b: "llama3.1:8b"}}
store: block:asset-storage/main
"""
    node = load_node_file(text.encode(), "nodes.yaml")
    assert node.services["suno"].settings == {"plan": "pro", "poll_seconds": "2.5"}
    assert node.services["suno"].token_env == "SUNO_TOKEN"
    assert node.services["ollama"].settings == {"num_ctx": "8192", "model.llama3-8b": "llama3.1:8b"}
    assert node.remote_store == "block:asset-storage/main"
    assert load_node_file(b"store: s3://a/b", "n").remote_store == "s3://a/b"
    assert load_node_file(b"", "n").remote_store is None


def test_mistakes_about_settings_blocks_and_tokens() -> None:
    text = """
services:
  suno:
    kind: suno
    block: comfyui/main
    token_env: sk-hunter2
    settings: {api_key: hunter2, flavor: hosted, accessToken: hunter2, plan: [hunter2]}
  other: {kind: http, block: http/x}
"""
    with pytest.raises(NodeFileError) as caught:
        load_node_file(text.encode(), "nodes.yaml")
    assert [f"{p.line} {p.code} {p.key}" for p in caught.value.problems] == [
        "6 nodes.form services.suno.token_env",
        "7 nodes.wrong-type services.suno.settings.plan",
    ]
    assert "hunter2" not in str(caught.value)
    text = text.replace("sk-hunter2", "SUNO").replace("[hunter2]", "free")
    with pytest.raises(NodeFileError) as caught:
        load_node_file(f"{text}store: block:suno/main\n".encode(), "nodes.yaml")
    assert [f"{p.line} {p.code} {p.key}" for p in caught.value.problems] == [
        "5 nodes.block-kind services.suno.block",
        "7 nodes.secret services.suno.settings.accessToken",
        "7 nodes.secret services.suno.settings.api_key",
        "7 nodes.unknown-setting services.suno.settings.flavor",
        "8 nodes.block-kind services.other.block",
        "9 nodes.form store",
    ]
    assert "hunter2" not in str(caught.value)
    assert 'did you mean "flavour"?' in str(caught.value)
    assert "`token_env`" in str(caught.value)
