"""The peer of run.js: python peer.py TASK, with TASK as JSON {shapes, rounds, folder}. Saves tensors of these shapes as PyTorch does, and
puts them on the disk. Answers with {version, bytes, blocked}, in milliseconds a save."""

import json
import os
import sys
import time

import torch

task = json.loads(sys.argv[1])
state = {f"tensor{i}": torch.rand(shape) for i, shape in enumerate(task["shapes"])}
path = os.path.join(task["folder"], "state.pt")


def save():
    with open(path + ".unfinished", "wb") as file:
        torch.save(state, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + ".unfinished", path)


save()
runs = []
for _ in range(task["rounds"]):
    start = time.perf_counter()
    save()
    runs.append(1000 * (time.perf_counter() - start))
print(json.dumps({"version": f"PyTorch {torch.__version__}", "bytes": os.path.getsize(path), "runs": runs}))
