"""An edition of a policy, from its draft to the day on which it advises."""
import datetime
import re

from conftest import ROOT
from pages import Page

POLICY = "manchester-settlement-2016"
TEXT = (ROOT / "Content/policies" / POLICY / "policy.yaml").read_text()


def today():
    return datetime.datetime.now(datetime.timezone.utc).date()


def edition(version, day):
    text = re.sub(r'(?m)^edition: .*$', f'edition: "{version}"', TEXT, count=1)
    return re.sub(r'(?m)^from: .*$', f'from: "{day}"', text, count=1)


def begin(client):
    answer = client.post(f"/policies/{POLICY}/proposals", {})
    found = re.search(r"/policies/proposals/([0-9a-z]+)/text$", answer.url)
    assert found, answer.text
    return found.group(1)


def write(client, proposal, text, do="check", day=None):
    day = day or today()
    return client.post(f"/policies/proposals/{proposal}/text", {
        "why": "The board asked for it.", "from-day": day.day, "from-month": day.month, "from-year": day.year, "text": text, "do": do})


def publish(site, version, day):
    """One person proposes an edition, and another approves it."""
    author, other = site.browser("governance@demo.example"), site.browser("manager@demo.example")
    proposal = begin(author)
    write(author, proposal, edition(version, day), "propose", day)
    address = f"/policies/proposals/{proposal}"
    answer = other.post(address + "/answer", {"do": "approve", "words": "Read."}, page=address)
    assert "Approved and published" in Page(answer.text).words, Page(answer.text).words


def test_two_people_put_an_edition_in_force(new_site):
    site = new_site()
    governance, manager = site.browser("governance@demo.example"), site.browser("manager@demo.example")
    proposal = begin(governance)
    address = f"/policies/proposals/{proposal}"
    shown = write(governance, proposal, edition("outside-1", today()), "propose")
    assert shown.url.endswith(address), Page(shown.text).words
    assert "Somebody else must approve what you proposed" in Page(shown.text).words
    own = governance.post(address + "/answer", {"do": "approve", "words": ""}, page=address)
    assert own.status_code == 403
    assert "Somebody else must approve what you proposed" in Page(own.text).heading
    practitioner = site.browser()
    assert practitioner.get(address).ok
    assert practitioner.post(address + "/answer", {"do": "approve"}, page="/urgent").status_code == 404
    changes = manager.get(address + "/changes")
    assert changes.ok and "They advise the same in all" in Page(changes.text).words
    hidden = manager.fields(manager.get(address).text)
    for _ in range(2):
        answer = manager.session.post(site.address + address + "/answer", data={**hidden, "do": "approve", "words": "Read."})
        assert answer.ok and "Approved and published" in Page(answer.text).words
    assert site.sql("SELECT version, proposed_by, approved_by FROM edition_in_force") == [("outside-1", "seun-fairlamb", "devinder-marchbank")]
    assert "outside-1" in Page(manager.get(f"/policies/{POLICY}").text).words
    site.stop().start()
    assert "outside-1" in Page(manager.get(f"/policies/{POLICY}").text).words
    assert "outside-1" not in Page(site.browser("dorota.fenwhistle@demo.example").get(f"/policies/{POLICY}").text).words


def test_an_unsound_text_is_kept_with_every_fault_beside_it(new_site):
    site = new_site()
    client = site.browser("governance@demo.example")
    proposal = begin(client)
    text = edition("outside-2", today()).replace("then: ", "then: no-such-outcome-", 3)
    shown = write(client, proposal, text.replace("\n", "\r\n"), "propose")
    assert shown.status_code == 422
    page = Page(shown.text)
    assert page.words.count("there is no outcome") >= 6, "in the summary and beside its line"
    assert page.links.count("#text") >= 3
    assert page.own_forms[0]["fields"]["text"] == text
    assert site.sql("SELECT text, state FROM proposed_edition WHERE id = ?", proposal) == [(text, "draft")]
    assert client.post(f"/policies/proposals/{proposal}/submit", {}, page=f"/policies/proposals/{proposal}").status_code == 422


def test_a_text_that_is_too_long_is_refused_and_not_lost(new_site):
    client = new_site().browser("governance@demo.example")
    proposal = begin(client)
    shown = write(client, proposal, TEXT + "# " + "long " * 60_000)
    assert shown.status_code == 422
    assert "300,000 bytes or fewer" in Page(shown.text).words
    assert "long long long" in shown.text


def test_a_file_takes_the_place_of_the_text_and_what_is_no_file_of_text_does_not(new_site):
    site = new_site()
    client = site.browser("governance@demo.example")
    proposal = begin(client)
    address = f"/policies/proposals/{proposal}/text"

    def kept():
        return site.sql("SELECT text FROM proposed_edition WHERE id = ?", proposal)[0][0]

    def upload(content, name="policy.yaml", **typed):
        """Sends the form as a browser does: with what is typed there, and with a nameless empty file where none was chosen."""
        fields = {**Page(client.get(address).text).form(address)["fields"], "do": "check", **typed}
        del fields["file"]
        part = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        body = b"".join(
            f'--B\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode() for field, value in fields.items())
        return client.session.post(
            site.address + address, data=body + b"--B\r\n" + part.encode() + content + b"\r\n--B--\r\n",
            headers={"Content-Type": "multipart/form-data; boundary=B"})

    text = edition("outside-3", today())
    assert upload(text.replace("\n", "\r\n").encode(), text="typed", why="The board asked for it.").ok
    assert kept() == text
    assert site.sql("SELECT why FROM proposed_edition WHERE id = ?", proposal) == [("The board asked for it.",)]
    # No file is chosen: what is typed counts.
    typed = edition("outside-4", today())
    assert upload(b"", name="", text=typed.replace("\n", "\r\n")).ok
    assert kept() == typed
    assert upload(text.encode()).ok
    for content in (b"", b"\xff\xfe\x00p", b"policy: \xe9"):
        refused = upload(content)
        assert refused.status_code == 422 and "UTF-8" in Page(refused.text).words
    hidden = client.fields(client.get(address).text)
    whole = b"".join(
        b'--B\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value.encode()) for name, value in hidden.items())
    part = b'--B\r\nContent-Disposition: form-data; name="%s"\r\n\r\nx\r\n'
    for body in (
        whole, b"before" + whole + b"--B--", whole + b"--B--after", whole + part % b"a b" + b"--B--",
        whole + b"".join(part % b"a%d" % n for n in range(40)) + b"--B--",
        whole + b'--B\r\nContent-Disposition: form-data; name="file"\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--B--',
        whole + b'--B\r\nContent-Disposition: form-data; name="file"; size="1"\r\n\r\nx\r\n--B--',
    ):
        answer = client.session.post(
            site.address + address, data=body, headers={"Content-Type": "multipart/form-data; boundary=B"})
        assert answer.status_code == 403, body[-80:]
    assert kept() == text
