"use strict";
// What covers the stage for a moment: the title of a chapter, a clip, the title of an ending.
{
	const { engine, story } = yoake;
	let open = null; // { element, close(goOn) }

	/** Shows a card until `seconds` are over (none: until a click); false where the game was left meanwhile. */
	const card = (element, seconds) =>
		new Promise((resolve) => {
			const timer = seconds === null ? 0 : setTimeout(() => close(true), seconds * 1000);
			const close = (goOn) => {
				clearTimeout(timer);
				open = null;
				element.classList.add("leaving");
				setTimeout(() => element.remove(), yoake.instant ? 0 : 450);
				resolve(goOn);
			};
			element.addEventListener("click", (event) => {
				event.stopPropagation();
				close(true);
			});
			open = { element, close };
			document.querySelector("game-screen").append(element);
		});

	document.addEventListener(
		"keydown",
		(event) => {
			if (open && !event.repeat && [" ", "Enter", "ArrowRight"].includes(event.key)) {
				event.stopPropagation();
				event.preventDefault();
				open.close(true);
			}
		},
		true,
	);

	class Card extends Monogatari.Action {
		static async shouldProceed({ autoPlay } = {}) {
			if (open) {
				if (!autoPlay) {
					open.close(true);
				}
				throw new Error("a card is open");
			}
		}

		static async willRollback() {
			await this.reset();
		}

		static async reset() {
			if (open) {
				open.close(false);
			}
		}

		static matchString([verb]) {
			return verb === this.verb;
		}

		constructor([, subject]) {
			super();
			this.subject = subject;
			this.goOn = true;
		}

		async willApply() {
			document.querySelector("text-box").classList.add("waiting");
		}

		async didApply() {
			document.querySelector("text-box").classList.remove("waiting");
			return { advance: this.goOn };
		}

		async didRevert() {
			return { advance: true, step: true };
		}
	}

	class Chapter extends Card {
		static id = "Chapter";
		static verb = "chapter";

		async apply() {
			const element = yoake.element("div", "card card-chapter");
			element.append(yoake.element("p", "card-title", story.chapters[this.subject]));
			const skipping = yoake.instant || engine.global("skip") !== undefined;
			this.goOn = await card(element, skipping ? 0.01 : 2.6);
		}
	}

	class Clip extends Card {
		static id = "Clip";
		static verb = "video";

		async apply() {
			const element = yoake.element("div", "card card-clip");
			const video = element.appendChild(document.createElement("video"));
			video.src = yoake.path(this.subject);
			video.volume = yoake.audio.volume("Video");
			video.playsInline = true;
			const over = () => open && open.element === element && open.close(true);
			video.addEventListener("ended", over);
			video.addEventListener("error", () => {
				console.error(`video ${this.subject}: ${video.error && video.error.message}`);
				over();
			});
			// at test speed it is enough that a picture of it could be shown
			video.addEventListener("loadeddata", () => (yoake.instant ? over() : video.play().catch(over)));
			if (engine.global("skip") === undefined) {
				this.goOn = await card(element, null);
			}
		}
	}

	class Ending extends Card {
		static id = "Ending";
		static verb = "ending";

		async apply() {
			const { title, kind } = story.endings[this.subject];
			const element = yoake.element("div", `card card-ending card-${kind}`);
			element.dataset.ending = this.subject;
			element.append(yoake.element("p", "card-kind", engine.string(`Ending_${kind}`)));
			element.append(yoake.element("p", "card-title", title));
			element.append(yoake.element("p", "card-hint", engine.string("ClickToGoOn")));
			engine.skip(false);
			engine.autoPlay(false);
			if (await card(element, null)) {
				setTimeout(() => yoake.finish());
			}
			this.goOn = false;
		}
	}

	/** `sound FILE`: an effect. */
	class Effect extends Monogatari.Action {
		static id = "Effect";

		static matchString([verb]) {
			return verb === "sound";
		}

		constructor([, file]) {
			super();
			this.file = file;
		}

		async apply() {
			if (engine.global("skip") === undefined) {
				yoake.audio.sound(this.file);
			}
		}

		async didApply() {
			return { advance: true };
		}

		async didRevert() {
			return { advance: true, step: true };
		}
	}

	for (const action of [Chapter, Clip, Ending, Effect]) {
		engine.registerAction(action);
	}
}
