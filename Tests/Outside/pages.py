"""A page as a browser takes it in: its elements, its words, and the forms on it."""
import html.parser


class Page(html.parser.HTMLParser):
    """Reads a page; keeps every element, every text, and for each form its address, its hidden fields and its buttons."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.texts, self.forms, self.links = [], [], [], []
        self.title, self.heading, self.alerts = "", "", ""
        self._open = []
        self._form = None
        self.feed(text)
        self.close()

    VOID = {"meta", "link", "input", "br", "hr", "img"}

    def handle_starttag(self, tag, attributes):
        plain = {name: value or "" for name, value in attributes}
        self.elements.append((tag, plain))
        if tag not in self.VOID:
            self._open.append(tag)
        if tag == "a":
            self.links.append(plain.get("href", ""))
        if tag == "form":
            self._form = {"action": plain.get("action", ""), "method": plain.get("method", "get"), "fields": {}, "hidden": {}}
            self.forms.append(self._form)
        if self._form is not None and tag in ("input", "textarea") and "name" in plain:
            if plain.get("type") == "radio" and "checked" not in plain:
                return
            self._form["fields"][plain["name"]] = plain.get("value", "")
            if plain.get("type") == "hidden":
                self._form["hidden"][plain["name"]] = plain.get("value", "")
            if tag == "textarea":
                self._area = plain["name"]

    def handle_endtag(self, tag):
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "form":
            self._form = None

    def handle_data(self, data):
        self.texts.append(data)
        if "title" in self._open:
            self.title += data
        if "h1" in self._open:
            self.heading += data
        if self._form is not None and self._open and self._open[-1] == "textarea":
            # The first line break of a text area is not part of its text.
            self._form["fields"][self._area] += data[1:] if not self._form["fields"][self._area] and data.startswith("\n") else data

    @property
    def words(self):
        return " ".join(" ".join(self.texts).split())

    @property
    def everything(self):
        """All that is shown or that a form would send."""
        return "\n".join(self.texts + [value for _, attributes in self.elements for value in attributes.values()])

    def form(self, action):
        """The posting form of an address."""
        found = [form for form in self.forms if form["action"] == action and form["method"] == "post"]
        assert len(found) == 1, f"{len(found)} forms post to {action}; forms here: {[form['action'] for form in self.forms]}"
        return found[0]

    @property
    def own_forms(self):
        """The posting forms apart from signing out."""
        return [form for form in self.forms if form["method"] == "post" and form["action"] != "/sign-out"]
