"""The ten moods. Programs are General MIDI numbers from 0: 0 piano, 48 strings, 60 horn, 73 flute..."""

from __future__ import annotations

from yoake.providers.sketch.music.melody import Voice
from yoake.providers.sketch.music.style import Beat, Layer, Style
from yoake.texts.models import Mood

_EIGHTHS = ((1, 0.5, 0.5, 1, 1), (0.5, 0.5, 0.5, 0.5, 1, 1), (1.5, 0.5, 1, 1), (1, 1, 0.5, 0.5, 1))
_SLOW = ((2, 1, 1), (1.5, 0.5, 2), (1, 1, 2), (3, 1), (1.5, 0.5, 1, 1))
_CLOSES = ((1, 1, 2), (1, 3), (0.5, 0.5, 3), (2, 2))

MOODS: dict[Mood, Style] = {
    # heroic orchestra: horns over running strings, timpani, borrowed bVI and bVII
    "title": Style(
        bpm=(100, 108), beats=4, mode="major", tonics=(58, 60, 62),
        first=("I | V/11 | vi | IV | I/4 | IV | ii7 | Vsus4 V", "I | iii/7 | IV | V | vi | IV | bVII | Vsus4 V"),
        second=("bVI | bVII | I | V/11", "bVI | bVII | iv6 | Vsus4 V"),
        voice=Voice(60, 79, ((1.5, 0.5, 2), (1.5, 0.5, 1, 1), (1, 0.5, 0.5, 2), (3, 0.5, 0.5)), ((1, 3), (1, 1, 2)), 4,
                    0.98, 98),
        layers=(
            Layer("horns", "melody", (60, 61), 108, 58, "m", "m"),
            Layer("violins", "melody", (48,), 98, 44, "", "m", octave=1, velocity=80),
            Layer("strings", "chords", (48,), 88, 72, "c - - - c - - -", "c - c - c - c -", 53, 74, 70),
            Layer("spiccato", "chords", (45, 46), 76, 90, "0 2 1 2 3 2 1 2", "3 2 4 2 3 2 4 2", 60, 79, 66),
            Layer("low strings", "bass", (43, 48), 104, 60, "r - - - f - r -", "r - r - r - r a", velocity=86),
            Layer("choir", "chords", (52,), 66, 64, "", "c - - - - - - -", 57, 76, 62),
            Layer("timpani", "bass", (47,), 100, 64, "r . . . . . . .", "r . . r . . f f", velocity=92),
        ),
        drums=Beat({}, {38: "x..oxooox..oxooo"}, {38: "o.o.oooox.x.xxxx", 57: "............x..."}, 49),
        room_seconds=2.6, room_brightness=0.5, wet=0.34,
    ),
    # a sunny walk: marimba and clarinet over guitar, royal-road progression, light kit with a swing
    "daily": Style(
        bpm=(124, 134), beats=4, mode="major", tonics=(60, 62, 65),
        first=("IVmaj7 | V7 | iii7 | vi | IVmaj7 | V7 | I6 | I6", "I | iii7 | IV | V7 | I | iii7 | IV V | I6"),
        second=("IV | I/4 | ii7 | I | IV | iii7 | ii7 | V7", "vi | iii7 | IV | I | vi | II7 | ii7 | V7"),
        voice=Voice(67, 86, (*_EIGHTHS, (-0.5, 0.5, 0.5, 0.5, 1, 1), (0.5, 1, 0.5, 1, 1)),
                    (*_CLOSES[:2], (1, 1, 1, -1)), 3, 0.72, 92),
        layers=(
            Layer("lead", "melody", (71, 73, 79), 104, 60, "m", ""),
            Layer("whistle", "melody", (12, 11), 100, 74, "", "m"),
            Layer("guitar", "chords", (24, 25), 100, 40, "0 . c . 1 . c c", "0 . c . 1 . c .", 50, 69, 70),
            Layer("pizzicato", "chords", (45,), 118, 92, ". 2 . 3 . 2 . 3", "3 2 1 2 3 2 1 2", 60, 79, 62),
            Layer("bass", "bass", (32,), 100, 64, "r . . f r . . a", "r . f . o . f a", velocity=84),
        ),
        drums=Beat(
            {36: "x.....o.x.......", 37: "....x.......x...", 42: "x.o.x.o.x.o.x.o."},
            {36: "x.....x.x.....o.", 37: "....x.......x..o", 70: "oxooxooooxooxoxo", 54: "....x.......x..."},
            {36: "x.....x.........", 37: "....x.....x.x.xx", 42: "x.o.x.o.x......."},
        ),
        room_seconds=0.9, room_brightness=0.6, wet=0.16, swing=0.09,
    ),
    # piano alone with air around it: sevenths and ninths, wide arpeggios, no percussion
    "calm": Style(
        bpm=(70, 76), beats=4, mode="major", tonics=(57, 60, 65),
        first=("Imaj7 | vi7 | IVmaj7 | Vsus4", "Imaj9 | IVmaj7 | Imaj9 | IVmaj7"),
        second=("IVmaj7 | iii7 | ii7 | Vsus4", "vi7 | IVmaj7 | ii9 | Vsus4"),
        voice=Voice(67, 84, (*_SLOW, (-1, 1, 2), (-0.5, 0.5, 1, 2)), ((1, 3), (2, 2), (4,)), 2, 1.0, 74),
        layers=(
            Layer("piano", "melody", (0,), 104, 66, "m", "m"),
            Layer("left hand", "chords", (0,), 102, 54, "0 1 2 3 4 3 2 1", "0 2 3 4 5 4 3 2", 48, 69, 56),
            Layer("pad", "chords", (89, 49), 62, 64, "c - - -", "c - - -", 55, 72, 56),
            Layer("low", "bass", (0, 32), 112, 60, "r - - -", "r - f -", velocity=62),
            Layer("harp", "chords", (46,), 66, 96, "", ". . . . 4 5 6 7", 64, 79, 52),
        ),
        drums=None, room_seconds=2.8, room_brightness=0.45, wet=0.36,
    ),
    # solo piano answered by a cello in a minor key
    "sad": Style(
        bpm=(64, 69), beats=4, mode="minor", tonics=(57, 59, 62),
        first=("i | bVI | bIII | bVII", "i | v/10 | bVI | bIII/7", "iadd9 | bVImaj7 | iv7 | V"),
        second=("iv | bVII | bIIImaj7 | bVImaj7 V", "bVI | bVII | v7 | iv V"),
        voice=Voice(64, 81, ((1.5, 0.5, 2), (2, 1, 1), (1, 0.5, 0.5, 2), (-1, 1, 1, 1), (3, 1)), ((1, 3), (2, 2)), 3,
                    1.0, 72),
        layers=(
            Layer("piano", "melody", (0,), 106, 64, "m", "m"),
            Layer("left hand", "chords", (0,), 104, 52, "0 - 1 - 2 - 1 -", "0 1 2 3 2 1 2 1", 48, 66, 54),
            Layer("cello", "counter", (42,), 66, 82, "", "m", 45, 62, 66),
            Layer("strings", "chords", (49,), 58, 64, "", "c - - -", 55, 72, 54),
            Layer("low", "bass", (0, 42), 100, 60, "r - - -", "r - - -", velocity=60),
        ),
        drums=None, room_seconds=2.4, room_brightness=0.3, wet=0.32,
    ),
    # something is coming: low ostinato, ticking, phrygian seconds
    "tense": Style(
        bpm=(132, 142), beats=4, mode="phrygian", tonics=(52, 54, 57),
        first=("i | i | bII/0 | i | i | i | bVI/0 | bII", "i | i | ivadd9 | i | bVI | bVI | bII | bII"),
        second=("bVI | bVII | i | i | bVI | iv | bII | Vsus4", "iv | iv | i | i | bVI | bVI | bII | V7"),
        voice=Voice(57, 74, ((-2, 1, 1), (3, -1), (-1, 1, 2), (-2, 0.5, 0.5, 1)), ((4,), (3, -1), (1, 3)), 2, 0.9, 82),
        layers=(
            Layer("ostinato", "chords", (48, 45), 96, 50, "0 0 1 0 2 0 1 0 0 0 1 0 2 1 1 0",
                  "0 0 2 0 1 0 2 0 0 0 2 0 1 2 3 2", 52, 67, 74),
            Layer("dark brass", "melody", (57, 58), 84, 78, "", "m", octave=-1),
            Layer("tremolo", "chords", (44,), 82, 88, "c - - - - - - -", "c - - - - - - -", 60, 76, 60),
            Layer("bass", "bass", (38, 39), 98, 64, "r r . r r . r .", "r r r r r r r a", velocity=88),
            Layer("bell", "melody", (14, 11), 82, 40, "m", "", octave=1, velocity=56),
        ),
        drums=Beat(
            {42: "x.oox.oox.oox.oo", 36: "x..........x....", 76: "......x.......x."},
            {42: "xoxoxoxoxoxoxoxo", 36: "x.....x...x.....", 43: "............x.x.", 38: "........x......."},
            {36: "x...x...x...x...", 47: "x.x.....x.......", 45: "....x.x...x.....", 43: "............xxxx"},
        ),
        room_seconds=1.6, room_brightness=0.35, wet=0.24,
    ),
    # slow ballad: electric piano, strings, oboe; secondary dominants and ninths
    "romantic": Style(
        bpm=(76, 82), beats=4, mode="major", tonics=(60, 63, 65),
        first=("Imaj7 | V/11 | vi7 | iii7", "Imaj9 | III7/8 | vi7 | v7 I7"),
        second=("IVmaj7 | III7/8 | vi7 II9 | Vsus4 V7", "ii9 | V7 | iii7 VI7 | iv6 V7"),
        voice=Voice(65, 82, ((1.5, 0.5, 1, 1), (0.5, 0.5, 1, 2), (1.5, 0.5, 2), (-0.5, 0.5, 0.5, 0.5, 2)),
                    ((1, 3), (0.5, 0.5, 3)), 4, 1.0, 84),
        layers=(
            Layer("oboe", "melody", (68, 71, 40), 100, 60, "m", "m"),
            Layer("electric piano", "chords", (4, 5), 88, 48, "0 . 2 3 . 2 c -", "0 2 3 4 3 2 c -", 52, 71, 62),
            Layer("strings", "chords", (48, 49), 70, 84, "c - - -", "c - c -", 57, 76, 58),
            Layer("violin", "counter", (40,), 66, 92, "", "m", 60, 79, 60),
            Layer("bass", "bass", (33, 35), 92, 64, "r - - . f - r -", "r - - r f - - a", velocity=74),
        ),
        drums=Beat(
            {36: "x.........x.....", 37: "....x.......x...", 42: "o.o.o.o.o.o.o.o."},
            {36: "x......ox.......", 38: "....o.......o...", 51: "x.o.x.o.x.o.x.o."},
            {36: "x.........x.....", 38: "....o.......o.oo", 51: "x.o.x.o.x......."},
        ),
        room_seconds=2.2, room_brightness=0.5, wet=0.3,
    ),
    # a crooked waltz of celesta and harp: raised fourths, chords that do not belong together
    "mystery": Style(
        bpm=(100, 108), beats=3, mode="dorian", tonics=(57, 59, 62),
        first=("i | i | bVI | iii | i | i | bII | V7", "i | #ivdim | i | #ivdim | bIII | vii | bVI | V7"),
        second=("iv | bVII | bIII | #ivdim7 | iv | bII | Vsus4 | V7", "bVI | bII | v | i | bVI | #ivdim7 | V7 | V7"),
        voice=Voice(69, 88, ((1, 1, 1), (2, 1), (0.5, 0.5, 1, 1), (-1, 1, 1), (1, 0.5, 0.5, 1)),
                    ((3,), (1, 2), (2, -1)), 3, 0.9, 80),
        layers=(
            Layer("celesta", "melody", (8, 10), 106, 70, "m", "m"),
            Layer("harp", "chords", (46,), 82, 44, "0 1 2 3 2 1", "0 2 1 3 2 4", 52, 72, 60),
            Layer("pizzicato", "bass", (45, 32), 96, 60, "r . .", "r . f", velocity=82),
            Layer("strings", "chords", (45,), 92, 88, ". c c", ". c c", 57, 74, 58),
            Layer("voices", "chords", (52, 53, 91), 54, 64, "", "c - -", 60, 76, 54),
            Layer("bassoon", "counter", (70,), 72, 76, "", "m", 46, 64, 62),
        ),
        drums=Beat({81: "x..........."},
                   {81: "x...........", 76: "....x...x...", 77: "..........x."}, {80: "x.x.x.x.x.x."}),
        room_seconds=2.6, room_brightness=0.7, wet=0.34,
    ),
    # summer festival: flute and shamisen in the yo scale over taiko, hand bell and shouts of brass
    "festive": Style(
        bpm=(140, 150), beats=4, mode="yo", tonics=(60, 62, 64),
        first=("I5 | I5 | V5 | I5 | I5 | I5 | V5 | I5", "I5 | ii | V5 | I5 | I5 | ii | V5 | I5"),
        second=("vi | ii | V5 | I5 | vi | ii | V5 | Vsus4", "IV | I5 | ii | V5 | IV | I5 | ii | V5"),
        voice=Voice(69, 88, ((0.5, 0.5, 1, 0.5, 0.5, 1), (1, 0.5, 0.5, 0.5, 0.5, 1), (1.5, 0.5, 1, 1),
                             (0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 1)), ((0.5, 0.5, 1, 1, -1), (1, 1, 1, -1)), 2, 0.85, 98),
        layers=(
            Layer("flute", "melody", (77, 72), 108, 64, "m", "m", octave=0),
            Layer("shamisen", "melody", (106,), 106, 46, "m", "m", octave=-1),
            Layer("koto", "chords", (107,), 82, 88, "0 . 1 . 2 1 0 .", "0 1 2 1 0 1 2 1", 55, 74, 72),
            Layer("taiko", "bass", (116,), 94, 64, "r . . r . . r .", "r . r r . r r .", velocity=104),
            Layer("bass", "bass", (32,), 90, 60, "r - . f r - . .", "r - f . r - f .", velocity=80),
        ),
        drums=Beat(
            {56: "x...x.x.x...x.x.", 75: "x..x..x.x..x..x.", 54: "....x.......x..."},
            {56: "x.x.x.x.x.x.xxx.", 75: "x..x..x.x..x..x.", 39: "....x.......x..."},
            {56: "x.x.x.x.x.......", 39: "....x.......x.x.", 41: "x.xxx.xxx.x.X..."},
            57,
        ),
        room_seconds=1.0, room_brightness=0.55, wet=0.16,
    ),
    # credits roll: piano and strings on a canon bass, bells, a gentle kit
    "ending": Style(
        bpm=(94, 100), beats=4, mode="major", tonics=(58, 60, 62, 65),
        first=("I | V/11 | vi | iii/7 | IV | I/4 | ii7 | Vsus4 V",
               "I | V/11 | vi7 | v7 I7 | IVmaj7 | iii7 | ii7 | Vsus4 V"),
        second=("IV V | iii7 vi | ii7 V | Iadd9", "IVmaj7 | iv6 | I/7 VI7 | ii7 V"),
        voice=Voice(64, 83, ((1.5, 0.5, 1, 1), (1, 0.5, 0.5, 1, 1), (2, 1, 1), (0.5, 0.5, 1, 2),
                             (-0.5, 0.5, 0.5, 0.5, 2)),
                    ((1, 3), (1, 1, 2)), 4, 0.98, 84),
        layers=(
            Layer("piano", "melody", (0,), 118, 60, "m", ""),
            Layer("violins", "melody", (48, 40), 70, 70, "", "m"),
            Layer("right hand", "chords", (0,), 98, 50, "0 2 1 2 3 2 1 2", "c . c . c . c .", 57, 74, 58),
            Layer("strings", "chords", (49, 48), 70, 84, "c - - -", "c - - -", 55, 74, 60),
            Layer("bells", "chords", (9, 14), 96, 96, "", "4 . . . 5 . 4 .", 72, 88, 54),
            Layer("bass", "bass", (32, 33), 94, 64, "r - - . r - f -", "r - - r f - r a", velocity=78),
        ),
        drums=Beat(
            {36: "x.....o.x.......", 37: "....x.......x...", 44: "....o.......o..."},
            {36: "x.....x.x.......", 38: "....x.......x...", 51: "x.o.x.o.x.o.x.o."},
            {36: "x.......x.......", 38: "....x...o.o.x.xx", 51: "x.o.x.o........."},
            49,
        ),
        room_seconds=2.2, room_brightness=0.5, wet=0.28,
    ),
    # fast and minor: power chords, brass, galloping bass, full kit
    "battle": Style(
        bpm=(158, 170), beats=4, mode="harmonic", tonics=(52, 54, 55, 57),
        first=("i5 | bVI5 | bVII5 | i5 | i5 | bVI5 | iv5 | V", "i5 | i5 | bVI5 | bVII5 | i5 | bIII5 | bVI5 | V"),
        second=("iv | bVII | bIII | bVI | iv | bVI | V | V7", "bVI | bVII | i | i | bVI | bVII | V | V7"),
        voice=Voice(60, 79, ((1.5, 1.5, 1), (0.5, 0.5, 1, 1, 1), (1.5, 0.5, 0.5, 0.5, 1), (1, 0.5, 0.5, 1.5, 0.5)),
                    ((1, 3), (0.5, 0.5, 3)), 4, 0.92, 104),
        layers=(
            Layer("brass", "melody", (61, 56), 104, 60, "m", "m"),
            Layer("lead", "melody", (81, 48), 74, 78, "", "m", octave=1, velocity=84),
            Layer("left guitar", "chords", (30,), 84, 22, "0 0 c 0 0 c 0 c", "c - - c - - c -", 45, 60, 78),
            Layer("right guitar", "chords", (30, 29), 76, 106, "0 0 c 0 0 c 0 c", "c - - c - - c -", 45, 60, 74),
            Layer("strings", "chords", (48,), 104, 64, "0 1 2 1 0 1 2 1 0 1 2 1 0 1 2 1",
                  "2 1 0 1 2 1 0 1 2 1 0 1 3 2 1 2",
                  62, 79, 70),
            Layer("bass", "bass", (34, 38), 102, 64, "r . r r r . r r r . r r r . r r",
                  "r r r r r r r r r r r r f f o a",
                  velocity=94),
        ),
        drums=Beat(
            {36: "x.xx....x.xx..x.", 38: "....X.......X...", 42: "x.x.x.x.x.x.x.x."},
            {36: "x.x.x.x.x.x.x.x.", 38: "....X.......X..o", 51: "x.x.x.x.x.x.x.x."},
            {36: "x...x...x...x...", 38: "x.xxx...x.x.xxxx", 47: "......xx........", 43: "..........xx...."},
            49,
        ),
        room_seconds=1.2, room_brightness=0.5, wet=0.14,
    ),
}  # fmt: skip
