"""The peers of run.js: for each line {"peer", "size", "strength", "blur", "jpeg", "pictures", "height", "width", "views"} on
standard input, makes that many SimCLR views on one thread and answers with the seconds it took. With "jpeg", "pictures" is a
folder of files, and each is read and decoded for two views."""

import json
import pathlib
import sys
import time

import numpy
import torch
from lightly.transforms.simclr_transform import SimCLRViewTransform
from PIL import Image
from torchvision.transforms import v2

torch.set_num_threads(1)
MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
made = {}


def lightly(size, strength, blur):
    return SimCLRViewTransform(input_size=size, cj_strength=strength, gaussian_blur=blur)


def torchvision(size, strength, blur):
    jitter = v2.ColorJitter(0.8 * strength, 0.8 * strength, 0.8 * strength, 0.2 * strength)
    kernel = 2 * (size // 20) + 1
    return v2.Compose([
        v2.ToDtype(torch.float32, scale=True),
        v2.RandomResizedCrop(size, scale=(0.08, 1.0), antialias=True),
        v2.RandomHorizontalFlip(0.5),
        v2.RandomApply([jitter], 0.8),
        v2.RandomGrayscale(0.2),
        v2.RandomApply([v2.GaussianBlur(kernel, (0.1, 2.0))], blur),
        v2.Normalize(MEAN, STD),
    ])


def prepared(task):
    key = json.dumps({name: value for name, value in task.items() if name != "views"})
    if key not in made and task["jpeg"]:
        made[key] = sorted(pathlib.Path(task["pictures"]).iterdir()), lightly(task["size"], task["strength"], task["blur"])
    if key not in made:
        bytes_ = numpy.fromfile(task["pictures"], numpy.uint8).reshape(-1, task["height"], task["width"], 3)
        transform = {"lightly": lightly, "torchvision": torchvision}[task["peer"]]
        pictures = [Image.fromarray(p) for p in bytes_]
        if task["peer"] == "torchvision":
            pictures = [torch.from_numpy(p).permute(2, 0, 1).contiguous() for p in bytes_]
        made[key] = pictures, transform(task["size"], task["strength"], task["blur"])
    return made[key]


for line in sys.stdin:
    task = json.loads(line)
    pictures, transform = prepared(task)
    start = time.perf_counter()
    for i in range(task["views"]):
        if not task["jpeg"]:
            transform(pictures[i % len(pictures)])
        elif i % 2 == 0:
            picture = Image.open(pictures[i // 2 % len(pictures)]).convert("RGB")
            transform(picture), transform(picture)
    print(time.perf_counter() - start, flush=True)
