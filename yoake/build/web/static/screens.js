"use strict";
// The screens around the game: title, gallery, credits, save slots.
{
	const { engine, story } = yoake;
	const BACK = '<button class="top left" data-action="back"><span class="fas fa-arrow-left"></span></button>';
	const heading = (key) => `${BACK}<h2 data-string="${key}">${yoake.markup(engine.string(key))}</h2>`;

	/** The title's picture and the logo or, without one, the title in letters. */
	yoake.dressTitle = () => {
		const screen = document.querySelector("main-screen");
		const art = yoake.element("div", "title-art");
		if (story.interface.title_picture) {
			const image = art.appendChild(new Image());
			image.src = yoake.path(story.interface.title_picture);
			image.alt = "";
		}
		const name = yoake.element("h1", "title-name");
		if (story.interface.logo) {
			const logo = name.appendChild(new Image());
			logo.src = yoake.path(story.interface.logo);
			logo.alt = story.title;
		} else {
			const letters = name.appendChild(yoake.element("span", "title-letters", story.title));
			letters.toggleAttribute("data-long", yoake.width(story.title) > 15);
		}
		screen.prepend(art, name);
	};

	// Gallery: pictures that were met, with their titles
	const Gallery = engine.component("gallery-screen");
	engine.assets("gallery", Object.fromEntries(story.gallery.map(({ file }) => [file, file])));
	Gallery.prototype.render = function () {
		const figures = story.gallery.map(({ title, file }) => {
			if (!this.state.unlocked.includes(file)) {
				return '<figure class="locked"><span class="fas fa-lock"></span><figcaption>？？？</figcaption></figure>';
			}
			const url = yoake.path(file);
			const caption = `<figcaption>${yoake.markup(title)}</figcaption>`;
			return `<figure data-image="${file}"><img src="${url}" alt="">${caption}</figure>`;
		});
		return `<div class="modal" data-ui="image-viewer"><figure class="modal__content"></figure></div>
			${heading("Gallery")}<div data-ui="gallery">${figures.join("")}</div>`;
	};

	yoake.unlock = (file) => {
		const screen = document.querySelector("gallery-screen");
		if (screen && story.gallery.some((one) => one.file === file) && !screen.state.unlocked.includes(file)) {
			screen.setState({ unlocked: [...screen.state.unlocked, file] });
		}
	};

	// Credits: by kind, in the order of the catalog
	engine.configuration("credits", story.credits.length > 0 ? { shown: {} } : {});
	const entry = ({ name, licence, url, text }) => {
		const details = [text, url].filter((part) => part !== "").map((part) => `<small>${yoake.markup(part)}</small>`);
		return `<li><b>${yoake.markup(name)}</b><i>${yoake.markup(licence)}</i>${details.join("")}</li>`;
	};
	engine.component("credits-screen").prototype.render = () => {
		const kinds = [...new Set(story.credits.map((credit) => credit.kind))];
		const sections = kinds.map((kind) => {
			const name = engine.translation(engine.preference("Language"))[`Credit_${kind}`] || kind;
			const entries = story.credits.filter((credit) => credit.kind === kind).map(entry);
			return `<section><h3>${yoake.markup(name)}</h3><ul>${entries.join("")}</ul></section>`;
		});
		return `${heading("Credits")}<div data-content="credits">${sections.join("")}</div>`;
	};

	// Save slots: a picture of the moment, the name that the player gave, the time
	engine.component("save-slot").prototype.render = function () {
		const { slot, name, date } = this.props;
		const state = (this.data && this.data.game && this.data.game.state) || {};
		const known = story.stages.some((changes) => changes.some(([, value]) => value === state.background));
		const image = known ? `<img src="${yoake.path(state.background)}" alt="">` : "";
		const time = new Date(date).toLocaleString(document.documentElement.lang);
		const label = yoake.markup(`${engine.string("Delete")}: ${name}`);
		return `<button data-delete="${yoake.markup(slot)}" aria-label="${label}"><span class="fas fa-times"></span></button>
			<div data-content="background">${image}</div>
			<figcaption><b>${yoake.markup(name)}</b><small>${yoake.markup(time)}</small></figcaption>`;
	};

	// A new slot is named after the scene
	const SaveScreen = engine.component("save-screen");
	const update = SaveScreen.prototype.onStateUpdate;
	SaveScreen.prototype.onStateUpdate = async function (property, before, after) {
		await update.call(this, property, before, after);
		const scene = story.scenes[engine.state("label")];
		const input = this.querySelector("[data-content=slot-name]");
		if (property === "open" && after === true && scene && input) {
			input.placeholder = engine.string("SlotName");
			input.value = scene.title;
		}
	};
}
