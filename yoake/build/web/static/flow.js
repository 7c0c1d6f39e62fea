"use strict";
// Where the story goes: labels, answers, endings; skipping and going on by itself.
{
	const { engine, story } = yoake;

	const Jump = engine.action("Jump");

	/** `jump SCENE`. The engine's own would leave skip and auto mode at every scene. */
	class GoTo extends Jump {
		static id = "Jump";

		async willApply() {
			yoake.stage.expect(this.label);
		}
	}
	engine.unregisterAction("Jump");
	engine.registerAction(GoTo);

	const statement = (text) => {
		const [verb, number] = text.split(" ");
		if (verb !== "menu") {
			return text;
		}
		const { prompt, options } = story.menus[number];
		const answers = options.map((option, index) => [
			`o${index}`,
			{ Text: yoake.markup(option.text), Do: `jump ${option.to}` },
		]);
		return { Choice: { Dialog: `say ${prompt}`, ...Object.fromEntries(answers) } };
	};

	engine.script(
		Object.fromEntries(Object.entries(story.labels).map(([label, texts]) => [label, texts.map(statement)])),
	);

	/** After the card of an ending: the game is over, the credits are shown, and behind them waits the title. */
	yoake.finish = async () => {
		await engine.run("end");
		if (story.credits.length > 0) {
			engine.showScreen("credits");
		}
	};

	let finished = 0; // when the line that is on the screen was complete
	const goOn = () => {
		const wait = Number(engine.preference("AutoPlaySpeed")) * 1000;
		const busy = !engine.global("finished_typing") || yoake.audio.speaking();
		if (busy || !document.querySelector("game-screen.active")) {
			finished = Date.now();
		} else if (Date.now() - finished >= wait) {
			finished = Date.now();
			engine.proceed({ userInitiated: false, skip: false, autoPlay: true }).catch(() => {}); // a menu waits
		}
	};

	class Modes extends Monogatari.Action {
		static id = "Modes";

		static async setup() {
			// in 2.8.0 the engine's own skip button only ever switches off, and its auto mode counts from the wrong moment
			engine.registerListener(
				"skip",
				{
					keys: "s",
					callback: () => engine.global("playing") && engine.skip(engine.global("skip") === undefined),
				},
				true,
			);
			engine.registerListener(
				"auto-play",
				{
					keys: "a",
					callback: () => {
						if (engine.global("_auto_play_timer") !== undefined || !engine.global("playing")) {
							engine.autoPlay(false);
							return;
						}
						finished = Date.now();
						engine.global("_auto_play_timer", setInterval(goOn, 200));
						const label = document.querySelector("quick-menu [data-action=auto-play] [data-string]");
						label.textContent = engine.string("Stop");
					},
				},
				true,
			);
		}

		static async onStart() {
			yoake.stage.expect(story.start);
		}

		static async reset() {
			// whoever left at a menu would find the next game waiting for that answer (2.8.0)
			engine.action("Choice").blocking = false;
		}

		static async shouldRollback() {
			const { label, step } = engine.state();
			const isLine = (text) => typeof text !== "string" || text.startsWith("say ");
			const came = engine.history("jump").some((jump) => jump.destination.label === label);
			if (!came && !engine.script(label).slice(0, step).some(isLine)) {
				throw new Error("this is the first line");
			}
		}
	}
	engine.registerAction(Modes);
}
