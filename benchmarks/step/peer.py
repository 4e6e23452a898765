"""The peer of run.js: python peer.py TASK, with TASK as JSON {network, batch, size, classes, precision, channelsLast,
compile, device}, device being cpu or cuda. Takes a step for each line on standard input and answers each with {milliseconds, loss, peakMemory}. With
--profile behind TASK it instead prints where the time of PROFILED steps goes, by PyTorch's operations."""

import json
import resource
import sys
import time

import torch
import torchvision
from torch import nn
from torch.nn import functional as F

WARM_UP = 2  # steps
PROFILED = 5  # steps
RSS_UNIT = 1 if sys.platform == "darwin" else 1024
task = json.loads(sys.argv[1])
device = torch.device(task.get("device", "cpu"))
torch.manual_seed(0)


def say(answer):
    print(json.dumps(answer), flush=True)


if device.type == "cuda" and not torch.cuda.is_available():
    say({"error": "this PyTorch finds no GPU"})
    sys.exit()


def resnet18_cifar(classes):
    network = torchvision.models.resnet18(num_classes=classes)
    network.conv1 = nn.Conv2d(3, 64, 3, padding=1, bias=False)
    network.maxpool = nn.Identity()
    return network


def efficientnet_b0(classes):
    """As ours: nothing is dropped."""
    return torchvision.models.efficientnet_b0(num_classes=classes, dropout=0.0, stochastic_depth_prob=0.0)


CLASSIFIERS = {
    "resnet18-cifar": resnet18_cifar,
    "resnet50-imagenet": lambda classes: torchvision.models.resnet50(num_classes=classes),
    "efficientnet-b0": efficientnet_b0,
}


def byol_mlp(inputs):
    return [nn.Linear(inputs, 4096), nn.BatchNorm1d(4096), nn.ReLU(), nn.Linear(4096, 256, bias=False)]


def byol_loss(prediction, target):
    return (2 - 2 * F.cosine_similarity(prediction, target)).mean()


def trainee():
    """The network, its loss, and the batch: what goes in, and what the loss compares with."""
    batch = task["batch"]
    if task["network"] == "byol-head":
        network = nn.Sequential(*byol_mlp(2048), *byol_mlp(256))
        return network, byol_loss, torch.randn(batch, 2048), torch.randn(batch, 256)
    size, classes = task["size"], task["classes"]
    network, images = CLASSIFIERS[task["network"]](classes), torch.rand(batch, 3, size, size)
    if task["channelsLast"]:
        network = network.to(memory_format=torch.channels_last)
        images = images.contiguous(memory_format=torch.channels_last)
    return network, F.cross_entropy, images, torch.arange(batch) % classes


network, loss_of, inputs, targets = trainee()
network, inputs, targets = network.to(device), inputs.to(device), targets.to(device)
network.train()
optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, fused=True)


def forward(inputs, targets):
    return loss_of(network(inputs), targets)


if task["compile"]:
    forward = torch.compile(forward)


def step():
    optimizer.zero_grad()
    with torch.autocast(device.type, torch.bfloat16, enabled=task["precision"] == "bfloat16"):
        loss = forward(inputs, targets)
    loss.backward()
    optimizer.step()
    return loss.item()  # waits for all of it


try:
    for _ in range(WARM_UP):
        step()
except Exception as error:  # noqa: BLE001: whatever the compiler stumbles over
    say({"error": f"{type(error).__name__}: {str(error).strip().splitlines()[0]}"})
    sys.exit()
if "--profile" in sys.argv:
    from torch.profiler import ProfilerActivity, profile

    with profile(activities=[ProfilerActivity.CPU]) as profiler:
        for _ in range(PROFILED):
            step()
    events = sorted(profiler.key_averages(), key=lambda event: -event.self_cpu_time_total)
    times = {event.key: event.self_cpu_time_total / 1000 / PROFILED for event in events}
    print(f"{sum(times.values()):8.1f}  the whole step, milliseconds; of this:")
    for name, milliseconds in times.items():
        if milliseconds >= 1:
            print(f"{milliseconds:8.1f}  {name}")
    sys.exit()
say({
    "version": f"{torch.__version__}{', ' + torch.cuda.get_device_name() if device.type == 'cuda' else ''}",
    "threads": torch.get_num_threads(),
    "parameters": sum(parameter.numel() for parameter in network.parameters()),
})
for _ in sys.stdin:
    start = time.perf_counter()
    loss = step()
    milliseconds = 1000 * (time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * RSS_UNIT
    say({"milliseconds": milliseconds, "loss": loss, "peakMemory": peak})
