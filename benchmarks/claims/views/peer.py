"""The peer of run.js: python peer.py TASK, with TASK as JSON {pictures, count, side, recipe, seed}. For each line [epoch, sample,
...] on standard input, writes torchvision's views of these pictures, [2, N, side, side, 3] float32, to standard output."""

import json
import sys

import numpy
import torch
from torchvision.transforms import v2

torch.set_num_threads(1)
task = json.loads(sys.argv[1])
side, recipe = task["side"], task["recipe"]
jitter, blur = recipe["jitter"], recipe["blur"]
pictures = numpy.fromfile(task["pictures"], numpy.uint8).reshape(task["count"], side, side, 3)
pictures = torch.from_numpy(pictures).permute(0, 3, 1, 2).contiguous()
amounts = [jitter[change] for change in ("brightness", "contrast", "saturation", "hue")]
transform = v2.Compose([
    v2.ToDtype(torch.float32, scale=True),
    v2.RandomResizedCrop(side, tuple(recipe["cropArea"]), interpolation=v2.InterpolationMode.BICUBIC, antialias=True),
    lambda image: image.clamp(0, 1),
    v2.RandomHorizontalFlip(recipe["flip"]),
    v2.RandomApply([v2.ColorJitter(*amounts)], jitter["probability"]),
    v2.RandomApply([v2.GaussianBlur(blur["kernelSize"], tuple(blur["sigma"]))], blur["probability"]),
])
torch.manual_seed(task["seed"])
for line in sys.stdin:
    _, *samples = json.loads(line)
    views = [torch.stack([transform(pictures[i]) for i in samples]) for _ in range(2)]
    values = torch.stack(views).permute(0, 1, 3, 4, 2).contiguous().numpy()
    sys.stdout.buffer.write(values.tobytes())
    sys.stdout.buffer.flush()
