"use strict";
// Music with cross-fades, effects and voices, at the volumes of the engine's settings screen.
{
	const { engine, story } = yoake;
	const FADE = 1.2;
	// without a server a page may play a sound but not read it; then a media element does, which loops with a small gap
	const readable = location.protocol !== "file:";
	let context = null;
	let playing = null; // the music: { file, level(seconds), stop() }
	let wanted = null;
	let voice = null;

	const volume = (kind) => Number(engine.preference("Volume")[kind]);

	const buffers = new Map();
	const decoded = (file) => {
		if (!buffers.has(file)) {
			const reading = fetch(yoake.path(file))
				.then((answer) => answer.arrayBuffer())
				.then((bytes) => context.decodeAudioData(bytes));
			buffers.set(file, reading);
			if (buffers.size > 4) {
				buffers.delete(buffers.keys().next().value);
			}
		}
		return buffers.get(file);
	};

	const loopOfBuffer = async (file) => {
		const source = context.createBufferSource();
		source.buffer = await decoded(file);
		source.loop = true;
		const gain = context.createGain();
		gain.gain.value = 0;
		source.connect(gain).connect(context.destination);
		source.start();
		const level = (target, seconds) => {
			gain.gain.cancelScheduledValues(context.currentTime);
			gain.gain.setTargetAtTime(target, context.currentTime, Math.max(seconds / 3, 0.01));
		};
		return {
			file,
			level,
			stop() {
				level(0, FADE);
				source.stop(context.currentTime + FADE * 2);
			},
		};
	};

	const loopOfElement = async (file) => {
		const element = new Audio(yoake.path(file));
		element.loop = true;
		element.volume = 0;
		await element.play();
		return {
			file,
			level(target) {
				element.volume = target;
			},
			stop() {
				element.pause();
			},
		};
	};

	const music = async (file) => {
		wanted = file;
		if ((playing && playing.file) === file) {
			return;
		}
		if (playing) {
			playing.stop();
			playing = null;
		}
		if (file === null || (readable && (context === null || context.state !== "running"))) {
			return; // `awake` comes back to it
		}
		try {
			const next = await (readable ? loopOfBuffer(file) : loopOfElement(file));
			if (wanted !== file || playing) {
				next.stop();
				return;
			}
			playing = next;
			playing.level(volume("Music"), FADE);
		} catch (error) {
			if (error.name !== "NotAllowedError") {
				console.error(`music ${file}: ${error}`);
			}
		}
	};

	// browsers stay silent until the player does something
	const awake = async () => {
		context = context || new AudioContext();
		if (context.state === "suspended") {
			await context.resume();
		}
		music(wanted);
	};
	for (const event of ["pointerdown", "keydown"]) {
		document.addEventListener(event, awake);
	}

	const once = (file, kind) => {
		const element = new Audio(yoake.path(file));
		element.volume = volume(kind);
		element.play().catch((error) => {
			if (error.name !== "NotAllowedError" && error.name !== "AbortError") {
				console.error(`${kind} ${file}: ${error}`);
			}
		});
		return element;
	};

	yoake.audio = {
		/** What should be heard now: the title's music, or that of the scene. */
		update() {
			const state = engine.global("playing") ? JSON.parse(engine.state("stage")) : null;
			music(state === null ? story.interface.title_music : state.music);
		},
		sound: (file) => once(file, "Sound"),
		/** Speaks, and cuts off whoever spoke before; none only cuts off. */
		voice(file) {
			if (voice) {
				voice.pause();
			}
			voice = file === null ? null : once(file, "Voice");
		},
		speaking: () => voice !== null && !voice.paused && !voice.ended && !voice.error,
		volume,
	};

	engine.playAmbient = yoake.audio.update;
	engine.stopAmbient = yoake.audio.update;

	/** The sliders of the settings screen; the engine's own are bound to its player, which needs scripts from blobs. */
	class Volumes extends Monogatari.Action {
		static id = "Volumes";

		static async bind() {
			document.addEventListener("input", ({ target }) => {
				if (target.dataset.action !== "set-volume") {
					return;
				}
				const kind = target.dataset.target.replace(/^./, (letter) => letter.toUpperCase());
				engine.preference("Volume", { ...engine.preference("Volume"), [kind]: Number(target.value) });
				if (playing) {
					playing.level(volume("Music"), 0.1);
				}
			});
		}

		static async init() {
			for (const slider of document.querySelectorAll("[data-action=set-volume]")) {
				slider.value = volume(slider.dataset.target.replace(/^./, (letter) => letter.toUpperCase()));
			}
		}
	}
	engine.registerAction(Volumes);

	document.addEventListener("click", ({ target }) => {
		const sounds = story.interface.sounds;
		const button = target.closest && target.closest("button, [data-choice], save-slot");
		if (button) {
			const file = button.dataset.action === "back" ? sounds.cancel || sounds.click : sounds.click;
			if (file) {
				yoake.audio.sound(file);
			}
		}
	}, true);
}
