"""What is made when the brief only says how many: ids, kinds, moods and parts, the most needed ones first."""

from __future__ import annotations

from yoake.texts.models import Mood, PlaceKind, SoundKind

CHARACTERS = (
    "hero", "sakura", "yuki", "haru", "akira", "mio", "ren", "hina", "sora", "kaede", "riku", "aoi",
    "natsu", "shiori", "kaito", "rei", "tsubasa", "chihiro", "hayato", "misaki", "minato", "kotone", "itsuki", "nagisa",
)  # fmt: skip
PLACES: tuple[PlaceKind, ...] = (
    "classroom", "street", "room", "school", "rooftop", "park", "cafe", "shrine", "library", "station", "seaside",
    "forest", "castle",
)  # fmt: skip
MOODS: tuple[Mood, ...] = (
    "title", "daily", "calm", "sad", "tense", "romantic", "mystery", "festive", "ending", "battle",
)  # fmt: skip
SOUNDS: tuple[SoundKind, ...] = (
    "click", "cursor", "cancel", "chime", "door_open", "footsteps", "page", "bell", "knock", "door_close", "wind",
    "rain", "birds", "heartbeat", "crowd", "run", "phone", "sparkle", "cicadas", "waves", "whoosh", "glass", "thunder",
    "train", "crickets", "applause", "clock", "camera", "typing", "car", "splash", "fire", "magic", "sword",
)  # fmt: skip
UI_PARTS = (
    "title_picture", "logo", "textbox", "namebox", "button", "button_hover", "choice", "choice_hover", "frame",
    "save_slot", "menu_panel", "cursor", "icon_save", "icon_load", "icon_config", "icon_log", "icon_auto", "icon_skip",
    "icon_back", "icon_gallery", "icon_music", "icon_voice", "bar_full", "bar_empty", "checkbox_on", "checkbox_off",
    "divider", "corner", "heart", "star", "loading", "chapter_card", "ending_card", "dialog", "tooltip", "thumb_frame",
    "badge", "ribbon", "panel_light", "panel_dark", "banner", "page_frame", "arrow_left", "arrow_right",
)  # fmt: skip
