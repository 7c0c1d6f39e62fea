# What is on the screen while the story is told: text box, choices, quick menu, small notices.
# Adapted from the default GUI of Ren'Py; see LICENSE-RENPY.txt.

init offset = -1

screen say(who, what):
    style_prefix "say"

    window:
        id "window"

        if who is not None:
            window:
                id "namebox"
                style "namebox"
                text who id "who"

        text what id "what" size yoake_line_size(what)

init python:
    config.character_id_prefixes.append("namebox")

style window is default:
    xalign 0.5
    yalign 1.0
    yoffset -28
    xsize 1200
    ysize 192
    background theme_textbox

style namebox is default:
    xpos 40
    ypos -26
    yanchor 0.0
    ysize 50
    minimum (190, 50)
    padding (30, 4, 30, 6)
    background theme_namebox

style say_label is default:
    size 26
    align (0.5, 0.5)
    outlines theme_name_outlines

style say_dialogue is default:
    xpos 70
    ypos 42
    xsize 1060
    size gui.text_size
    line_spacing 6
    color theme_textbox_text
    outlines theme_textbox_outlines
    adjust_spacing False

style say_thought is say_dialogue

screen choice(items):
    style_prefix "choice"

    vbox:
        for i in items:
            textbutton i.caption action i.action

style choice_vbox is vbox:
    xalign 0.5
    ypos 265
    yanchor 0.5
    spacing 18

style choice_button is panel_button:
    xsize 760
    minimum (760, 62)
    padding (40, 12, 40, 14)
    background theme_choice
    hover_background theme_choice_hover

style choice_button_text is panel_button_text:
    size 25
    xmaximum 680
    idle_color theme_choice_text
    hover_color theme_choice_hover_text

screen quick_menu():
    zorder 100

    if quick_menu:
        add "gui/quick.png" yalign 1.0
        hbox:
            style_prefix "quick"
            xalign 0.5
            yalign 1.0
            yoffset -1
            textbutton words.back action Rollback()
            textbutton words.history action ShowMenu("history")
            textbutton words.skip action Skip() alternate Skip(fast=True, confirm=True)
            textbutton words.auto action Preference("auto-forward", "toggle")
            textbutton words.save action ShowMenu("save")
            textbutton words.load action ShowMenu("load")
            textbutton words.quick_save action QuickSave()
            textbutton words.quick_load action QuickLoad()
            textbutton words.preferences action ShowMenu("preferences")

default quick_menu = True

init python:
    config.overlay_screens.append("quick_menu")

style quick_button is button:
    padding (12, 2, 12, 3)

style quick_button_text is button_text:
    size 15
    idle_color "#f4f2fac0"
    hover_color "#ffffff"
    selected_color theme_accent
    insensitive_color "#ffffff50"
    outlines [(1, "#14162bb0", 0, 1)]

screen skip_indicator():
    zorder 100

    frame:
        style "notice_frame"
        text words.skipping + "  >>>" style "notice_text"

screen notify(message):
    zorder 100

    frame at yoake_notice:
        style "notice_frame"
        text message style "notice_text" substitute False

    timer 3.0 action Hide("notify")

transform yoake_notice:
    on show:
        alpha 0.0
        linear 0.25 alpha 1.0
    on hide:
        linear 0.4 alpha 0.0

style notice_frame is empty:
    pos (0, 24)
    background Frame("gui/notice.png", 8, 8, 40, 8)
    padding (24, 8, 56, 10)

style notice_text is gui_text:
    size 18
