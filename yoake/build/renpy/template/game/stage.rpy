# How pictures come and go, and what is common to every scene.

init offset = -1

define yoake_slow = Dissolve(1.0)
define yoake_scene = Dissolve(0.6)
define yoake_quick = Dissolve(0.25)

# People stand on the lower edge; they step aside when somebody joins them.
transform yoake_stand(x=0.5, size=1.0):
    subpixel True
    anchor (0.5, 1.0)
    ypos 1.0
    zoom size
    on show:
        alpha 0.0 xpos x
        ease 0.3 alpha 1.0
    on replace:
        alpha 1.0
        ease 0.3 xpos x
    on hide:
        ease 0.25 alpha 0.0

default persistent.yoake_endings = []

init python:

    def yoake_video(name):
        """Plays a clip; a click skips it."""
        renpy.movie_cutscene(name)

    def yoake_ending_seen(name):
        """Remembers an ending for the gallery."""
        if name not in persistent.yoake_endings:
            persistent.yoake_endings = persistent.yoake_endings + [name]

# The card before the first scene of a chapter.
label yoake_chapter(title):
    if renpy.is_skipping():
        return
    window hide
    $ quick_menu = False
    call screen chapter_card(title) with yoake_scene
    $ quick_menu = True
    return

# The card of an ending, then the credits.
label yoake_the_end(name, title):
    window hide
    $ yoake_ending_seen(name)
    $ quick_menu = False
    call screen ending_card(title) with yoake_slow
    call screen credits with yoake_slow
    return

screen chapter_card(title):
    modal True
    add theme_chapter_card
    vbox:
        align (0.5, 0.5)
        spacing 22
        if theme_chapter_card_plain:
            add "gui/ornament.png" xalign 0.5
        text title:
            style "card_text"
            size yoake_title_size(title, 1000, 50)
        if theme_chapter_card_plain:
            add "gui/ornament.png" xalign 0.5
    timer 2.6 action Return()
    key "dismiss" action Return()

screen ending_card(title):
    modal True
    add theme_ending_card
    vbox:
        align (0.5, 0.5)
        spacing (22 if theme_ending_card_plain else 6)
        text words.the_end:
            style "card_text"
            size 26
            color theme_accent
        if theme_ending_card_plain:
            add "gui/ornament.png" xalign 0.5
        text title:
            style "card_text"
            size yoake_title_size(title, 1000, 56)
        if theme_ending_card_plain:
            add "gui/ornament.png" xalign 0.5
    timer 5.0 action Return()
    key "dismiss" action Return()

style card_text is gui_text:
    xalign 0.5
    text_align 0.5
    xmaximum 1080
    color "#ffffff"
    outlines [(3, "#14122a90", 0, 0)]
