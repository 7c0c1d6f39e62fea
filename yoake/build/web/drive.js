// Plays in the page, as a player would: waits until something has come up, reads it from the page, clicks.
// Given to Playwright by play.py; no part of the game.
async ({ seen, stop, limit }) => {
	const { engine, story } = yoake;
	const one = (selector) => document.querySelector(selector);
	const pause = () => new Promise((resolve) => setTimeout(resolve, 2));
	const prompts = new Set(story.menus.map((menu) => menu.prompt));
	const lines = [];

	/** What is on the screen now, or null while something is still on its way. */
	const now = () => {
		const card = one(".card-ending:not(.leaving)");
		if (card) {
			return { at: "ending", ending: card.dataset.ending, text: one(".card-ending .card-title").textContent };
		}
		const box = one("text-box");
		const typing = engine.global("finished_typing") === false;
		if (one(".card:not(.leaving)") || typing || engine.global("_engine_block") || Number(box.dataset.shown || 0) === seen) {
			return null;
		}
		const text = one("text-box [data-ui=say]").textContent;
		if (prompts.has(Number(box.dataset.line))) {
			const answers = [...document.querySelectorAll("choice-container [data-choice]")];
			return answers.length === 0 ? null : { at: "menu", text, answers: answers.map((answer) => answer.textContent) };
		}
		const who = box.dataset.kind === "speech" ? one("text-box [data-ui=who]").textContent : null;
		return { at: "line", who, text };
	};

	for (;;) {
		const deadline = Date.now() + limit;
		let found = now();
		while (found === null) {
			if (Date.now() > deadline) {
				return { at: "stuck", lines, seen };
			}
			await pause();
			found = now();
		}
		if (found.at !== "line") {
			return { ...found, lines, seen: Number(one("text-box").dataset.shown || 0) };
		}
		seen = Number(one("text-box").dataset.shown);
		lines.push([found.who, found.text]);
		if (lines.length >= stop) {
			return { at: "line", lines, seen };
		}
		// whatever lies on top there takes the click, as it would take a player's
		document.elementFromPoint(innerWidth / 2, innerHeight * 0.08).click();
	}
}
