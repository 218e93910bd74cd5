"""Proves that a student with several devices has every note once, whichever editions they took and when they synced."""

import hashlib
import os
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from itertools import count, permutations
from pathlib import Path
from random import Random
from typing import Literal

import pytest
from anki.collection import ExportAnkiPackageOptions
from anki.sync_pb2 import SyncCollectionResponse

from conftest import Run
from growth import PATIENCE
from mkdeck.rehearsal.states import CardKey
from mkdeck.rehearsal.student import Student

USERS = 40
FIRST, DAY = 1_700_000_000, 86_400
EDITIONS = 3

Direction = Literal["up", "down"]


def write_edition(number: int) -> dict[str, str]:
    """Write the course as it was at its n-th release: questions come, in front too, one changes, one gets a deck."""
    names = [*(f"new-{i}" for i in range(number, 1, -1)), "old", "gone" if number < EDITIONS else "last"]
    first = "".join(
        f"- {{id: {name}, type: short-answer, question: What is {name}?, answer: Edition {number}.}}\n"
        for name in names
    )
    gaps = " and ".join(f"{{{{c{i}::gap {i}}}}}" for i in range(1, number + 1))
    second = f"- {{id: gaps, type: cloze, question: 'Fill {gaps}.'}}\n"
    files = {"course.yaml": "{course: Numbers, id: numbers}\n", "1.yaml": f"questions:\n{first}"}
    return files | ({"2.yaml": f"deck: 2 New\nquestions:\n{second}"} if number > 1 else {})


def hash_in_one_round(password: str) -> str:
    """Hash a password as the server reads it, in PHC's format; its own hashes take long on purpose, at each sync."""
    salt = b"sixteen letters!"
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 1)
    return "$pbkdf2-sha256$i=1,l=32${}${}".format(*(b64encode(each).decode().rstrip("=") for each in (salt, digest)))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run Anki's own sync server; gives its address."""
    own = {f"SYNC_USER{i + 1}": f"student-{i}:{hash_in_one_round('secret')}" for i in range(USERS)}
    own["PASSWORDS_HASHED"] = "1"
    place = {"SYNC_HOST": "127.0.0.1", "SYNC_BASE": str(tmp_path_factory.mktemp("server")), "RUST_LOG": "error"}
    for _ in range(5):  # between the look for a free port and its use, others may take it
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-m", "anki.syncserver"],
            env=os.environ | own | place | {"SYNC_PORT": str(port)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if _hears(process, port):
            break
    else:
        pytest.fail("the server does not start")
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _hears(server: "subprocess.Popen[bytes]", port: int) -> bool:
    """Wait until a server answers at a port; no where it ended instead."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as knock:
            if not knock.connect_ex(("127.0.0.1", port)):
                return server.poll() is None
        time.sleep(0.05)
    server.kill()
    server.wait()
    return False


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory, mkdeck: Run) -> list[Path]:
    """Release a course three times, a day apart; gives the packages."""
    home = tmp_path_factory.mktemp("staff")
    packages: list[Path] = []
    for number in range(1, EDITIONS + 1):
        for name, text in write_edition(number).items():
            (home / "course").mkdir(exist_ok=True)
            (home / "course" / name).write_text(text)
        env = {"SOURCE_DATE_EPOCH": str(FIRST + number * DAY)}
        options = ("--no-rehearsal", *(("--forget", "gone") if number == EDITIONS else ()))
        done = mkdeck("release", "course", "-o", str(number), *options, cwd=home, env=env)
        assert done.code == 0, done.err
        packages.append(home / str(number) / "numbers.apkg")
    return packages


class Device:
    """A student's Anki on one device."""

    def __init__(self, student: Student, address: str, user: str) -> None:
        self.student = student
        self.address = address
        self.user = user

    def sync(self, whole: Direction | None = None) -> None:
        """Sync; where only one side can be kept whole, that side is told, as Anki asks its user."""
        collection = self.student.collection
        account = collection.sync_login(self.user, "secret", self.address)
        done = collection.sync_collection(account, sync_media=False)
        if done.required == SyncCollectionResponse.NO_CHANGES:
            assert whole is None
            return
        assert whole, "a whole sync was not expected"
        collection.close_for_full_sync()
        collection.full_upload_or_download(auth=account, server_usn=None, upload=whole == "up")
        collection.reopen(after_full_sync=True)
        self.student._note_ids.clear()

    def study(self) -> dict[CardKey, int]:
        """Answer every card once; gives how often each was answered."""
        self.student.study(spread=False)
        return self.answered()

    def answered(self) -> dict[CardKey, int]:
        return {card: state.reps for card, state in self.student.schedules().items()}

    def assert_sound(self) -> None:
        """Assert that each note is there once, with each of its cards once, and that Anki finds nothing to mend."""
        notes = [guid for guid, _ in self.student.list_notes()]
        assert len(notes) == len(set(notes))
        with_cards = [(guid, ordinal) for guid, ordinal in self.student.schedules()]
        assert len(with_cards) == self.student.collection.card_count()
        # Anki numbers a deck anew on each device where it comes, and then shows it twice: that no package can change.
        names = {name for name, deck in self.student.decks().items() if deck.cards}
        assert {name.removesuffix("+") for name in names} <= {"Numbers::1", "Numbers::2 New"}
        assert self.student.fix_integrity() == []


_USER = count()


@pytest.fixture
def devices(tmp_path: Path, server: str) -> Iterator[tuple[Device, Device]]:
    user = f"student-{next(_USER)}"
    with Student(tmp_path / "laptop") as laptop, Student(tmp_path / "phone") as phone:
        yield Device(laptop, server, user), Device(phone, server, user)


def assert_agreed(devices: tuple[Device, Device], studied: dict[CardKey, int], newest: Path) -> None:
    """Assert that both devices hold the same, and nothing twice, nor after either takes the newest edition."""
    laptop, phone = devices
    for device in (laptop, phone, laptop):
        device.sync()
    for _ in range(2):
        for device in devices:
            device.assert_sound()
            assert device.answered() == device.answered() | studied
        assert laptop.student.notes() == phone.student.notes()
        for device in devices:
            device.student.take(newest)


@pytest.mark.parametrize("order", [*permutations(range(EDITIONS), 2)])
def test_devices_that_took_different_editions_before_they_synced(
    order: tuple[int, int], devices: tuple[Device, Device], editions: list[Path]
) -> None:
    laptop, phone = devices
    laptop.student.take(editions[0])
    studied = laptop.study()
    laptop.sync("up")
    phone.sync("down")
    for device, number in zip(devices, order, strict=True):
        device.student.take(editions[number])
    assert_agreed(devices, studied, editions[-1])


@pytest.mark.parametrize("order", [(1, 2), (2, 0)])
@pytest.mark.parametrize("whole", ["up", "down"])
def test_the_first_sync_of_a_second_device_keeps_either_side(
    whole: Direction, order: tuple[int, int], devices: tuple[Device, Device], editions: list[Path]
) -> None:
    laptop, phone = devices
    for device, number in zip(devices, order, strict=True):
        device.student.take(editions[number])
    laptop.sync("up")
    kept = phone if whole == "up" else laptop
    studied = kept.study()
    if kept is laptop:
        laptop.sync()
    phone.sync(whole)
    if kept is phone:
        laptop.sync("down")
    for device, number in zip(devices, reversed(order), strict=True):
        device.student.take(editions[number])
    assert_agreed(devices, studied, editions[-1])


@pytest.mark.parametrize("seed", range(4))
def test_any_editions_in_any_order_with_syncs_at_any_time(
    seed: int, devices: tuple[Device, Device], editions: list[Path]
) -> None:
    chance = Random(seed)  # noqa: S311 - it only has to be the same every time
    laptop, phone = devices
    laptop.student.take(chance.choice(editions))
    laptop.sync("up")
    phone.sync("down")
    studied: dict[CardKey, int] = {}
    for _ in range(10):
        device = chance.choice(devices)
        step = chance.choice(("take", "take", "sync", "study"))
        if step == "take":
            device.student.take(chance.choice(editions))
        elif step == "sync":
            device.sync()
        else:
            studied |= dict.fromkeys(device.study(), 1)
    for device in (laptop, phone, laptop):
        device.sync()
    assert all(device.answered()[card] for device in devices for card in studied)
    assert_agreed(devices, {}, editions[-1])


def test_a_package_that_anki_exported_again_keeps_the_ids(
    tmp_path: Path, devices: tuple[Device, Device], editions: list[Path], mkdeck: Run
) -> None:
    laptop, phone = devices
    laptop.student.take(editions[1])
    exported, options = tmp_path / "exported.apkg", ExportAnkiPackageOptions(with_scheduling=True, with_media=True)
    laptop.student.collection.export_anki_package(out_path=str(exported), limit=None, options=options)
    assert mkdeck("import", exported, "-o", "again", cwd=tmp_path).code == 0
    assert mkdeck("build", "again", cwd=tmp_path).code == 0
    laptop.sync("up")
    phone.sync("down")
    laptop.student.take(editions[2])
    phone.student.take(tmp_path / "build" / "numbers.apkg")
    assert_agreed(devices, {}, editions[-1])
