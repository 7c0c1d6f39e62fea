"""The node classes of the simulated ComfyUI, as `/object_info` describes them.

Inputs, bounds and outputs are those of ComfyUI 0.12 with AnimateDiff-Evolved and VideoHelperSuite, and of RMBG and the
newer core's background removal, as far as the shipped workflows and the recordings use them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Spec = list[Any]
SAMPLERS = re.findall(
    r"\S+",
    """
euler euler_cfg_pp euler_ancestral euler_ancestral_cfg_pp heun heunpp2 exp_heun_2_x0 exp_heun_2_x0_sde dpm_2
dpm_2_ancestral lms dpm_fast dpm_adaptive dpmpp_2s_ancestral dpmpp_2s_ancestral_cfg_pp dpmpp_sde dpmpp_sde_gpu
dpmpp_2m dpmpp_2m_cfg_pp dpmpp_2m_sde dpmpp_2m_sde_gpu dpmpp_2m_sde_heun dpmpp_2m_sde_heun_gpu dpmpp_3m_sde
dpmpp_3m_sde_gpu ddpm lcm ipndm ipndm_v deis res_multistep res_multistep_cfg_pp res_multistep_ancestral
res_multistep_ancestral_cfg_pp gradient_estimation gradient_estimation_cfg_pp er_sde seeds_2 seeds_3 sa_solver
sa_solver_pece ddim uni_pc uni_pc_bh2
""",
)
SCHEDULERS = [
    "simple",
    "sgm_uniform",
    "karras",
    "exponential",
    "ddim_uniform",
    "beta",
    "normal",
    "linear_quadratic",
    "kl_optimal",
]
SCALING = ["nearest-exact", "bilinear", "area", "bicubic", "lanczos"]
VIDEO_FORMATS = ["image/gif", "image/webp", "video/ProRes", "video/webm", "video/h264-mp4", "video/h265-mp4"]
BETAS = ["autoselect", "use existing", "sqrt_linear (AnimateDiff)", "linear (AnimateDiff-SDXL)"]


def whole(low: int = 0, high: int = 2**64 - 1, default: int = 0) -> Spec:
    return ["INT", {"default": default, "min": low, "max": high}]


def number(low: float = 0.0, high: float = 100.0, default: float = 1.0) -> Spec:
    return ["FLOAT", {"default": default, "min": low, "max": high}]


def text(default: str = "") -> Spec:
    return ["STRING", {"default": default}]


def choice(*options: Any) -> Spec:
    return [list(options), {}]


def newer_choice(*options: Any) -> Spec:
    return ["COMBO", {"options": list(options)}]


def files(folder: str, newer: bool = False) -> Spec:
    """A list of the files in a folder of models, filled in when it is asked for."""
    return ["COMBO", {"options": folder, "from": "models"}] if newer else [folder, {"from": "models"}]


def uploaded() -> Spec:
    return ["uploads", {"from": "uploads", "image_upload": True}]


SIDE, BATCH = whole(16, 16384, 512), whole(1, 4096, 1)
PREFIX = text("ComfyUI")
YES = ["BOOLEAN", {"default": True}]

_TABLE: Mapping[str, tuple[Mapping[str, Spec], Mapping[str, Spec], str, bool]] = {
    # class: required, optional, types of the outputs, whether it is an output node
    "CheckpointLoaderSimple": ({"ckpt_name": files("checkpoints")}, {}, "MODEL CLIP VAE", False),
    "ImageOnlyCheckpointLoader": ({"ckpt_name": files("checkpoints")}, {}, "MODEL CLIP_VISION VAE", False),
    "UNETLoader": (
        {"unet_name": files("diffusion_models"), "weight_dtype": choice("default", "fp8_e4m3fn", "fp8_e5m2")}, {},
        "MODEL", False,
    ),
    "VAELoader": ({"vae_name": files("vae")}, {}, "VAE", False),
    "CLIPLoader": (
        {"clip_name": files("text_encoders"), "type": choice("stable_diffusion", "sd3", "stable_audio", "wan", "ltxv",
                                                             "flux", "ace", "qwen_image")},
        {"device": choice("default", "cpu")}, "CLIP", False,
    ),
    "DualCLIPLoader": (
        {"clip_name1": files("text_encoders"), "clip_name2": files("text_encoders"),
         "type": choice("sdxl", "sd3", "flux", "hunyuan_video", "ace")},
        {"device": choice("default", "cpu")}, "CLIP", False,
    ),
    "CLIPVisionLoader": ({"clip_name": files("clip_vision")}, {}, "CLIP_VISION", False),
    "LoraLoader": (
        {"model": ["MODEL"], "clip": ["CLIP"], "lora_name": files("loras"), "strength_model": number(-100, 100),
         "strength_clip": number(-100, 100)}, {}, "MODEL CLIP", False,
    ),
    "LoraLoaderModelOnly": (
        {"model": ["MODEL"], "lora_name": files("loras"), "strength_model": number(-100, 100)}, {}, "MODEL", False,
    ),
    "UpscaleModelLoader": ({"model_name": files("upscale_models", newer=True)}, {}, "UPSCALE_MODEL", False),
    "LoadBackgroundRemovalModel": (
        {"bg_removal_name": files("background_removal", newer=True)}, {}, "BACKGROUND_REMOVAL", False,
    ),
    "CLIPTextEncode": ({"text": text(), "clip": ["CLIP"]}, {}, "CONDITIONING", False),
    "CLIPVisionEncode": (
        {"clip_vision": ["CLIP_VISION"], "image": ["IMAGE"], "crop": choice("center", "none")}, {},
        "CLIP_VISION_OUTPUT", False,
    ),
    "CLIPSetLastLayer": ({"clip": ["CLIP"], "stop_at_clip_layer": whole(-24, -1, -1)}, {}, "CLIP", False),
    "ConditioningZeroOut": ({"conditioning": ["CONDITIONING"]}, {}, "CONDITIONING", False),
    "ConditioningStableAudio": (
        {"positive": ["CONDITIONING"], "negative": ["CONDITIONING"], "seconds_start": number(0, 1000),
         "seconds_total": number(0, 1000)}, {}, "CONDITIONING CONDITIONING", False,
    ),
    "FluxGuidance": ({"conditioning": ["CONDITIONING"], "guidance": number(0, 100)}, {}, "CONDITIONING", False),
    "FluxKontextImageScale": ({"image": ["IMAGE"]}, {}, "IMAGE", False),
    "ReferenceLatent": ({"conditioning": ["CONDITIONING"]}, {"latent": ["LATENT"]}, "CONDITIONING", False),
    "LTXVConditioning": (
        {"positive": ["CONDITIONING"], "negative": ["CONDITIONING"], "frame_rate": number(0, 1000)}, {},
        "CONDITIONING CONDITIONING", False,
    ),
    "LTXVScheduler": (
        {"steps": whole(1, 10000), "max_shift": number(), "base_shift": number(), "stretch": YES,
         "terminal": number(0, 0.99)}, {"latent": ["LATENT"]}, "SIGMAS", False,
    ),
    "WanImageToVideo": (
        {"positive": ["CONDITIONING"], "negative": ["CONDITIONING"], "vae": ["VAE"], "width": SIDE, "height": SIDE,
         "length": whole(1, 16384, 81), "batch_size": BATCH},
        {"clip_vision_output": ["CLIP_VISION_OUTPUT"], "start_image": ["IMAGE"]},
        "CONDITIONING CONDITIONING LATENT", False,
    ),
    "EmptyLatentImage": ({"width": SIDE, "height": SIDE, "batch_size": BATCH}, {}, "LATENT", False),
    "EmptySD3LatentImage": ({"width": SIDE, "height": SIDE, "batch_size": BATCH}, {}, "LATENT", False),
    "EmptyLTXVLatentVideo": (
        {"width": SIDE, "height": SIDE, "length": whole(1, 16384, 97), "batch_size": BATCH}, {}, "LATENT", False,
    ),
    "EmptyLatentAudio": ({"seconds": number(1, 1000), "batch_size": BATCH}, {}, "LATENT", False),
    "EmptyAceStepLatentAudio": ({"seconds": number(1, 1000), "batch_size": BATCH}, {}, "LATENT", False),
    "EmptyAceStep1.5LatentAudio": ({"seconds": number(1, 1000), "batch_size": BATCH}, {}, "LATENT", False),
    "EmptyLatentHunyuan3Dv2": ({"resolution": whole(1, 8192, 3072), "batch_size": BATCH}, {}, "LATENT", False),
    "Hunyuan3Dv2Conditioning": (
        {"clip_vision_output": ["CLIP_VISION_OUTPUT"]}, {}, "CONDITIONING CONDITIONING", False,
    ),
    "TextEncodeAceStepAudio": (
        {"clip": ["CLIP"], "tags": text(), "lyrics": text(), "lyrics_strength": number(0, 10)}, {}, "CONDITIONING",
        False,
    ),
    "TextEncodeAceStepAudio1.5": (
        {"clip": ["CLIP"], "tags": text(), "lyrics": text(), "seed": whole(), "bpm": whole(10, 300, 120),
         "duration": number(0, 2000), "timesignature": newer_choice("2", "3", "4", "6"),
         "language": newer_choice("en", "ja", "zh", "es", "de", "fr", "pt", "ru", "it", "nl", "pl", "tr"),
         "keyscale": newer_choice(*(f"{note} {mode}" for mode in ("major", "minor") for note in "CDEFGAB"))},
        {}, "CONDITIONING", False,
    ),
    "RepeatLatentBatch": ({"samples": ["LATENT"], "amount": whole(1, 64, 1)}, {}, "LATENT", False),
    "SetLatentNoiseMask": ({"samples": ["LATENT"], "mask": ["MASK"]}, {}, "LATENT", False),
    "ModelSamplingSD3": ({"model": ["MODEL"], "shift": number()}, {}, "MODEL", False),
    "ModelSamplingAuraFlow": ({"model": ["MODEL"], "shift": number()}, {}, "MODEL", False),
    "LatentApplyOperationCFG": ({"model": ["MODEL"], "operation": ["LATENT_OPERATION"]}, {}, "MODEL", False),
    "LatentOperationTonemapReinhard": ({"multiplier": number(0, 100)}, {}, "LATENT_OPERATION", False),
    "KSamplerSelect": ({"sampler_name": choice(*SAMPLERS)}, {}, "SAMPLER", False),
    "KSampler": (
        {"model": ["MODEL"], "seed": whole(), "steps": whole(1, 10000, 20), "cfg": number(0, 100, 8),
         "sampler_name": choice(*SAMPLERS), "scheduler": choice(*SCHEDULERS), "positive": ["CONDITIONING"],
         "negative": ["CONDITIONING"], "latent_image": ["LATENT"], "denoise": number(0, 1)}, {}, "LATENT", False,
    ),
    "SamplerCustom": (
        {"model": ["MODEL"], "add_noise": YES, "noise_seed": whole(), "cfg": number(), "positive": ["CONDITIONING"],
         "negative": ["CONDITIONING"], "sampler": ["SAMPLER"], "sigmas": ["SIGMAS"], "latent_image": ["LATENT"]}, {},
        "LATENT LATENT", False,
    ),
    "VAEDecode": ({"samples": ["LATENT"], "vae": ["VAE"]}, {}, "IMAGE", False),
    "VAEEncode": ({"pixels": ["IMAGE"], "vae": ["VAE"]}, {}, "LATENT", False),
    "VAEDecodeAudio": ({"samples": ["LATENT"], "vae": ["VAE"]}, {}, "AUDIO", False),
    "VAEDecodeHunyuan3D": (
        {"samples": ["LATENT"], "vae": ["VAE"], "num_chunks": whole(1000, 500000, 8000),
         "octree_resolution": whole(16, 512, 256)}, {}, "VOXEL", False,
    ),
    "VoxelToMesh": (
        {"voxel": ["VOXEL"], "algorithm": newer_choice("surface net", "basic"), "threshold": number(-1, 1)}, {},
        "MESH", False,
    ),
    "LoadImage": ({"image": uploaded()}, {}, "IMAGE MASK", False),
    "LoadImageMask": ({"image": uploaded(), "channel": choice("alpha", "red", "green", "blue")}, {}, "MASK", False),
    "EmptyImage": (
        {"width": whole(1, 16384, 512), "height": whole(1, 16384, 512), "batch_size": BATCH,
         "color": whole(0, 0xFFFFFF, 0)}, {}, "IMAGE", False,
    ),
    "EmptyAudio": (
        {"duration": number(0, 1e9, 60), "sample_rate": whole(1, 192000, 44100), "channels": whole(1, 2, 2)}, {},
        "AUDIO", False,
    ),
    "ImageScale": (
        {"image": ["IMAGE"], "upscale_method": choice(*SCALING), "width": whole(0, 16384, 512),
         "height": whole(0, 16384, 512), "crop": choice("disabled", "center")}, {}, "IMAGE", False,
    ),
    "ImageScaleBy": (
        {"image": ["IMAGE"], "upscale_method": choice(*SCALING), "scale_by": number(0.01, 8)}, {}, "IMAGE", False,
    ),
    "ImageBlur": (
        {"image": ["IMAGE"], "blur_radius": whole(1, 31, 1), "sigma": number(0.1, 10)}, {}, "IMAGE", False,
    ),
    "ImageInvert": ({"image": ["IMAGE"]}, {}, "IMAGE", False),
    "ImageBatch": ({"image1": ["IMAGE"], "image2": ["IMAGE"]}, {}, "IMAGE", False),
    "ImageColorToMask": ({"image": ["IMAGE"], "color": whole(0, 0xFFFFFF)}, {}, "MASK", False),
    "InvertMask": ({"mask": ["MASK"]}, {}, "MASK", False),
    "JoinImageWithAlpha": ({"image": ["IMAGE"], "alpha": ["MASK"]}, {}, "IMAGE", False),
    "ImageUpscaleWithModel": ({"upscale_model": ["UPSCALE_MODEL"], "image": ["IMAGE"]}, {}, "IMAGE", False),
    "RemoveBackground": (
        {"bg_removal_model": ["BACKGROUND_REMOVAL"], "image": ["IMAGE"], "resolution": whole(64, 4096, 1024)}, {},
        "MASK", False,
    ),
    "RMBG": (
        {"image": ["IMAGE"], "model": choice("RMBG-2.0", "INSPYRENET", "BEN", "BEN2")},
        {"sensitivity": number(0, 1), "process_res": whole(256, 2048, 1024), "mask_blur": whole(0, 64),
         "mask_offset": whole(-64, 64), "invert_output": YES, "refine_foreground": YES,
         "background": choice("Alpha", "Color"), "background_color": text("#222222")}, "IMAGE MASK IMAGE", False,
    ),
    "CreateVideo": ({"images": ["IMAGE"], "fps": number(1, 120, 30)}, {"audio": ["AUDIO"]}, "VIDEO", False),
    "PrimitiveString": ({"value": text()}, {}, "STRING", False),
    "ADE_LoadAnimateDiffModel": ({"model_name": files("animatediff_models")}, {"ad_settings": ["AD_SETTINGS"]},
                                 "MOTION_MODEL_ADE", False),
    "ADE_ApplyAnimateDiffModelSimple": ({"motion_model": ["MOTION_MODEL_ADE"]}, {}, "M_MODELS", False),
    "ADE_UseEvolvedSampling": (
        {"model": ["MODEL"], "beta_schedule": choice(*BETAS)},
        {"m_models": ["M_MODELS"], "context_options": ["CONTEXT_OPTIONS"], "sample_settings": ["SAMPLE_SETTINGS"]},
        "MODEL", False,
    ),
    "ADE_AnimateDiffLoaderGen1": (
        {"model": ["MODEL"], "model_name": files("animatediff_models"), "beta_schedule": choice(*BETAS)},
        {"context_options": ["CONTEXT_OPTIONS"], "sample_settings": ["SAMPLE_SETTINGS"]}, "MODEL", False,
    ),
    "VHS_LoadVideo": (
        {"video": uploaded(), "force_rate": number(0, 60, 0), "custom_width": whole(0, 8192),
         "custom_height": whole(0, 8192), "frame_load_cap": whole(), "skip_first_frames": whole(),
         "select_every_nth": whole(1, 2**53, 1)}, {"vae": ["VAE"]}, "IMAGE INT AUDIO VHS_VIDEOINFO", False,
    ),
    "ADE_StandardUniformContextOptions": (
        {"context_length": whole(1, 128, 16), "context_stride": whole(1, 32, 1), "context_overlap": whole(0, 128, 4)},
        {}, "CONTEXT_OPTIONS", False,
    ),
    "SaveImage": ({"images": ["IMAGE"], "filename_prefix": PREFIX}, {}, "", True),
    "SaveImageWebsocket": ({"images": ["IMAGE"]}, {}, "", True),
    "PreviewImage": ({"images": ["IMAGE"]}, {}, "", True),
    "PreviewAny": ({"source": ["*"]}, {}, "", True),
    "SaveAnimatedWEBP": (
        {"images": ["IMAGE"], "filename_prefix": PREFIX, "fps": number(0.01, 1000, 6), "lossless": YES,
         "quality": whole(0, 100, 80), "method": newer_choice("default", "fastest", "slowest")}, {}, "", True,
    ),
    "SaveAnimatedPNG": (
        {"images": ["IMAGE"], "filename_prefix": PREFIX, "fps": number(0.01, 1000, 6),
         "compress_level": whole(0, 9, 4)}, {}, "", True,
    ),
    "SaveWEBM": (
        {"images": ["IMAGE"], "filename_prefix": PREFIX, "codec": newer_choice("vp9", "av1"),
         "fps": number(0.01, 1000, 24), "crf": number(0, 63, 32)}, {}, "", True,
    ),
    "SaveVideo": (
        {"video": ["VIDEO"], "filename_prefix": PREFIX, "format": newer_choice("auto", "mp4"),
         "codec": newer_choice("auto", "h264")}, {}, "", True,
    ),
    "SaveAudio": ({"audio": ["AUDIO"], "filename_prefix": PREFIX}, {}, "", True),
    "SaveAudioMP3": (
        {"audio": ["AUDIO"], "filename_prefix": PREFIX, "quality": newer_choice("V0", "128k", "320k")}, {}, "", True,
    ),
    "SaveAudioOpus": (
        {"audio": ["AUDIO"], "filename_prefix": PREFIX,
         "quality": newer_choice("64k", "96k", "128k", "192k", "320k")}, {}, "", True,
    ),
    "PreviewAudio": ({"audio": ["AUDIO"]}, {}, "", True),
    "SaveGLB": ({"mesh": ["MESH"], "filename_prefix": PREFIX}, {}, "", True),
    "SaveLatent": ({"samples": ["LATENT"], "filename_prefix": PREFIX}, {}, "", True),
    "VHS_VideoCombine": (
        {"images": ["IMAGE"], "frame_rate": number(1, 1000, 8), "loop_count": whole(0, 100),
         "filename_prefix": text("AnimateDiff"), "format": choice(*VIDEO_FORMATS), "pingpong": YES, "save_output": YES},
        {"audio": ["AUDIO"], "vae": ["VAE"]}, "VHS_FILENAMES", True,
    ),
    # the private nodes of the recordings
    "TestSlow": (
        {"image": ["IMAGE"], "steps": whole(1, 10000, 4), "step_s": number(0, 100, 0.1), "seed": whole(0, 2**63),
         "preview": YES}, {}, "IMAGE", False,
    ),
    "TestRaise": (
        {"image": ["IMAGE"],
         "kind": choice("value_error", "cuda_oom", "cudnn_oom", "cuda_runtime", "block", "block_silent"),
         "seed": whole(0, 2**63)}, {}, "IMAGE", False,
    ),
    "TestNaN": ({"image": ["IMAGE"]}, {}, "IMAGE", False),
}  # fmt: skip

LIST = Callable[[str, str], list[str]]


def classes() -> frozenset[str]:
    return frozenset(_TABLE)


def inputs(name: str, listing: LIST) -> dict[str, dict[str, Spec]]:
    """`required` and `optional` inputs of a class, with today's files filled in.

    Args:
        listing: (`models`, folder) or (`uploads`, "") -> names; (`there`, name) -> the name, where the file is there.
    """
    required, optional, _, _ = _TABLE[name]
    return {
        "required": {key: _filled(spec, listing) for key, spec in required.items()},
        "optional": {key: _filled(spec, listing) for key, spec in optional.items()},
    }


def outputs(name: str) -> list[str]:
    return _TABLE[name][2].split()


def is_output(name: str) -> bool:
    return _TABLE[name][3]


def described(name: str, listing: LIST) -> dict[str, Any]:
    """A class as `/object_info` tells it."""
    groups = {group: specs for group, specs in inputs(name, listing).items() if specs or group == "required"}
    kinds = outputs(name)
    return {
        "input": groups,
        "input_order": {group: list(specs) for group, specs in groups.items()},
        "is_input_list": False,
        "output": kinds,
        "output_is_list": [False] * len(kinds),
        "output_name": kinds,
        "name": name,
        "display_name": name,
        "description": "",
        "python_module": "nodes",
        "category": "simulated",
        "output_node": is_output(name),
        "search_aliases": [],
    }


def _filled(spec: Spec, listing: LIST) -> Spec:
    settings = spec[1] if len(spec) > 1 else {}
    source = settings.get("from")
    if source is None:
        return spec
    rest = {key: value for key, value in settings.items() if key not in ("from", "options")}
    if spec[0] == "COMBO":
        return ["COMBO", {**rest, "options": listing(source, settings["options"])}]
    return [listing(source, spec[0]), rest]
