"""A request for sound, with what a test does not care about filled in."""

from yoake.providers.base import Request


def request(folder, **changes):
    given = {
        "project": "p", "title": "t", "language": "ja", "address": "bgm_title", "type": "bgm_gen", "category": "bgm",
        "workflow": "bgm", "template": None, "prompt": None, "params": {}, "item": None, "seed": 7, "inputs": (),
        "folder": folder,
    }  # fmt: skip
    return Request(**{**given, **changes})
