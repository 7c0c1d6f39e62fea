# Save, load, preferences and history.
# Adapted from the default GUI of Ren'Py; see LICENSE-RENPY.txt.

init offset = -1

screen save():
    tag menu
    use file_slots(words.save)

screen load():
    tag menu
    use file_slots(words.load)

screen file_slots(title):
    use game_menu(title):
        fixed:
            grid gui.file_slot_cols gui.file_slot_rows:
                style_prefix "slot"
                xalign 0.5
                ypos 0
                spacing 12

                for i in range(gui.file_slot_cols * gui.file_slot_rows):
                    $ slot = i + 1
                    button:
                        action FileAction(slot)
                        vbox:
                            spacing 4
                            add FileScreenshot(slot) xalign 0.5
                            text FileTime(slot, format="%Y/%m/%d  %H:%M", empty=words.empty_slot):
                                style "slot_time_text"
                            text FileSaveName(slot):
                                style "slot_name_text"
                        key "save_delete" action FileDelete(slot)

            hbox:
                style_prefix "page"
                align (0.5, 1.0)
                textbutton "<" action FilePagePrevious()
                textbutton words.auto_page action FilePage("auto")
                textbutton words.quick_page action FilePage("quick")
                for page in range(1, 8):
                    textbutton str(page) action FilePage(page)
                textbutton ">" action FilePageNext()

style slot_button is button:
    xysize (252, 208)
    padding (8, 8, 8, 8)
    background Frame("gui/slot.png", 14, 14)
    hover_background Frame("gui/slot_hover.png", 14, 14)
style slot_time_text is gui_text:
    size 15
    xalign 0.5
    color "#ffffffd0"
style slot_name_text is gui_text:
    size 16
    xalign 0.5
    text_align 0.5
    layout "nobreak"
    color theme_accent
style page_button is button:
    padding (13, 4, 13, 6)
style page_button_text is button_text:
    size 19
    selected_color theme_accent

screen preferences():
    tag menu

    use game_menu(words.preferences, scroll="viewport"):
        vbox:
            spacing 24

            hbox:
                spacing 40
                if renpy.variant("pc") or renpy.variant("web"):
                    vbox:
                        style_prefix "pref"
                        label words.display
                        textbutton words.window action Preference("display", "window")
                        textbutton words.fullscreen action Preference("display", "fullscreen")
                vbox:
                    style_prefix "pref"
                    label words.skip
                    textbutton words.skip_unseen action Preference("skip", "toggle")
                    textbutton words.skip_after_choices action Preference("after choices", "toggle")
                    textbutton words.skip_transitions action InvertSelected(Preference("transitions", "toggle"))

            hbox:
                style_prefix "pref"
                spacing 40
                vbox:
                    spacing 6
                    label words.text_speed
                    bar value Preference("text speed") style "pref_slider"
                    label words.auto_time
                    bar value Preference("auto-forward time") style "pref_slider"
                    textbutton words.wait_for_voice action Preference("wait for voice", "toggle")
                    textbutton words.mute_all action Preference("all mute", "toggle")
                vbox:
                    spacing 6
                    label words.music_volume
                    bar value Preference("music volume") style "pref_slider"
                    label words.sound_volume
                    hbox:
                        bar value Preference("sound volume") style "pref_slider"
                        if config.sample_sound:
                            textbutton words.test action Play("sound", config.sample_sound) style "test_button"
                    label words.voice_volume
                    hbox:
                        bar value Preference("voice volume") style "pref_slider"
                        if config.sample_voice:
                            textbutton words.test action Play("voice", config.sample_voice) style "test_button"

style pref_label is empty:
    bottom_margin 2
style pref_label_text is label_text:
    size 20
style pref_vbox is vbox:
    spacing 2
    xsize 370
style pref_button is button:
    padding (32, 4, 8, 5)
    foreground "gui/check_off.png"
    selected_foreground "gui/check_on.png"
style pref_button_text is button_text:
    size 20
style pref_slider is slider:
    xsize 280
    yalign 0.5
style test_button is button:
    padding (12, 0, 0, 2)
    yalign 0.5
style test_button_text is button_text:
    size 17
    layout "nobreak"
    idle_color theme_accent
    hover_color "#ffffff"

screen history():
    tag menu
    predict False

    use game_menu(words.history, scroll="viewport", yinitial=1.0):
        vbox:
            spacing 18
            for h in _history_list:
                hbox:
                    spacing 24
                    frame:
                        style "history_name"
                        if h.who:
                            text h.who:
                                style "history_name_text"
                                substitute False
                                color h.who_args.get("color", "#ffffff")
                    text h.what:
                        style "history_what"
                        substitute False
            if not _history_list:
                text words.empty_history

style history_name is empty:
    xsize 180
style history_name_text is gui_text:
    size 20
    xalign 1.0
    text_align 1.0
style history_what is gui_text:
    size 20
    xsize 570
