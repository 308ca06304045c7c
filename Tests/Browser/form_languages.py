"""A language is added by files alone, and so is a recording of a question."""

import json
import shutil
import subprocess

import pytest

from office import PROGRAM, ROOT, Office

# No speaker has seen these words: they only show that the letters come through.
RADE = {"vi": "Tiếng Việt", "rad": "Klei Êđê"}


def translated(value):
    return "Klei ƀuôn " + value


def words_of(form):
    """A translation file of a form, each text marked."""
    texts = {"schema": "hailong.form-language/1", "form": form["id"], "version": form["version"],
             "language": "rad", "title": translated(form["title"]["vi"]),
             "intro": translated(form["intro"]["vi"]),
             "levels": [translated(level) for level in form["levels"]["vi"]],
             "dimensions": {part["id"]: translated(part["title"]["vi"]) for part in form["dimensions"]},
             "items": {}}
    for item in form["items"]:
        words = {"text": translated(item["text"]["vi"])}
        if "hint" in item:
            words["hint"] = translated(item["hint"]["vi"])
        if "choices" in item:
            words["choices"] = {c["code"]: translated(c["text"]["vi"]) for c in item["choices"]}
        texts["items"][item["id"]] = words
    return texts


@pytest.fixture
def content(tmp_path):
    for part in ("forms", "kiosk"):
        shutil.copytree(ROOT / part, tmp_path / part)
    for form in ("counter-one-tap", "sipas-service"):
        texts = words_of(json.loads((ROOT / f"forms/{form}.json").read_text()))
        if form == "counter-one-tap":
            texts["items"]["overall"]["audio"] = "overall.rad.mp3"
            texts["items"]["comment"]["audio"] = "comment.rad.mp3"
        (tmp_path / f"forms/{form}.rad.json").write_text(json.dumps(texts, ensure_ascii=False))
    page = json.loads((ROOT / "kiosk/strings/vi.json").read_text())
    page["language.name"] = RADE["rad"]
    (tmp_path / "kiosk/strings/rad.json").write_text(json.dumps(page, ensure_ascii=False))
    (tmp_path / "kiosk/audio").mkdir(exist_ok=True)
    (tmp_path / "kiosk/audio/overall.rad.mp3").write_bytes(b"ID3\x03\x00\x00\x00\x00\x00\x00")
    return tmp_path


def check(file):
    return subprocess.run(
        [PROGRAM, "forms", "check", str(file), "--lang", "en"], capture_output=True, text=True)


def test_a_language_needs_one_file_a_form_and_one_for_the_pages(content, phone):
    office = Office(content)
    phone.goto(office.address + "/f/Q1")
    phone.get_by_text(RADE["rad"]).tap()
    phone.wait_for_url("**lang=rad**")
    assert phone.locator("html").get_attribute("lang") == "rad"
    assert "Klei ƀuôn Ông/bà hài lòng" in phone.locator("h2").first.text_content()
    assert phone.locator("audio").evaluate_all("all => all.map(one => one.getAttribute('src'))") \
        == ["/assets/overall.rad.mp3"], "a player only where the recording is"
    assert office.get("/assets/overall.rad.mp3").startswith(b"ID3")
    # A question takes no touch in its first third of a second: it may be the second of two.
    phone.wait_for_timeout(500)
    phone.locator("[name=overall][value='5']").check(force=True)
    phone.wait_for_timeout(800)
    phone.get_by_role("button", name="Gửi luôn").tap()
    phone.wait_for_url("**/thanks**")
    assert phone.locator("html").get_attribute("lang") == "rad"
    assert [row["language"] for row in office.rows()] == ["rad"]
    for place in ("Q1", "PHIEU"):
        assert b"Klei \xc6\x80u\xc3\xb4n" in office.get(f"/f/{place}?lang=rad")
        assert b"Klei" not in office.get(f"/f/{place}?lang=en").split(b"<main")[1]
    office.close()


def test_what_a_language_lacks_is_listed(content):
    for form in ("counter-one-tap", "sipas-service"):
        good = check(content / f"forms/{form}.json")
        assert good.returncode == 0 and "languages vi, en, rad" in good.stdout, good
        assert check(content / f"forms/{form}.rad.json").returncode == 0
    file = content / "forms/counter-one-tap.rad.json"
    texts = json.loads(file.read_text())
    del texts["items"]["overall"]["text"], texts["intro"]
    del texts["items"]["reasons-low"]["choices"]["papers"]
    file.write_text(json.dumps(texts, ensure_ascii=False, indent=2))
    for named in (file, content / "forms/counter-one-tap.json"):
        lacking = check(named)
        assert lacking.returncode == 65
        for name in ("intro", "items.overall.text", "items.reasons-low.choices.papers"):
            assert f"{name}" in lacking.stderr, lacking.stderr
    with pytest.raises(RuntimeError, match="forms/counter-one-tap.rad.json"):
        Office(content)
    page = content / "kiosk/strings/rad.json"
    words = json.loads(page.read_text())
    del words["form.next"]
    page.write_text(json.dumps(words, ensure_ascii=False))
    told = check(page)
    assert told.returncode == 0 and "form.next" in told.stderr and "1 missing" in told.stdout


def test_a_translation_of_another_version_is_refused(content):
    file = content / "forms/counter-one-tap.rad.json"
    texts = json.loads(file.read_text())
    for change in ({"version": 2}, {"form": "sipas-service"}, {"language": "en"}):
        file.write_text(json.dumps(texts | change, ensure_ascii=False))
        assert check(file).returncode == 65, change
