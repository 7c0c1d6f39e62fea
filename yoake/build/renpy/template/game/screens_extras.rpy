# The gallery with the endings, and the credits.

init offset = -1

init 1 python:
    # pictures and endings come from extras.rpy
    yoake_gallery = Gallery()
    yoake_gallery.transition = yoake_quick
    for _yoake_name, _yoake_image, _yoake_label in yoake_pictures:
        yoake_gallery.button(_yoake_name)
        yoake_gallery.unlock_image(_yoake_image)

screen gallery():
    tag menu

    use game_menu(words.gallery, scroll="viewport"):
        vbox:
            spacing 26
            if yoake_pictures:
                for row in range(0, len(yoake_pictures), 3):
                    hbox:
                        spacing 16
                        for name, picture, caption in yoake_pictures[row:row + 3]:
                            vbox:
                                spacing 6
                                add yoake_gallery.make_button(
                                    name,
                                    Transform(picture, xysize=(240, 135), fit="cover"),
                                    "gui/locked.png",
                                    hover_border="gui/thumb_hover.png",
                                    idle_border="gui/thumb_idle.png",
                                    xysize=(240, 135))
                                text (caption if renpy.seen_image(picture) else "? ? ?"):
                                    style "gallery_text"
            if yoake_endings:
                vbox:
                    spacing 8
                    text words.endings + "  %d / %d" % (len([e for e, _t in yoake_endings if e in persistent.yoake_endings]), len(yoake_endings)):
                        style "gallery_heading"
                    for name, title in yoake_endings:
                        text (title if name in persistent.yoake_endings else "? ? ?"):
                            style "gallery_ending"

style gallery_text is gui_text:
    size 17
    xalign 0.5
    text_align 0.5
    xmaximum 240
style gallery_heading is gui_text:
    size 21
    color theme_accent
style gallery_ending is gui_text:
    size 20
    xoffset 18

transform yoake_roll(seconds):
    ypos 1.02 yanchor 0.0
    linear seconds ypos -0.02 yanchor 1.0

screen credits():
    tag menu
    modal True
    zorder 50

    default seconds = 9.0 + 1.3 * len(yoake_credits)

    add "gui/card.png"
    fixed:
        vbox at yoake_roll(seconds):
            xalign 0.5
            xsize 1000
            spacing 10
            text yoake_title:
                style "credits_title"
                size yoake_title_size(yoake_title, 900, 52)
            add "gui/ornament.png" xalign 0.5
            null height 40
            for kind, name, licence, text_ in yoake_credits:
                text kind style "credits_kind"
                text name style "credits_name"
                text licence style "credits_licence"
                if text_:
                    text text_ style "credits_licence"
                null height 22
            null height 30
            add "gui/ornament.png" xalign 0.5
            text words.thanks style "credits_title" size 34

    button:
        xysize (1280, 720)
        background None
        activate_sound None
        hover_sound None
        action Return()
    key "game_menu" action Return()
    key "dismiss" action Return()
    timer seconds action Return()

style credits_title is gui_text:
    xalign 0.5
    text_align 0.5
style credits_kind is gui_text:
    size 18
    color theme_accent
    xalign 0.5
    text_align 0.5
style credits_name is gui_text:
    size 27
    xalign 0.5
    text_align 0.5
style credits_licence is gui_text:
    size 17
    color "#ffffffb0"
    xalign 0.5
    text_align 0.5
    xmaximum 860
