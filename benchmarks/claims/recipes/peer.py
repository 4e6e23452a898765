"""lightly's side of run.js: python peer.py TASK, with TASK as JSON {method, epochs, seed, width, batch, train, test}; train and test are
tar shards of key.EXT and key.cls. Pretrains by lightly's own parts, as its examples have them, and prints {seconds, fastest, knn}: the time of the
epochs alone, and the accuracy of 200 neighbours at a temperature of 0.1 over features as they are."""

import copy
import io
import json
import sys
import tarfile
import time
from pathlib import Path

import lightly
import numpy
import torch
from lightly.loss import NegativeCosineSimilarity, NTXentLoss
from lightly.models.modules import BYOLPredictionHead, BYOLProjectionHead, MoCoProjectionHead, SimCLRProjectionHead
from lightly.models.utils import deactivate_requires_grad, update_momentum
from lightly.transforms import SimCLRTransform
from lightly.utils.scheduler import cosine_schedule
from PIL import Image
from torch import nn
from torch.nn import functional

sys.path.append(str(Path(__file__).parents[2]))
from small_resnet import SmallResNet18  # noqa: E402

task = json.loads(sys.argv[1])
torch.manual_seed(task["seed"])
numpy.random.seed(task["seed"])


class Views(torch.utils.data.Dataset):
    def __init__(self, pictures):
        self.pictures = pictures
        self.transform = SimCLRTransform(input_size=32, gaussian_blur=0.0)

    def __len__(self):
        return len(self.pictures)

    def __getitem__(self, index):
        return self.transform(self.pictures[index])


def shards(path):
    pictures, labels = {}, {}
    with tarfile.open(path) as archive:
        for member in archive:
            key, extension = member.name.rsplit(".", 1)
            content = archive.extractfile(member).read()
            if extension == "cls":
                labels[key] = int(content)
            else:
                pictures[key] = Image.open(io.BytesIO(content)).convert("RGB")
    keys = sorted(pictures)
    return [pictures[key] for key in keys], torch.tensor([labels[key] for key in keys])


def features(network, pictures):
    pixels = torch.from_numpy(numpy.stack([numpy.asarray(one) for one in pictures])).permute(0, 3, 1, 2).float() / 255
    mean, deviation = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    pixels = (pixels - mean[:, None, None]) / deviation[:, None, None]
    network.eval()
    with torch.no_grad():
        rows = torch.cat([network(part) for part in pixels.split(500)])
    network.train()
    return functional.normalize(rows)


def neighbours(network, train, test):
    (known, labels), (asked, wanted) = train, test
    near, rows = (features(network, asked) @ features(network, known).T).topk(200, 1)
    votes = torch.zeros(len(asked), 10).scatter_add_(1, labels[rows], (near / 0.1).exp())
    return (votes.argmax(1) == wanted).float().mean().item()


train, test = shards(task["train"]), shards(task["test"])
batch, epochs, method = task["batch"], task["epochs"], task["method"]
loader = torch.utils.data.DataLoader(
    Views(train[0]), batch, shuffle=True, drop_last=True, num_workers=2, persistent_workers=True
)
dimension = 8 * task["width"]
backbone = SmallResNet18(task["width"])
for module in backbone.modules():
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
if method == "simclr":
    heads, criterion = [SimCLRProjectionHead(dimension, dimension, 128)], NTXentLoss(0.5)
elif method == "moco":
    heads = [MoCoProjectionHead(dimension, dimension, 128)]
    criterion = NTXentLoss(0.1, memory_bank_size=(4096, 128))
else:
    heads = [BYOLProjectionHead(dimension, 1024, 256), BYOLPredictionHead(256, 1024, 256)]
    criterion = NegativeCosineSimilarity()
slow = nn.Sequential(copy.deepcopy(backbone), copy.deepcopy(heads[0]))
deactivate_requires_grad(slow)
quick = nn.Sequential(backbone, heads[0])
parameters = [*quick.parameters(), *(heads[1].parameters() if method == "byol" else [])]
optimizer = torch.optim.SGD(parameters, lr=0.06 * batch / 256, momentum=0.9, weight_decay=5e-4)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)


def loss_of(view0, view1):
    if method == "simclr":
        return criterion(quick(view0), quick(view1))
    if method == "moco":
        with torch.no_grad():
            key = slow(view1)
        return criterion(quick(view0), key)
    with torch.no_grad():
        target0, target1 = slow(view0), slow(view1)
    online0, online1 = heads[1](quick(view0)), heads[1](quick(view1))
    return 0.5 * (criterion(online0, target1) + criterion(online1, target0))


ends = [time.perf_counter()]
for epoch in range(epochs):
    momentum = cosine_schedule(epoch, epochs, 0.99 if method == "moco" else 0.996, 1)
    for view0, view1 in loader:
        if method != "simclr":
            update_momentum(quick, slow, momentum)
        loss = loss_of(view0, view1)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    schedule.step()
    ends.append(time.perf_counter())
seconds = ends[-1] - ends[0]
fastest = min(end - start for start, end in zip(ends, ends[1:]))
version = f"lightly {lightly.__version__}, PyTorch {torch.__version__}"
result = {"seconds": seconds, "fastest": fastest, "knn": neighbours(backbone, train, test), "version": version}
print(json.dumps(result), flush=True)
