"""The peer of run.js: python peer.py TASK, with TASK as JSON {pictures, count, side, width, batch, precision, workers}. SimCLR of
lightly's own parts. Makes a pass over the pictures for each line on standard input and answers each with {milliseconds, loss,
peakMemory}."""

import json
import resource
import sys
import time
from pathlib import Path

import lightly
import numpy
import torch
from lightly.loss import NTXentLoss
from lightly.models.modules import SimCLRProjectionHead
from lightly.transforms import SimCLRTransform
from PIL import Image
from torch import nn

sys.path.append(str(Path(__file__).parents[1]))
from small_resnet import SmallResNet18  # noqa: E402

RSS_UNIT = 1 if sys.platform == "darwin" else 1024
task = json.loads(sys.argv[1])
torch.manual_seed(0)


def say(answer):
    print(json.dumps(answer), flush=True)


class Views(torch.utils.data.Dataset):
    def __init__(self):
        side = task["side"]
        pixels = numpy.fromfile(task["pictures"], numpy.uint8).reshape(-1, side, side, 3)
        self.pictures = [Image.fromarray(one) for one in pixels]
        self.transform = SimCLRTransform(input_size=side, gaussian_blur=0.0)

    def __len__(self):
        return len(self.pictures)

    def __getitem__(self, index):
        return self.transform(self.pictures[index])


loader = torch.utils.data.DataLoader(
    Views(), task["batch"], shuffle=True, drop_last=True, num_workers=task["workers"], persistent_workers=True
)
features = 8 * task["width"]
network = nn.Sequential(SmallResNet18(task["width"]), SimCLRProjectionHead(features, features, 128))
network = network.to(memory_format=torch.channels_last)
loss_of = NTXentLoss(0.5)
optimizer = torch.optim.SGD(network.parameters(), lr=0.06, momentum=0.9, weight_decay=5e-4, fused=True)


def epoch():
    for view0, view1 in loader:
        with torch.autocast("cpu", torch.bfloat16, enabled=task["precision"] == "bfloat16"):
            both = [network(view.contiguous(memory_format=torch.channels_last)) for view in (view0, view1)]
        loss = loss_of(*(one.float() for one in both))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        value = loss.item()
    return value


epoch()
say({
    "version": f"lightly {lightly.__version__}, PyTorch {torch.__version__}",
    "threads": torch.get_num_threads(),
    "parameters": sum(parameter.numel() for parameter in network.parameters()),
})
for _ in sys.stdin:
    start = time.perf_counter()
    loss = epoch()
    milliseconds = 1000 * (time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT
    say({"milliseconds": milliseconds, "loss": loss, "peakMemory": peak})
