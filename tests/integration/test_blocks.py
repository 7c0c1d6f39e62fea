"""Blocks on a real Prefect server: registered, saved, named by a node file, and their secrets kept."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT, Yoake
from tests.integration.servers import s3
from tests.simulators.audioldm import AudioLdmSimulator
from tests.simulators.comfyui import ComfyUiSimulator
from tests.simulators.gpu import Clock
from tests.simulators.ollama import OllamaSimulator
from tests.simulators.simulator import Simulator
from tests.simulators.suno import SunoSimulator
from tests.simulators.voicevox import VoicevoxSimulator

TOKEN = "sk-do-not-tell-anybody"
SLUGS = ("comfyui", "ollama", "voicevox", "suno", "audioldm", "asset-storage", "mail")
GAME = "tasks:\n- {id: theme, type: bgm_gen, params: {mood: calm}}\n"


def python(code: str, api: str, folder: Path) -> str:
    """What a script prints that uses the blocks as their examples do."""
    env = {**os.environ, "PREFECT_API_URL": api, "PYTHONPATH": str(ROOT), "HOME": str(folder)}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert TOKEN not in ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture
def suno() -> Iterator[SunoSimulator]:
    with SunoSimulator(clock=Clock(600), token=TOKEN) as running:
        yield running


@pytest.fixture
def nodes(tmp_path: Path) -> Path:
    (tmp_path / "game.yaml").write_text(GAME, encoding="utf-8")
    file = tmp_path / "nodes.yaml"
    file.write_text("services: {suno: {kind: suno, block: suno/night}}\n", encoding="utf-8")
    return file


@pytest.fixture
def no_blocks(prefect_api: str) -> Iterator[str]:
    """The shared server; what a test has saved is gone afterwards."""
    yield prefect_api
    for slug in SLUGS:
        for document in httpx.get(f"{prefect_api}/block_types/slug/{slug}/block_documents").json() or []:
            if isinstance(document, dict):
                httpx.delete(f"{prefect_api}/block_documents/{document['id']}")


def test_prefect_registers_them_all(no_blocks: str, tmp_path: Path):
    env = {**os.environ, "PREFECT_API_URL": no_blocks, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    prefect = [sys.executable, "-m", "prefect", "block", "register", "-m", "blocks"]
    ran = subprocess.run(prefect, env=env, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"Successfully registered {len(SLUGS)} blocks" in ran.stdout
    for slug in SLUGS:
        found = httpx.get(f"{no_blocks}/block_types/slug/{slug}").json()
        assert found["description"]
        assert found["code_example"]
        assert found["documentation_url"]


def test_each_block_asks_its_service(no_blocks: str, tmp_path: Path, suno: SunoSimulator):
    services: dict[str, Simulator] = {
        "ComfyUIServer": ComfyUiSimulator(),
        "OllamaServer": OllamaSimulator(),
        "VoicevoxEngine": VoicevoxSimulator(),
        "AudioLDMServer": AudioLdmSimulator(),
    }
    for simulator in services.values():
        simulator.start()
    lines = [f"blocks.{name}(url={s.url!r}).save('night', overwrite=True)" for name, s in services.items()]
    lines.append(f"blocks.SunoAccount(url={suno.url!r}, token={TOKEN!r}, plan='pro').save('night', overwrite=True)")
    lines += [f"print(blocks.{name}.load('night').check())" for name in (*services, "SunoAccount")]
    lines += ["import asyncio", "loaded = blocks.SunoAccount.load('night')", "print(repr(loaded))"]
    lines += ["print(asyncio.run(loaded.acheck()))"]
    said = python("\n".join(["import blocks", *lines]), no_blocks, tmp_path).splitlines()
    for simulator in services.values():
        simulator.stop()
    assert [line.partition(" answers at ")[0] for line in said if " answers at " in line] == [
        "comfyui/night",
        "ollama/night",
        "voicevox/night",
        "audioldm/night",
        "suno/night",
        "suno/night",
    ]
    assert "0.12.1" in said[0]
    assert said[-1].endswith("50 credits left this day; Suno Pro plan: commercial use allowed.")
    stored = httpx.get(f"{no_blocks}/block_types/slug/suno/block_documents/name/night").text
    assert TOKEN not in stored
    assert "pro" in stored


def test_a_service_that_is_down_is_a_sentence(tmp_path: Path, no_blocks: str):
    code = """
import blocks
from yoake.errors import YoakeError
try:
    blocks.OllamaServer(url="http://127.0.0.1:9").check()
except YoakeError as error:
    print(error)
"""
    said = python(code, no_blocks, tmp_path)
    assert said.startswith("ollama/unsaved does not answer")
    assert "[service.unreachable]" in said


def test_the_storage_is_tried_out(tmp_path: Path, no_blocks: str):
    with s3() as url:
        keys = f"endpoint_url={url!r}, key='test', secret={TOKEN!r}"
        code = f"""
import blocks
from yoake.errors import YoakeError
blocks.AssetStorage(url="s3://assets/yoake", {keys}).save("night")
print(blocks.AssetStorage.load("night").check())
try:
    blocks.AssetStorage(url="s3://elsewhere/yoake", {keys}).check()
except YoakeError as error:
    print(error)
"""
        said = python(code, no_blocks, tmp_path).splitlines()
    assert said[0] == "s3://assets/yoake can be written and read."
    assert said[1].endswith("[store.unreachable]")


def test_a_night_with_a_block(tmp_path: Path, yoake: Yoake, no_blocks: str, nodes: Path, suno: SunoSimulator):
    env = {"PREFECT_API_URL": no_blocks}
    missing = yoake("generate", "game.yaml", "--nodes", nodes, env=env)
    assert missing.code == 2, missing.out + missing.err
    assert "[service.block-missing]" in missing.err
    assert "/blocks/catalog/suno/create under the name night" in missing.err
    assert suno.requests == []

    asked = "{poll_seconds: 0.05}"
    nodes.write_text(f"services: {{suno: {{kind: suno, block: suno/night, settings: {asked}}}}}\n", encoding="utf-8")
    python(f"import blocks; blocks.SunoAccount(url={suno.url!r}, token={TOKEN!r}).save('night')", no_blocks, tmp_path)
    ran = yoake("generate", "game.yaml", "--nodes", nodes, env=env)
    assert ran.code == 0, ran.out + ran.err
    assert "POST /api/custom_generate" in suno.requests
    left = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert TOKEN.encode() not in left
    assert TOKEN not in ran.out + ran.err

    # nothing is left to make: no block is read, and no server is needed
    again = yoake("generate", "game.yaml", "--nodes", nodes, env={"PREFECT_API_URL": "http://127.0.0.1:9/api"})
    assert again.code == 0, again.out + again.err
    assert "up to date" in again.out


def test_without_a_server_a_block_is_refused_before_the_night(yoake: Yoake, nodes: Path):
    ran = yoake("generate", "game.yaml", "--nodes", nodes)
    assert ran.code == 2
    assert "no Prefect server is configured" in ran.err
    assert "[service.block-missing]" in ran.err


def test_a_token_may_come_from_the_environment(yoake: Yoake, nodes: Path, prefect_api: str, suno: SunoSimulator):
    text = f"suno: {{kind: suno, url: {suno.url!r}, token_env: SUNO_TOKEN, settings: {{poll_seconds: 0.05}}}}"
    nodes.write_text(f"services: {{{text}}}\n", encoding="utf-8")
    without = yoake("generate", "game.yaml", "--nodes", nodes)
    assert without.code == 2
    assert "[service.no-token]" in without.err
    ran = yoake("generate", "game.yaml", "--nodes", nodes, env={"PREFECT_API_URL": prefect_api, "SUNO_TOKEN": TOKEN})
    assert ran.code == 0, ran.out + ran.err
    assert "POST /api/custom_generate" in suno.requests


def test_assets_go_where_a_block_says(tmp_path: Path, yoake: Yoake, no_blocks: str, nodes: Path):
    nodes.write_text("store: block:asset-storage/night\n", encoding="utf-8")
    (tmp_path / "game.yaml").write_text("tasks:\n- {id: a, type: se_gen}\n", encoding="utf-8")
    refused = yoake("generate", "game.yaml", "--nodes", nodes, env={"PREFECT_API_URL": no_blocks})
    assert refused.code == 2, refused.out + refused.err
    assert "[store.block-missing]" in refused.err
    with s3() as url:
        keys = f"endpoint_url={url!r}, key='test', secret={TOKEN!r}"
        python(
            f"import blocks; blocks.AssetStorage(url='s3://assets/night', {keys}).save('night')", no_blocks, tmp_path
        )
        ran = yoake("generate", "game.yaml", "--nodes", nodes, env={"PREFECT_API_URL": no_blocks})
        assert ran.code == 0, ran.out + ran.err
        import boto3

        client = boto3.client(
            "s3", endpoint_url=url, aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1"
        )
        listed = client.list_objects_v2(Bucket="assets", Prefix="night/objects/")
        assert listed["KeyCount"] >= 1
