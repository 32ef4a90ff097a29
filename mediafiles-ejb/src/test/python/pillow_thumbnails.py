"""The peer: three derivatives of one JPEG by Pillow's thumbnail(), again and again in one process.

Prints the median in milliseconds. Orientation, sRGB and sizes as MediaFiles makes them, each from the one before.
"""
import io
import statistics
import sys
import time

from PIL import Image, ImageOps

with open(sys.argv[1], "rb") as photo:
    data = photo.read()


def derive():
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    for side, quality in ((1200, 85), (800, 80), (200, 75)):
        picture.thumbnail((side, side), Image.LANCZOS)
        picture.save(io.BytesIO(), "JPEG", quality=quality)


for _ in range(5):
    derive()
times = []
end = time.perf_counter() + 10
while time.perf_counter() < end:
    start = time.perf_counter()
    derive()
    times.append((time.perf_counter() - start) * 1000)
print(statistics.median(times))
