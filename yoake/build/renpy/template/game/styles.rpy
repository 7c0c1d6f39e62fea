# Styles that all screens share.
# Adapted from the default GUI of Ren'Py; see LICENSE-RENPY.txt.

init offset = -1

style default:
    font gui.text_font
    size gui.interface_text_size
    color "#ffffff"
    language gui.language
    line_spacing 4

style button:
    activate_sound theme_sound_click
    hover_sound theme_sound_cursor

style gui_text is default

style button_text:
    font gui.interface_text_font
    size 22
    idle_color gui.idle_color
    hover_color theme_accent
    selected_color "#ffffff"
    insensitive_color gui.insensitive_color
    yalign 0.5

style label_text:
    font gui.interface_text_font
    size 22
    color theme_accent

style input:
    color theme_accent

# every large button of the menus and the choices
style panel_button is button:
    background theme_button
    hover_background theme_button_hover
    selected_background theme_button_hover
    padding (26, 12, 26, 14)
    minimum (240, 60)

style panel_button_text is button_text:
    xalign 0.5
    text_align 0.5
    idle_color theme_button_text
    hover_color theme_button_hover_text
    selected_color theme_button_hover_text
    insensitive_color theme_button_faint_text

style frame:
    background theme_panel
    foreground theme_panel_frame
    padding (44, 34, 44, 34)

style bar:
    ysize 14
    left_bar Frame("gui/bar_full.png", 7, 6)
    right_bar Frame("gui/bar_empty.png", 7, 6)

style slider:
    ysize 22
    left_bar Frame("gui/slider_full.png", 11, 10)
    right_bar Frame("gui/slider_empty.png", 11, 10)
    thumb "gui/slider_thumb.png"
    hover_thumb "gui/slider_thumb_hover.png"
    thumb_offset 11
    left_gutter 0
    right_gutter 0

style vscrollbar:
    xsize 10
    base_bar Frame("gui/scroll_base.png", 5, 5)
    thumb Frame("gui/scroll_thumb.png", 5, 5)
    unscrollable gui.unscrollable
