# Plays the game by itself and writes down what it shows. Only ever copied into the temporary copy of a build test.
# YOAKE_PLAY names a folder with plan.json; result.json and the pictures are written there.

screen yoake_hand():
    zorder 10000
    add yoake_play.hand

init 1900 python in yoake_play:
    import json
    import os
    import time
    import types
    import store
    from store import config, _preferences, Quit

    folder = os.environ["YOAKE_PLAY"]
    with open(os.path.join(folder, "plan.json"), encoding="utf-8") as _file:
        plan = json.load(_file)

    # a namespace is not rolled back or reset when the game starts again
    run = types.SimpleNamespace(
        route=-1, left=None, events=None, routes=__import__("builtins").list(), shots=0, number=0, ready=0,
        page=None, ahead=0.0, started=0.0,
        drawing=False, draw=None)

    config.performance_test = False
    config.quit_action = Quit(confirm=False)
    config.autosave_on_quit = False
    config.has_autosave = False
    config.end_game_transition = None
    config.enter_transition = config.exit_transition = config.intra_transition = None
    config.window_show_transition = config.window_hide_transition = None
    config.image_cache_size_mb = 400

    # a clock that can be put forward, so that animations end without waiting for them
    _core = __import__("renpy").display.core
    _real_time = _core.get_time
    _core.get_time = lambda: _real_time() + run.ahead

    def _draw_screen(*args, **kwargs):
        """Only what is photographed is put on the screen: scaling pictures by software takes most of the time.

        Pictures are still loaded and every screen is laid out.
        """
        if run.drawing:
            __import__("renpy").display.draw.full_redraw = True
            run.draw(*args, **kwargs)

    def _count():
        run.number += 1
        if run.draw is None:
            run.draw = __import__("renpy").display.draw.draw_screen
            __import__("renpy").display.draw.draw_screen = _draw_screen
    config.start_interact_callbacks.append(_count)

    def _movie(name, *args, **kwargs):
        note("video", name, bool(__import__("renpy").exports.loadable(name)))
    __import__("renpy").exports.movie_cutscene = _movie
    renpy.movie_cutscene = _movie

    def note(*event):
        if run.events is not None:
            run.events.append(event)

    def letters(text):
        """What a text widget shows, its tags made visible."""
        support = __import__("renpy").text.textsupport
        out = []
        for part in (text.text if hasattr(text, "text") else [text]):
            for kind, token in support.tokenize(str(part)):
                out.append("\n" if kind == support.PARAGRAPH else token if kind == support.TEXT else "{" + token + "}")
        return "".join(out)

    def widget(screen, name):
        found = renpy.get_widget(screen, name)
        return None if found is None else letters(found)

    def wanted(kind):
        """Whether this moment is to be photographed."""
        if run.page is not None:
            return True
        if kind == "credits":
            return run.route == 0
        return run.events is not None and len(run.events) - 1 in plan["moments"][run.route]

    def save_picture(name):
        """Ren'Py's own screenshots come out striped where its software renderer draws on 24 bits."""
        display = __import__("renpy").display
        window = display.draw.screenshot(display.interface.surftree)
        surface = display.pgrender.surface(window.get_size(), True)
        surface.fill((0, 0, 0, 255))
        surface.blit(window, (0, 0))
        display.scale.image_save_unscaled(surface, name)

    def take(kind):
        run.shots += 1
        name = "%02d_%s.png" % (run.shots, kind)
        save_picture(os.path.join(folder, name))
        if run.route >= 0:
            run.routes[run.route]["screenshots"].append(name)

    def moment():
        """What is on the screen now, and the answer to it."""
        choice = renpy.get_screen("choice")
        if choice:
            items = choice.scope["items"]
            captions = [letters(renpy.substitute(i.caption)) for i in items]
            index = run.left.pop(0) if run.left else 0
            note("menu", widget("say", "what"), captions, index)
            return "menu", items[min(index, len(items) - 1)].action
        for name, kind in (("chapter_card", "chapter"), ("ending_card", "ending")):
            card = renpy.get_screen(name)
            if card:
                note(kind, letters(renpy.substitute(card.scope["title"])))
                return kind, None
        if renpy.get_screen("credits"):
            return "credits", None
        if run.page is not None:
            return run.page, None
        if renpy.get_screen("say"):
            note("say", widget("say", "who"), widget("say", "what"))
            return "say", None
        return None, None

    class Hand(renpy.Displayable):
        """Answers every interaction once it was drawn."""

        def render(self, width, height, st, at):
            return renpy.Render(0, 0)

        def event(self, ev, x, y, st):
            if ev.type != _core.TIMEEVENT:
                return None
            interface = __import__("renpy").game.interface
            if run.ready != run.number:
                run.ready = run.number
                self.kind, self.action = moment()
                self.wants = self.kind is not None and wanted(self.kind)
                if self.wants:
                    run.ahead += 5.5 if self.kind == "credits" else 0.8
                    run.drawing = True
                    interface.force_redraw = True
                    interface.timeout(0.0)
                    return None
            if self.kind is None:
                return None
            if self.wants:
                take(self.kind)
                run.drawing = False
            return self.action() if self.action is not None else True

        def visit(self):
            return []

    hand = Hand()
    config.always_shown_screens.append("yoake_hand")

    def write():
        with open(os.path.join(folder, "result.json"), "w", encoding="utf-8") as file:
            json.dump({"routes": run.routes}, file, ensure_ascii=False)

    def between():
        """Ends a route and says whether another one follows."""
        now = time.time()
        if run.route >= 0:
            run.routes[run.route]["seconds"] = round(now - run.started, 2)
        run.route += 1
        run.started = now
        write()
        if run.route >= len(plan["routes"]):
            return False
        run.left = __import__("builtins").list(plan["routes"][run.route])
        run.events = __import__("builtins").list()
        run.routes.append({"events": run.events, "screenshots": __import__("builtins").list(), "seconds": 0.0})
        return True

    def show_page(name):
        run.page = name
        store.suppress_overlay = True
        renpy.call_screen(name)
        store.suppress_overlay = False
        run.page = None

    def _entered(name, abnormal):
        # the history is empty outside the story
        if name == "yoake_the_end" and run.route == 0:
            show_page("history")
    config.label_callback = _entered

label main_menu:
    python:
        _preferences.text_cps = 0
        _preferences.transitions = 0
        _preferences.afm_enable = False
        if yoake_play.run.route < 0:
            yoake_play.show_page("main_menu")
        yoake_more = yoake_play.between()
        if not yoake_more:
            yoake_play.run.route = -1
            yoake_play.run.events = None
            for yoake_page in yoake_play.plan["pages"]:
                yoake_play.show_page(yoake_page)
            renpy.quit(status=0)
    return
