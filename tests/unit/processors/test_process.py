"""Which processor runs on which input, with which parameters; that nothing but these decides the bytes."""

import pytest

from yoake.processors import PROCESSORS, processor_names


def test_unknown_processor(desk):
    error = desk.refused("rezise", desk.picture())
    assert error.code == "process.unknown"
    assert error.next_step.startswith("Did you mean resize? There are resize, crop,")


def test_all_wrong_parameters_are_told_with_what_would_be_right(desk):
    error = desk.refused("resize", desk.picture(), width=0, fit="contain", colour="red", scale="2")
    assert error.code == "process.parameter"
    for part in (
        "width cannot be 0",
        'fit cannot be "contain"',
        'there is no parameter "colour"',
        'scale cannot be "2"',
    ):
        assert part in error.message
    for part in ("a whole number from 1 to 8192 (width in pixels)", "one of inside, cover, stretch"):
        assert part in error.next_step


def test_missing_parameter(desk):
    error = desk.refused("convert", desk.picture())
    assert "format is missing" in error.message
    assert "one of png, jpeg, webp, ogg, wav, mp3, opus" in error.next_step


def test_a_parameter_without_a_value_counts_as_left_out(desk):
    assert desk.run("resize", desk.picture(), scale=2.0, width=None).meta["width"] == 80


def test_no_fitting_input(desk):
    error = desk.refused("resize", desk.sound(), width=9)
    assert error.code == "process.no-input"
    assert "audio/wav" in error.message


def test_a_vector_picture_is_no_picture(desk):
    svg = desk.file("v", b"<svg/>", "image/svg+xml")
    assert desk.refused("resize", svg, width=9).code == "process.no-input"


def test_several_inputs(desk):
    two = desk.picture("one"), desk.picture("two", size=(20, 20), box=(1, 1, 5, 5))
    error = desk.refused("resize", *two, width=9)
    assert error.code == "process.several-inputs"
    assert desk.run("resize", *two, width=10, input="two").meta["height"] == 10


def test_an_input_that_is_not_there(desk):
    error = desk.refused("resize", desk.picture("one"), width=9, input="onee")
    assert error.code == "process.parameter"
    assert "Did you mean one?" in error.next_step


def test_an_item_processes_the_upstream_item_of_its_own_name(desk):
    pictures = [desk.picture(f"event/{name}", event=name) for name in ("kiss", "quarrel")]
    assert desk.run("resize", *pictures, address="small/quarrel", scale=0.5).meta["event"] == "quarrel"


@pytest.mark.parametrize(
    ("processor", "params", "media_type"),
    [
        ("resize", {"width": 9}, "image/png"),
        ("contact_sheet", {}, "image/webp"),
        ("convert", {"format": "wav"}, "audio/wav"),
        ("convert", {"format": "wav"}, "audio/mp4"),
        ("merge_json", {}, "application/json"),
        ("concat_text", {}, "text/plain"),
    ],
)
def test_a_file_is_not_believed(desk, processor, params, media_type):
    error = desk.refused(processor, desk.file("broken", b"\xfe\xff not what it says", media_type), **params)
    assert error.code == "process.unreadable"
    assert "broken" in error.message
    assert str(desk.root) not in str(error)


def test_a_file_that_is_gone(desk):
    source = desk.picture()
    source.path.unlink()
    assert desk.refused("resize", source, width=9).code == "process.unreadable"


@pytest.mark.parametrize(
    ("processor", "params"),
    [
        ("resize", {"width": 33}),
        ("thumbnail", {"size": 30}),
        *[("convert", {"format": form}) for form in ("png", "jpeg", "webp", "ogg", "wav", "mp3", "opus")],
        ("normalise_loudness", {}),
        ("merge_json", {}),
    ],
)
def test_same_input_same_bytes(desk, processor, params):
    inputs = desk.picture(), desk.sound(rate=44_100), desk.document("j", {"b": 1, "a": [2]})
    first, second = (desk.run(processor, *inputs, **params) for _ in range(2))
    assert first.path.read_bytes() == second.path.read_bytes()


def test_every_parameter_is_described_and_bounded():
    for name, processor in PROCESSORS.items():
        for key, field in processor.params.model_json_schema()["properties"].items():
            assert field["description"], (name, key)
            kind = next((k for k in field.get("anyOf", ()) if k.get("type") != "null"), field)
            bounds = {"maximum", "maxLength", "enum", "pattern"}
            assert kind.get("type") == "boolean" or bounds & set(kind), (name, key)


def test_names():
    assert len(processor_names()) == 13
    assert "contact_sheet" in processor_names()
