"use strict";
// What is to be seen: a background, people, an event picture. The stage is one value; every change makes the next one
// from it and keeps the old one, so going back, saving and loading always find the stage as it was.
{
	const { engine, story } = yoake;
	const EMPTY = { scene: null, people: [], event: null, music: null };
	const PATIENCE = 8000; // milliseconds that a picture may take before the story goes on without it

	const root = yoake.element("div", "stage");
	const layers = ["scene", "people", "event"].map((name) => root.appendChild(yoake.element("div", `stage-${name}`)));
	const [sceneLayer, peopleLayer, eventLayer] = layers;

	const loading = new Map();
	const loaded = (file) => {
		if (!loading.has(file)) {
			const image = new Image();
			image.src = yoake.path(file);
			const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
			loading.set(file, Promise.race([image.decode().catch((error) => console.error(`picture ${file}: ${error}`)), late]));
		}
		return loading.get(file);
	};

	const picture = (file) => {
		const image = new Image();
		image.src = yoake.path(file);
		image.alt = "";
		image.draggable = false;
		image.dataset.file = file;
		return image;
	};

	/** Makes `file` the only picture of a layer; the old one stays below until the new one has faded in. */
	const exchange = (layer, file) => {
		const old = [...layer.querySelectorAll("img:not(.leaving)")];
		if (old.length === 1 && old[0].dataset.file === file) {
			return;
		}
		for (const image of old) {
			image.classList.add("leaving");
			image.addEventListener("animationend", () => image.remove());
			setTimeout(() => image.remove(), yoake.instant ? 0 : 1500);
		}
		if (file !== null) {
			layer.append(picture(file));
		}
	};

	const person = (id) => peopleLayer.querySelector(`[data-person="${id}"]:not(.leaving)`);

	const draw = (state) => {
		exchange(sceneLayer, state.scene);
		exchange(eventLayer, state.event);
		root.classList.toggle("has-event", state.event !== null);
		const here = state.people.map((one) => one.id);
		for (const element of peopleLayer.querySelectorAll(".person:not(.leaving)")) {
			if (!here.includes(element.dataset.person)) {
				element.classList.add("leaving");
				setTimeout(() => element.remove(), yoake.instant ? 0 : 500);
			}
		}
		for (const { id, file, position } of state.people) {
			let element = person(id);
			if (element === null) {
				element = peopleLayer.appendChild(yoake.element("div", "person"));
				element.dataset.person = id;
			}
			element.dataset.position = position;
			exchange(element, file);
		}
	};

	const show = async (state) => {
		const files = [state.scene, state.event, ...state.people.map((one) => one.file)];
		await Promise.all(files.filter((file) => file !== null).map(loaded));
		draw(state);
		yoake.audio.update();
	};

	const changed = (state, [kind, value, file, position]) => {
		switch (kind) {
			case "scene":
				return { ...state, scene: value, people: [], event: null };
			case "show": {
				const others = state.people.filter((one) => one.id !== value);
				return { ...state, people: [...others, { id: value, file, position }] };
			}
			case "hide":
				return { ...state, people: state.people.filter((one) => one.id !== value) };
			default:
				return { ...state, [kind]: value };
		}
	};

	const put = (text) => {
		const state = JSON.parse(text);
		// the engine takes the thumbnail of a save slot from this
		engine.state({ stage: text, background: state.event || state.scene || "" });
		return show(state);
	};

	/** `stage NUMBER`: some changes at once. */
	class Stage extends Monogatari.Action {
		static id = "Stage";

		static matchString([verb]) {
			return verb === "stage";
		}

		static async setup() {
			engine.history("stage");
			engine.state({ stage: JSON.stringify(EMPTY) });
		}

		static async reset() {
			yoake.stage.speaks(null);
			await put(JSON.stringify(EMPTY));
		}

		static async onLoad() {
			await put(engine.state("stage"));
		}

		constructor([, number]) {
			super();
			this.changes = story.stages[number];
		}

		async apply() {
			const before = engine.state("stage");
			const after = this.changes.reduce(changed, JSON.parse(before));
			engine.history("stage").push(before);
			if (after.event !== null) {
				yoake.unlock(after.event);
			}
			await put(JSON.stringify(after));
		}

		async didApply() {
			return { advance: true };
		}

		async revert() {
			await put(engine.history("stage").pop() || JSON.stringify(EMPTY));
		}

		async didRevert() {
			return { advance: true, step: true };
		}
	}

	engine.registerAction(Stage);

	yoake.stage = {
		root,
		/** Steps the speaker forward. */
		speaks(id) {
			const somebody = id !== null && person(id) !== null;
			for (const element of peopleLayer.children) {
				element.classList.toggle("listening", somebody && element.dataset.person !== id);
				element.classList.toggle("speaking", somebody && element.dataset.person === id);
			}
		},
		/** Fetches the pictures of a scene and of those that may follow, before they are needed. */
		async expect(scene) {
			const exits = story.labels[scene].at(-1).split(" ");
			const next = exits[0] === "jump" ? [exits[1]] : exits[0] === "menu" ? story.menus[exits[1]].options.map((o) => o.to) : [];
			for (const one of [scene, ...next]) {
				for (const file of story.scenes[one].pictures) {
					await loaded(file);
				}
			}
		},
	};
}
