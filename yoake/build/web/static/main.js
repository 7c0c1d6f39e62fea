"use strict";
{
	const { engine, story } = yoake;
	const language = story.language === "ja" ? "日本語" : "English";

	// `?speed=instant` shows text at once and leaves out fades and waits: for automatic play-throughs
	yoake.instant = new URLSearchParams(location.search).get("speed") === "instant";
	document.documentElement.classList.toggle("instant", yoake.instant);

	// the script is made of these alone: what the engine could do besides, no text can call upon
	const verbs = ["Choice", "Chapter", "Clip", "Dialog", "Effect", "End", "Ending", "Jump", "Modes", "Stage", "Volumes"];
	for (const { id } of engine.actions()) {
		if (!verbs.includes(id)) {
			engine.unregisterAction(id);
		}
	}

	engine.translation(language, window.yoakeWords);
	engine.settings({
		Name: `yoake-${story.project}`,
		Version: "1.0.0",
		Label: story.start,
		SaveLabel: `Save-${story.edition}`,
		AutoSaveLabel: `AutoSave-${story.edition}`,
		MultiLanguage: false,
		LanguageSelectionScreen: false,
		Preload: false,
		ServiceWorkers: false,
		TypeAnimation: !yoake.instant,
		NarratorTypeAnimation: !yoake.instant,
		InstantText: true,
		Orientation: "landscape",
		Skip: yoake.instant ? 10 : 60,
		AssetsPath: { root: "assets", gallery: "." },
		Storage: { Adapter: "IndexedDB", Store: "GameData", Endpoint: "" },
		Screenshots: false,
	});
	engine.preferences({
		Language: language,
		Volume: { Music: 0.7, Voice: 1, Sound: 0.8, Video: 0.8 },
		TextSpeed: 20,
		AutoPlaySpeed: 2,
	});

	Monogatari.$_ready(async () => {
		yoake.dressTitle();
		await engine.init("#monogatari");
		document.querySelector("game-screen [data-content=visuals]").append(yoake.stage.root);
		yoake.stage.expect(story.start);
		document.documentElement.dataset.ready = "true";
	});
}
