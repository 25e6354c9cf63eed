"""How hard a text is to read: the grade of Flesch and Kincaid (1975), counted here. Grade 4 is about nine years of age."""
import dataclasses
import html.parser
import re

WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
#: Blocks of a page: where one ends, a sentence ends.
BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "dd", "dt", "label", "legend", "td", "th", "caption", "summary", "div", "button", "a"}
APART = {"nav", "header", "footer", "script", "style", "svg"}
#: Shorter blocks are labels and names, not sentences.
SHORTEST = 4
#: What the rules below get wrong and our pages often say.
SYLLABLES = {"people": 2, "something": 2, "someone": 2, "somebody": 3, "everyone": 3, "area": 3, "idea": 3, "being": 2, "sometimes": 2, "anyone": 3, "wherever": 3, "safeguarding": 3, "safety": 2, "safely": 2, "therefore": 2, "whole": 1, "creature": 2}


def syllables(word):
    word = re.sub(r"[’']s$|[’']$", "", word.lower()).replace("’", "").replace("'", "")
    if "-" in word:
        return sum(syllables(part) for part in word.split("-") if part) or 1
    if word in SYLLABLES:
        return SYLLABLES[word]
    # An e that is not heard, in "made", "named", "takes"; but in "wanted", "places", "table" it is.
    heard = re.sub(r"(?<=[a-z]{2})(?<![aeiouy]l)(?<![td])ed$", "d", word)
    if re.search(r"(?<![csxz])(?<!sh)(?<!ch)(?<!g)es$", heard):
        heard = heard[:-2] + "s"
    if heard.endswith("e") and not re.search(r"[^aeiouy]le$", heard) and len(heard) > 2:
        heard = heard[:-1]
    groups = re.findall(r"[aeiouy]+", heard)
    count = len(groups) + len(re.findall(r"(?<!l)i[ao](?!u)|[^aeiouq]ua|eo(?!u)|ie[tn]", re.sub(r"[ctsg]i(?=[ao])", "x", heard)))
    return max(1, count)


def sentences(text):
    return [one for part in text.splitlines() for one in re.split(r"(?<=[.!?:;])\s+", part) if WORD.search(one)]


@dataclasses.dataclass
class Measure:
    words: int
    sentences: int
    syllables: int

    @property
    def grade(self):
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


def measure(text):
    """The measure of a text, a sentence or paragraph a line; nil words where nothing is said."""
    found = sentences(text)
    words = [word for one in found for word in WORD.findall(one)]
    return Measure(len(words), max(1, len(found)), sum(map(syllables, words))) if words else None


class Reader(html.parser.HTMLParser):
    """What somebody reads on a page, a block a line."""

    def __init__(self, page):
        super().__init__()
        self.lines, self.apart, self.inside = [""], 0, False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag == "main":
            self.inside = True
        if tag in APART:
            self.apart += 1
        elif tag in BLOCKS - {"a"}:
            self.lines.append("")

    def handle_endtag(self, tag):
        if tag == "main":
            self.inside = False
        if tag in APART:
            self.apart -= 1
        elif tag in BLOCKS - {"a"}:
            self.lines.append("")

    def handle_data(self, data):
        if self.inside and not self.apart:
            self.lines[-1] += data

    @property
    def text(self):
        lines = (" ".join(line.split()) for line in self.lines)
        return "\n".join(line for line in lines if len(WORD.findall(line)) >= SHORTEST)


def of_page(page):
    return measure(Reader(page).text)


def of_letter(text, values=None):
    """Of a letter's text: remarks, signs of headings and gaps taken out."""
    lines = [re.sub(r"^(#+|-) ", "", line) for line in text.splitlines() if not line.startswith("%")]
    filled = [re.sub(r"\{\{\s*([a-z-]+)\s*\}\}", lambda gap: (values or {}).get(gap.group(1), ""), line) for line in lines]
    return measure("\n".join(line for line in filled if len(WORD.findall(line)) >= SHORTEST))


def table(measured, worst=15):
    """The mean and the hardest pages, to be printed."""
    rows = sorted(((one.grade, one.words, name) for name, one in measured.items() if one), reverse=True)
    mean = sum(grade * words for grade, words, _ in rows) / max(1, sum(words for _, words, _ in rows))
    lines = [f"{len(rows)} pages, mean grade {mean:.1f} (by words); the hardest:"]
    return "\n".join(lines + [f"  {grade:5.1f}  {words:5} words  {name}" for grade, words, name in rows[:worst]])
