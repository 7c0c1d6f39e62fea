# What Ren'Py itself says, in Japanese. Taken from the Japanese translation of Ren'Py; see LICENSE-RENPY.txt.

translate japanese strings:

    old "Quick save complete."
    new "クイックセーブ完了。"

    old "Are you sure?"
    new "続けますか？"

    old "Are you sure you want to delete this save?"
    new "このセーブデータを消去しますか？"

    old "Are you sure you want to overwrite your save?"
    new "このセーブデータに上書きしますか？"

    old "Loading will lose unsaved progress.\nAre you sure you want to do this?"
    new "ロードすると、セーブされていない進行状況は失われます。\nロードしますか？"

    old "Are you sure you want to quit?"
    new "終了しますか？"

    old "Are you sure you want to return to the main menu?\nThis will lose unsaved progress."
    new "メインメニューに戻りますか？\nセーブされていない進行状況は失われます。"

    old "Are you sure you want to end the replay?"
    new "リプレイを終了しますか？"

    old "Are you sure you want to begin skipping?"
    new "スキップを開始しますか？"

    old "Are you sure you want to skip to the next choice?"
    new "次の選択肢までスキップしますか？"

    old "Are you sure you want to skip unseen dialogue to the next choice?"
    new "次の選択肢まで、未読テキストをスキップしますか？"

    old "Saved screenshot as %s."
    new "スクリーンショットを %s に保存しました。"

    old "Failed to save screenshot as %s."
    new "ファイル名 %s のスクリーンショットの保存に失敗しました。"

    old "Self-voicing disabled."
    new "セルフボイシング無効化。"

    old "Clipboard voicing enabled. "
    new "クリップボードボイシング有効化。"

    old "Self-voicing enabled. "
    new "セルフボイシング有効化。"

    old "Image [index] of [count] locked."
    new "画像 [index] / [count] はロックされています。"

    old "Text Size Scaling"
    new "テキストサイズのスケーリング"

    old "Line Spacing Scaling"
    new "行間のスケーリング"

    old "Font Override"
    new "フォントオーバーライド"

    old "High Contrast Text"
    new "ハイコントラストテキスト"

    old "Self-Voicing Volume Drop"
    new "セルフボイシングボリューム低減"

    old "Text-to-speech"
    new "テキストを読む"
