# The main menu and the frame of every other menu page.
# Adapted from the default GUI of Ren'Py; see LICENSE-RENPY.txt.

init offset = -1

screen main_menu():
    tag menu

    add theme_title_picture
    add "gui/title_shade.png"

    if theme_logo is not None:
        add theme_logo pos (60, 40)
    else:
        text yoake_title:
            style "main_title"
            size yoake_title_size(yoake_title, 760, 68)

    vbox:
        style_prefix "panel"
        pos (84, 684)
        yanchor 1.0
        spacing 6

        textbutton words.start action Start()
        textbutton words.load action ShowMenu("load")
        if yoake_pictures or yoake_endings:
            textbutton words.gallery action ShowMenu("gallery")
        textbutton words.preferences action ShowMenu("preferences")
        textbutton words.credits action ShowMenu("credits")
        if renpy.variant("pc"):
            textbutton words.quit action Quit(confirm=False)

style main_title is gui_text:
    pos (84, 84)
    xmaximum 860
    color "#ffffff"
    outlines [(5, "#14162b90", 0, 3), (3, theme_deep, 0, 0)]
    line_spacing 8

screen game_menu(title, scroll=None, yinitial=0.0):
    add theme_menu_picture

    text title:
        style "game_menu_title"
    add "gui/rule.png" pos (60, 92)

    use navigation

    frame:
        pos (330, 116)
        xysize (894, 568)

        if scroll == "viewport":
            viewport:
                yinitial yinitial
                scrollbars "vertical"
                mousewheel True
                draggable True
                pagekeys True
                side_yfill True
                vbox:
                    xsize 782
                    transclude
        else:
            transclude

    if main_menu:
        key "game_menu" action ShowMenu("main_menu")

style game_menu_title is gui_text:
    pos (60, 30)
    size 38
    color "#ffffff"
    outlines [(2, theme_deep, 0, 1)]

screen navigation():
    vbox:
        style_prefix "navigation"
        pos (56, 116)
        spacing 4

        if main_menu:
            textbutton words.start action Start()
        else:
            textbutton words.history action ShowMenu("history")
            textbutton words.save action ShowMenu("save")
        textbutton words.load action ShowMenu("load")
        if yoake_pictures or yoake_endings:
            textbutton words.gallery action ShowMenu("gallery")
        textbutton words.preferences action ShowMenu("preferences")
        if _in_replay:
            textbutton words.end_replay action EndReplay(confirm=True)
        elif not main_menu:
            textbutton words.main_menu action MainMenu()
        if renpy.variant("pc"):
            textbutton words.quit action Quit(confirm=not main_menu)

    textbutton words.return_:
        style_prefix "navigation"
        pos (56, 684)
        yanchor 1.0
        action Return()

style navigation_button is panel_button:
    xsize 240
    minimum (240, 60)
    padding (18, 8, 18, 10)

style navigation_button_text is panel_button_text:
    size 20

screen confirm(message, yes_action, no_action):
    modal True
    zorder 200
    style_prefix "confirm"

    add "#0a0c1cb0"

    frame:
        align (0.5, 0.5)
        xsize 720
        padding (50, 44, 50, 44)
        vbox:
            xalign 0.5
            spacing 36
            label _(message):
                style "confirm_prompt"
            hbox:
                xalign 0.5
                spacing 40
                textbutton words.yes action yes_action
                textbutton words.no action no_action

    key "game_menu" action no_action

style confirm_prompt is empty:
    xalign 0.5
style confirm_prompt_text is gui_text:
    size 24
    text_align 0.5
style confirm_button is panel_button:
    xsize 240
style confirm_button_text is panel_button_text
