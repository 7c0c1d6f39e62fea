# Sizes and fonts of the interface. Colours and pictures are in settings.rpy, words in words.rpy.
# Parts of this file are adapted from the default GUI of Ren'Py; see LICENSE-RENPY.txt.

init offset = -2

init python:
    gui.init(1280, 720)

    # Text of the story is shown as it stands: no %-formats, no ruby brackets.
    for _yoake_name in ("old_substitutions", "lenticular_bracket_ruby"):
        try:
            getattr(config, _yoake_name)
        except Exception:
            continue # this version of Ren'Py does not know it; config raises a bare Exception
        setattr(config, _yoake_name, False)

    def yoake_width(text):
        """The width of `text` in full-width characters."""
        import unicodedata
        return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text)

    def yoake_line_size(text):
        """The largest font size, in pixels, with which a line of the story fits the text box."""
        width = yoake_width(renpy.filter_text_tags(text, allow=[])) + 8 * text.count("\n")
        return 27 if width <= 140 else 23 if width <= 200 else 20

    def yoake_title_size(text, room, largest):
        """The font size with which a title of `text` fits into `room` pixels on two lines at most."""
        return int(max(26, min(largest, 1.8 * room / max(1.0, yoake_width(text)))))

define gui.text_font = "fonts/game.otf"
define gui.name_text_font = gui.text_font
define gui.interface_text_font = gui.text_font
define gui.system_font = gui.text_font
define gui.text_color = "#ffffff"
define gui.accent_color = theme_accent
define gui.hover_color = theme_accent
define gui.idle_color = "#e9e6f2"
define gui.selected_color = "#ffffff"
define gui.insensitive_color = "#8a86a080"
define gui.text_size = 27
define gui.interface_text_size = 22
define gui.language = yoake_line_breaking

define gui.history_allow_tags = set()
define gui.unscrollable = "hide"
define config.history_length = 250
define config.thumbnail_width = 236
define config.thumbnail_height = 133
define gui.file_slot_cols = 3
define gui.file_slot_rows = 2
