"use strict";
// How text reaches the page. The engine writes dialogue, names and answers as HTML, takes {{...}}, _(...) and {pause:1}
// for commands, and runs strings as statements. Here a line is only ever named by its number, and its text is escaped.
const yoake = { story: window.yoakeStory, engine: window.monogatari };

{
	const { story, engine } = yoake;
	const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

	/** HTML that shows exactly this text. */
	yoake.markup = (text) => String(text).replace(/[&<>"']/g, (character) => escapes[character]);

	/** An element with a class and, where given, a text. */
	yoake.element = (tag, name, text) => {
		const element = document.createElement(tag);
		element.className = name;
		if (text !== undefined) {
			element.textContent = text;
		}
		return element;
	};

	/** About how many full-width characters a text is wide. */
	yoake.width = (text) => [...text].reduce((sum, character) => sum + (character < "\u2e80" ? 0.55 : 1), 0);

	/** Where a file of the game lies. */
	yoake.path = (file) => `assets/${file}`;

	// texts hold no variables and no typing commands: what looks like one is text
	engine.replaceVariables = (text) => text;
	engine.component("type-writer").configuration({ actions: {} });

	const showAlert = engine.alert;
	engine.alert = (id, options) => {
		// the name of a save slot, which the engine would write as HTML
		const context = typeof options.context === "string" ? yoake.markup(options.context) : options.context;
		showAlert.call(engine, id, { ...options, context });
	};

	engine.characters(
		Object.fromEntries(
			// the prefix keeps a person called "narrator" apart from the engine's own
			Object.entries(story.characters).map(([id, { name, colour }]) => [
				`c_${id}`,
				{ name: yoake.markup(name), color: colour },
			]),
		),
	);

	const Dialog = engine.action("Dialog");

	/** `say NUMBER`: a line, with its speaker and voice. Takes the place of the engine's own dialogue. */
	class Say extends Dialog {
		static id = "Dialog";

		static matchString([verb]) {
			return verb === "say";
		}

		constructor([, number]) {
			super(["narrator"]);
			const [speaker, text, voice] = story.lines[number];
			this.number = number;
			this.speaker = speaker;
			this.voice = voice;
			this.long = yoake.width(text) > 96;
			this.dialog = this.clearDialog = yoake.markup(text);
			if (speaker !== null) {
				this._setCharacter(`c_${speaker}`);
			}
		}

		async apply(options) {
			document.querySelector("text-box").toggleAttribute("data-long", this.long);
			await super.apply(options);
			yoake.stage.speaks(this.speaker);
			yoake.audio.voice(this.voice);
			const box = document.querySelector("text-box");
			box.dataset.kind = this.speaker === null ? "narration" : "speech";
			box.dataset.line = this.number;
			// tells a test that a line has come up, even where the same one comes twice
			box.dataset.shown = Number(box.dataset.shown || 0) + 1;
		}
	}

	const complete = (value) => document.querySelector("text-box").toggleAttribute("data-complete", value);
	document.addEventListener("DOMContentLoaded", () => {
		const novel = document.querySelector("visual-novel");
		novel.addEventListener("didStartTyping", () => complete(false));
		novel.addEventListener("didFinishTyping", () => complete(true));
	});

	engine.unregisterAction("Dialog");
	engine.registerAction(Say);
}
