"""Lists a folder as torchvision.datasets.folder.make_dataset does: paths and class numbers. Prints seconds and MB."""
import os
import resource
import sys
import time

begin = time.perf_counter()
root = sys.argv[1]
classes = sorted(entry.name for entry in os.scandir(root) if entry.is_dir())
samples = []
for number, name in enumerate(classes):
    for folder, _, files in sorted(os.walk(os.path.join(root, name), followlinks=True)):
        for file in sorted(files):
            if file.lower().endswith((".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp")):
                samples.append((os.path.join(folder, file), number))
seconds = time.perf_counter() - begin
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(samples))
