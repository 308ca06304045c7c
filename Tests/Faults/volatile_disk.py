"""A disk with a volatile write cache, as an nbdkit plugin for the power-cut test.

What is written stays in memory until a flush (or a write that asks for it) puts it into the image
file. When the control file appears, a few more requests are served, so that the cut falls anywhere,
also between two writes of one flush. Then the power is off: of the writes that wait, each is kept,
torn at a multiple of 512 bytes or dropped, by the seed; every later request fails.

    nbdkit python volatile_disk.py path=IMAGE control=FILE seed=1

When the cut is done, FILE.done says what became of the writes.
"""

import errno
import os
import random

import nbdkit

API_VERSION = 2
PAGE = 4096
SECTOR = 512
KEPT, TORN = 0.45, 0.60
# A real cache is bounded too: what overflows it is written.
CACHE_WRITES_MAX = 4096

settings = {"path": None, "control": None, "seed": "1"}
image = -1
waiting = []  # (offset, bytes) in the order written
pages = {}  # page number -> what is read there: the image with the waiting writes over it
countdown = None  # requests until the cut, once it is asked for
is_off = False
served = {"writes": 0, "flushes": 0}


def config(key, value):
    if key not in settings:
        raise RuntimeError("unknown parameter " + key)
    settings[key] = value


def config_complete():
    for key, value in settings.items():
        if value is None:
            raise RuntimeError("missing parameter " + key)


def thread_model():
    return nbdkit.THREAD_MODEL_SERIALIZE_ALL_REQUESTS


def open(readonly):
    global image
    if image < 0:
        image = os.open(settings["path"], os.O_RDWR)
    return 1


def get_size(handle):
    return os.fstat(image).st_size


def can_flush(handle):
    return True


def can_fua(handle):
    return nbdkit.FUA_NATIVE


def can_trim(handle):
    return False


def can_zero(handle):
    return False


def pread(handle, buffer, offset, flags):
    request()
    buffer[:] = seen(offset, len(buffer))


def pwrite(handle, buffer, offset, flags):
    request()
    served["writes"] += 1
    data = bytes(buffer)
    cover(offset, data)
    waiting.append((offset, data))
    if flags & nbdkit.FLAG_FUA or len(waiting) > CACHE_WRITES_MAX:
        write_out()


def flush(handle, flags):
    request()
    served["flushes"] += 1
    write_out()


def write_out():
    """Each write is a moment at which the power may go; nothing is promised before the last."""
    while waiting:
        offset, data = waiting[0]
        os.pwrite(image, data, offset)
        del waiting[0]
        request()
    pages.clear()


def request():
    """Counts down to the cut; fails once the power is off."""
    global countdown
    if is_off:
        refuse()
    if countdown is None and os.path.exists(settings["control"]):
        countdown = random.Random(settings["seed"]).randrange(60)
    if countdown is not None:
        countdown -= 1
        if countdown < 0:
            cut()
            refuse()


def refuse():
    nbdkit.set_error(errno.EIO)
    raise RuntimeError("the power is off")


def cut():
    global is_off
    is_off = True
    chance = random.Random("cut " + settings["seed"])
    fate = {"kept": 0, "torn": 0, "dropped": 0}
    for offset, data in waiting:
        roll = chance.random()
        if roll < KEPT:
            os.pwrite(image, data, offset)
            fate["kept"] += 1
        elif roll < TORN and len(data) > SECTOR:
            sectors = chance.randrange(1, len(data) // SECTOR)
            os.pwrite(image, data[: sectors * SECTOR], offset)
            fate["torn"] += 1
        else:
            fate["dropped"] += 1
    with os.fdopen(os.open(settings["control"] + ".new", os.O_CREAT | os.O_WRONLY), "w") as file:
        file.write(" ".join(f"{key}={count}" for key, count in {**fate, **served}.items()) + "\n")
    os.rename(settings["control"] + ".new", settings["control"] + ".done")


def page(number):
    if number in pages:
        return pages[number]
    data = os.pread(image, PAGE, number * PAGE)
    return bytearray(data.ljust(PAGE, b"\0"))


def seen(offset, count):
    if not pages:
        return os.pread(image, count, offset).ljust(count, b"\0")
    first, last = offset // PAGE, (offset + count - 1) // PAGE
    data = b"".join(bytes(page(number)) for number in range(first, last + 1))
    start = offset - first * PAGE
    return data[start : start + count]


def cover(offset, data):
    at = 0
    while at < len(data):
        number, start = divmod(offset + at, PAGE)
        piece = data[at : at + PAGE - start]
        whole = page(number)
        whole[start : start + len(piece)] = piece
        pages[number] = whole
        at += len(piece)
