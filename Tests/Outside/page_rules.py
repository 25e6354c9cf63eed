"""The rules that every page keeps. Each is one small function: its first line says the rule, and it returns what breaks it."""
import dataclasses
import re

#: What people typed in these tests. None of it may stand in an address.
TYPED = ["Zebedee", "Quillfeather", "Bramblewick"]
BANNED = r"\b(please|sorry|valid|invalid|forbidden|oops)\b|this field is required"
RULES = []
#: Those on how a page looks on one screen or another. They take the most time.
LOOKS = []


@dataclasses.dataclass
class Seen:
    """How a page was come by."""

    name: str
    status: int
    #: Followed from a link, so it must be there.
    linked: bool = False
    #: A question that nobody has answered yet.
    fresh: bool = False
    #: What came back when the form was sent with every field empty.
    sent_empty: bool = False
    #: What came back when something wrong was sent: it must say so.
    refused: bool = False
    #: Hosts other than the site's own from which something was asked.
    foreign: tuple = ()


def rule(function):
    RULES.append(function)
    return function


def rule_of_looks(function):
    LOOKS.append(function)
    return rule(function)


HELP = r"""
const out = [], say = (...words) => out.push(words.join(' '));
const $ = s => document.querySelector(s), $$ = (s, from) => [...(from || document).querySelectorAll(s)];
const text = e => (e ? e.textContent : '').replace(/\s+/g, ' ').trim();
const shown = e => { const r = e.getBoundingClientRect(); return r.width > 0 && r.height > 0 && getComputedStyle(e).visibility !== 'hidden'; };
const hidden = e => !!e.closest('.visually-hidden');
const what = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + (e.className && typeof e.className === 'string' ? '.' + e.className.split(' ')[0] : '')
    + (text(e) ? ' “' + text(e).slice(0, 60) + '”' : '');
const controls = $$('input:not([type=hidden]), select, textarea');
const labels = e => [...(e.labels || [])];
const legend = e => { const f = e.closest('fieldset'); return f ? f.querySelector(':scope > legend') : null; };
const choice = e => e.type === 'radio' || e.type === 'checkbox';
const posting = $$('form').filter(f => f.method === 'post');
// A search asks nothing of anybody: it may stay empty and stands on the page it searches.
const asking = posting.filter(f => f.closest('main') && !f.querySelector('[role=search]') && controls.some(c => c.form === f));
const focusable = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex="-1"])';
const described = e => (e.getAttribute('aria-describedby') || '').split(/\s+/).filter(Boolean).map(id => document.getElementById(id));
"""


def look(page, body, argument=None):
    """Runs a few lines in the page, which say what is wrong."""
    return page.evaluate("(given) => {" + HELP + body + "\nreturn out; }", argument)


# The page

@rule
def one_first_heading(page, seen):
    """Every page has one heading of the first level, inside its main part."""
    return look(page, "const n = $$('h1'); if (n.length !== 1) say(n.length, 'h1'); for (const h of n) { if (!text(h)) say('an empty h1'); if (!h.closest('main')) say('h1 outside main'); }")


@rule
def title_is_heading_and_service(page, seen):
    """The title is the heading and the name of the service, and begins with Error when there is one."""
    return look(page, """
        const wanted = ($('.error-summary') ? 'Error: ' : '') + text($('h1')) + ' – Discretion';
        if (document.title.replace(/\\s+/g, ' ') !== wanted) say('the title is “' + document.title + '”, not “' + wanted + '”');""")


@rule
def language_is_said(page, seen):
    """Every page says that it is in British English."""
    return look(page, "if (document.documentElement.lang !== 'en-GB') say('lang is', document.documentElement.lang || 'missing');")


@rule
def skip_link_comes_first(page, seen):
    """The first thing that takes the focus is the skip link, and it leads to the main part."""
    return look(page, """
        const first = $(focusable);
        if (!first || !first.matches('a.skip-link')) { say('first is', first ? what(first) : 'nothing'); return out; }
        const to = document.getElementById(first.getAttribute('href').slice(1));
        if (!to) say('its target is missing'); else if (to.tagName !== 'MAIN') say('it leads to', what(to));""")


@rule
def one_main_part(page, seen):
    """Every page has one main part, and landmarks that repeat have different labels."""
    return look(page, """
        if ($$('main').length !== 1) say($$('main').length, 'main');
        for (const kind of ['nav', 'aside', 'header:not(main header)', 'footer:not(main footer)']) {
            const all = $$(kind), names = all.map(e => e.getAttribute('aria-label') || text(document.getElementById(e.getAttribute('aria-labelledby'))) || '');
            if (all.length > 1 && (names.some(n => !n) || new Set(names).size < names.length)) say(all.length, kind, 'without labels of their own');
        }""")


@rule
def heading_levels_do_not_jump(page, seen):
    """Heading levels never jump, and the main part begins with the first level."""
    return look(page, """
        const inside = $$('main h1, main h2, main h3, main h4, main h5, main h6').filter(h => !h.closest('.error-summary'));
        let level = 0;
        for (const h of inside) { const now = +h.tagName[1]; if (now > level + 1) say('h' + now, 'after', level ? 'h' + level : 'nothing', '“' + text(h) + '”'); level = now; }""")


@rule
def ids_are_unique(page, seen):
    """No two things on a page have the same id."""
    return look(page, """
        const ids = $$('[id]').map(e => e.id);
        for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) say('#' + id, 'stands', ids.filter(i => i === id).length, 'times');
        if (ids.some(id => !id || /\\s/.test(id))) say('an id is empty or has a space');""")


@rule
def references_lead_somewhere(page, seen):
    """Every link within a page, and every tie between a thing and its description, has its other end."""
    return look(page, """
        for (const a of $$('a[href^="#"]')) if (!document.getElementById(a.getAttribute('href').slice(1))) say('nothing has the id of', a.getAttribute('href'));
        for (const attribute of ['aria-describedby', 'aria-labelledby', 'for', 'aria-controls'])
            for (const e of $$('[' + attribute + ']')) for (const id of e.getAttribute(attribute).split(/\\s+/)) if (!document.getElementById(id)) say(what(e), attribute, 'names', id, 'which is not there');""")


@rule
def no_inline_style_or_script(page, seen):
    """No page has a script, nor a style of its own; only where a policy is written one file of ours runs."""
    return look(page, """
        const files = $$('main #live-faults').length === 1 ? $$('script[src="/assets/live-faults.js"]').slice(0, 1).filter(e => !e.textContent) : [];
        for (const e of $$('script, style, [style], iframe, object, embed')) if (!files.includes(e)) say(what(e));
        for (const e of $$('*')) for (const a of e.attributes) if (/^on/.test(a.name) || /^\\s*javascript:/i.test(a.value)) say(what(e), a.name);""")


@rule
def nothing_from_elsewhere(page, seen):
    """A page loads nothing from another host."""
    return [f"asked {host}" for host in seen.foreign] + look(page, """
        for (const e of $$('[src], link[href], form[action]')) { const a = e.src || e.href || e.action; if (new URL(a, location).host !== location.host) say(what(e), a); }""")


@rule
def danger_is_one_click_away(page, seen):
    """Every page leads straight to what to do when somebody is in danger."""
    return look(page, """
        const link = $$('a[href="/urgent"]').find(a => !a.closest('main') && shown(a));
        if (!link) say('no link to /urgent outside the main part');""")


@rule
def links_are_not_broken(page, seen):
    """Whatever a page links to is there for who reads that page, if only to say what must come first."""
    if not seen.linked or seen.status == 200:
        return []
    # A refusal is a page, which leads on.
    return [f"it answers {seen.status}"] if seen.status != 409 else look(page, "if (!$$('main a[href], main button').length) say('it refuses and leads nowhere');")


@rule
def links_say_where_they_lead(page, seen):
    """Links with the same words on one page lead to the same place."""
    return look(page, """
        const by = {};
        for (const a of $$('main a[href]')) (by[text(a)] ||= new Set()).add(a.getAttribute('href'));
        for (const [words, to] of Object.entries(by)) { if (!words) say('a link without words to', [...to][0]); else if (to.size > 1 && !$$('main th[scope=row] a, main .task a').some(a => text(a) === words)) say('“' + words + '” leads to', [...to].join(' and ')); }
        for (const words of Object.keys(by)) if (/^(click here|here|more|read more|link)$/i.test(words)) say('“' + words + '”');""")


# Questions

@rule
def controls_have_labels(page, seen):
    """Every control has a label with words, which can be seen."""
    return look(page, """
        for (const c of controls) { const l = labels(c); if (!l.length || !l.some(text)) say(what(c), c.name); else if (!l.some(shown) || l.every(hidden)) say('the label of', c.name, 'cannot be seen'); }""")


@rule
def choices_stand_in_a_fieldset(page, seen):
    """Radio buttons and checkboxes stand in a fieldset with a legend."""
    return look(page, "for (const c of controls.filter(choice)) if (!text(legend(c))) say(what(c), c.value);")


@rule
def nothing_is_chosen_beforehand(page, seen):
    """Nothing is chosen on a question that nobody has answered."""
    return look(page, "for (const c of controls) if (choice(c) && c.checked) say(c.name, '=', c.value);") if seen.fresh else []


@rule
def controls_stand_left_of_labels(page, seen):
    """A radio button stands left of its label."""
    return look(page, "for (const c of controls.filter(choice)) if (labels(c)[0] && c.getBoundingClientRect().left >= labels(c)[0].getBoundingClientRect().left) say(what(labels(c)[0]));")


@rule
def a_lone_question_is_the_heading(page, seen):
    """Where a page asks one thing only, its legend or label is the heading."""
    return look(page, """
        for (const f of asking) {
            const questions = new Set(controls.filter(c => c.form === f).map(c => c.closest('fieldset') || c));
            // Under a heading of its own it is a part of a page about something else.
            if (questions.size !== 1 || $$('main h2').some(h => !h.closest('.error-summary') && h.compareDocumentPosition(f) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
            const q = [...questions][0], h = $('h1'), own = q.matches('fieldset') ? q.querySelector(':scope > legend') : labels(q)[0];
            if (!own || !own.contains(h)) say('the heading is not in', own ? what(own) : 'a legend');
        }""")


@rule
def one_may_not_know(page, seen):
    """Every question about the case offers I do not know, last, after a divider."""
    return look(page, """
        if (!/\\/questions\\//.test(location.pathname)) return out;
        const all = $$('input[name=answer]'), last = all[all.length - 1];
        if (!all.length) return out;
        if (last.value !== 'not-known' || text(labels(last)[0]) !== 'I do not know') say('the last answer is', last.value);
        if (!$('.radios-divider')) say('no divider');""")


@rule
def nothing_is_revealed_on_choosing(page, seen):
    """No control appears or vanishes when something is chosen."""
    return look(page, """
        for (const e of $$('.radios input:not([type=radio], [type=checkbox]), .radios textarea, .radios select, [aria-controls], [data-conditional]')) say(what(e));
        for (const c of controls) if (!shown(c) && !c.closest('details')) say(c.name, 'cannot be seen');""")


@rule
def hints_have_no_full_stop(page, seen):
    """A hint is one short sentence with no full stop."""
    return look(page, """
        for (const e of new Set($$('[aria-describedby]').flatMap(described))) {
            if (!e || !e.classList.contains('hint')) continue;
            if (/[.]$/.test(text(e))) say('it ends with a full stop:', what(e)); else if (/[.!?]\\s+\\p{Lu}/u.test(text(e))) say('it has two sentences: “' + text(e) + '”');
        }""")


@rule
def hints_have_no_links(page, seen):
    """A hint has no link in it."""
    return look(page, "for (const e of new Set($$('[aria-describedby]').flatMap(described))) if (e && $$('a, button', e).length) say(what(e));")


@rule
def no_asterisks(page, seen):
    """No label has an asterisk."""
    return look(page, "for (const e of $$('label, legend, .hint')) if (text(e).includes('*')) say(what(e));")


@rule
def optional_is_said(page, seen):
    """What may stay empty is marked (optional); what may not is not."""
    if not seen.sent_empty:
        return []
    return look(page, """
        for (const f of asking.filter(f => !/sign-in/.test(f.action)))
            for (const q of new Set(controls.filter(c => c.form === f).map(c => c.closest('fieldset') || c))) {
                const own = q.matches('fieldset') ? q.querySelector(':scope > legend') : labels(q)[0];
                const wrong = !!q.closest('.form-group-error'), marked = text(own).endsWith('(optional)');
                if (!wrong && !marked) say('not marked, yet it may stay empty: “' + text(own) + '”');
                if (wrong && /optional/.test(text(own))) say('marked, yet it may not stay empty: “' + text(own) + '”');
            }""")


@rule
def the_browser_does_not_check(page, seen):
    """Forms that post leave all checking to the site, so that its own words are read."""
    return look(page, """
        for (const f of posting) if (!f.noValidate) say('no novalidate:', f.getAttribute('action'));
        for (const e of $$('[required], [pattern], [maxlength], [minlength]')) say(what(e), e.name, 'is checked by the browser');""")


@rule
def dates_have_three_fields(page, seen):
    """A date is asked in three fields, each with its label, and a month may be a word."""
    return look(page, """
        for (const e of $$('input[type=date], input[type=datetime-local], input[type=month]')) say(what(e));
        for (const d of $$('.date-input')) {
            const parts = $$('input', d);
            if (parts.map(p => text(labels(p)[0])).join() !== 'Day,Month,Year') say('its fields are', parts.map(p => text(labels(p)[0])).join());
            if (parts[1] && parts[1].inputMode === 'numeric') say('the month takes digits only');
            if (!legend(d)) say('no legend');
        }""")


@rule
def buttons_can_be_used(page, seen):
    """No control is disabled."""
    return look(page, "for (const e of $$('[disabled], [aria-disabled=true]')) say(what(e));")


@rule
def buttons_say_what_they_do(page, seen):
    """A button says what it does, and the main one stands at the left edge of the page's text."""
    return look(page, """
        for (const b of $$('button, input[type=submit], main a.button')) if (!text(b) || /^(submit|ok|go|yes|no|send)$/i.test(text(b))) say(what(b));
        const edge = $('main').getBoundingClientRect().left + parseFloat(getComputedStyle($('main')).paddingLeft);
        for (const f of asking) {
            const b = f.querySelector('button:not(.button-secondary)');
            if (b && Math.abs(b.getBoundingClientRect().left - edge) > 2) say('not at the left edge:', what(b));
        }""")


@rule
def question_pages_lead_back(page, seen):
    """A page that asks something has a link back, above its main part."""
    return look(page, """
        if (!asking.length) return out;
        const back = $('a.back-link');
        if (!back) say('no link back'); else if (!(back.compareDocumentPosition($('main')) & Node.DOCUMENT_POSITION_FOLLOWING) || back.closest('main')) say('it is not above the main part');""")


@rule
def sign_in_helps_the_password_manager(page, seen):
    """The fields of the sign-in say what they are, and take a pasted password."""
    return look(page, """
        for (const [type, token] of [['email', 'username'], ['password', 'current-password']])
            for (const e of $$('input[type=' + type + ']')) { if (e.autocomplete !== token) say(e.name, 'has autocomplete', e.autocomplete); if (e.readOnly) say(e.name, 'is read only'); }""")


@rule
def forms_are_ours(page, seen):
    """Every form that posts carries a token, but for the sign-in."""
    return look(page, """
        for (const f of posting) if (f.getAttribute('action') !== '/sign-in' && !$$('input[type=hidden][name=token]', f).some(e => /^[0-9a-f]{64}$/.test(e.value))) say(f.getAttribute('action'));""")


@rule
def addresses_name_nobody(page, seen):
    """No address holds an answer, a name or a token, and no form puts typed words into one."""
    return look(page, """
        const addresses = [location.href, ...$$('a[href]').map(a => a.href), ...$$('form').map(f => f.action)].map(a => decodeURIComponent(a));
        for (const a of new Set(addresses)) if (given.some(w => a.toLowerCase().includes(w.toLowerCase())) || /[?&](answer|token|subject|recipient|password|email)/.test(a)) say(a);
        for (const f of $$('form')) if (f.method === 'get') for (const c of controls) if (c.form === f && /^(text|search|email|tel|textarea)$/.test(c.type)) say('the form of', f.getAttribute('action'), 'puts what is typed into “' + text(labels(c)[0]) + '” into the address');""", TYPED)


# Errors

@rule
def mistakes_are_said(page, seen):
    """What is refused comes back with a summary of what is wrong."""
    return look(page, "if (!$('.error-summary')) say('no error summary; the heading is “' + text($('h1')) + '”');") if seen.refused else []


@rule
def error_summary_comes_first(page, seen):
    """The summary of errors stands in the main part above the heading, says that there is a problem, and has the focus."""
    return look(page, """
        const s = $('.error-summary'); if (!s) return out;
        if ($$('.error-summary').length > 1) say('more than one');
        if ($('main').firstElementChild !== s) say('it is not the first thing in main');
        if (!(s.compareDocumentPosition($('h1')) & Node.DOCUMENT_POSITION_FOLLOWING)) say('it stands below the heading');
        if (text(s.querySelector('h2')) !== 'There is a problem') say('it says “' + text(s.querySelector('h2')) + '”');
        if (document.activeElement !== s) say('the focus is on', what(document.activeElement).slice(0, 60));
        if (!s.querySelector('li')) say('it is empty');""")


@rule
def errors_lead_to_their_fields(page, seen):
    """Every entry of the summary leads to a field, where the same words stand, tied to it."""
    return look(page, """
        for (const li of $$('.error-summary li')) {
            const a = li.querySelector('a'), field = a && document.getElementById((a.getAttribute('href') || '').slice(1));
            if (!field || !field.matches('input:not([type=hidden]), select, textarea')) { say('“' + text(li) + '” leads to no field:', a ? a.getAttribute('href') : 'no link'); continue; }
            const tied = [field, field.closest('fieldset')].filter(Boolean).flatMap(described).filter(e => e && e.classList.contains('error-message'));
            if (!tied.length) say('no message is tied to #' + field.id); else if (!tied.some(e => text(e).replace(/^Error:\\s*/, '') === text(li))) say('at #' + field.id, 'it says', text(tied[0]));
        }
        const listed = $$('.error-summary li').map(text);
        for (const e of $$('.error-message')) if (!listed.includes(text(e).replace(/^Error:\\s*/, ''))) say('not in the summary: “' + text(e) + '”');""")


@rule
def errors_are_announced(page, seen):
    """A message at a field begins with a hidden Error."""
    return look(page, "for (const e of $$('.error-message')) if (text(e.querySelector('.visually-hidden')) !== 'Error:' || !text(e).startsWith('Error:')) say(what(e));")


@rule
def errors_name_the_fix(page, seen):
    """A message neither begs nor scolds: it says what to do."""
    return look(page, "for (const e of $$('.error-message, .error-summary li')) { const m = text(e).match(new RegExp(given, 'i')); if (m) say('“' + m[0] + '” in “' + text(e) + '”'); }", BANNED)


# Tables, lists, boxes

@rule
def tables_have_captions_and_heads(page, seen):
    """Every table has a caption, and every head says whether it is of a row or a column."""
    return look(page, """
        for (const t of $$('table')) {
            if (!t.caption || !text(t.caption)) say('no caption');
            for (const h of $$('th', t)) if (!['row', 'col', 'rowgroup', 'colgroup'].includes(h.scope)) say('no scope:', what(h));
            if (!$$('thead th[scope=col]', t).length) say('no heads of columns');
        }""")


@rule
def change_links_name_their_row(page, seen):
    """A link to change something names it, for those who hear the link alone."""
    return look(page, """
        const all = $$('.summary-list a').filter(a => /^Change/.test(text(a)));
        for (const a of all) if (!text(a.querySelector('.visually-hidden'))) say(what(a));
        for (const v of $$('.summary-value')) if (!text(v)) say('an empty value beside “' + text(v.parentElement.querySelector('dt')) + '”');""")


@rule
def panels_have_no_links(page, seen):
    """The panel of a confirmation has no link in it."""
    return look(page, "for (const a of $$('.panel a, .panel button')) say(what(a));")


@rule
def task_rows_are_links(page, seen):
    """The whole row of a task is its link."""
    return look(page, """
        for (const row of $$('.task-list .task')) {
            row.scrollIntoView({block: 'center'});
            const r = row.getBoundingClientRect(), link = row.querySelector('a');
            for (const x of [r.left + 4, r.left + r.width / 2, r.right - 4]) { const hit = document.elementFromPoint(x, r.top + r.height / 2); if (link && (!hit || hit.closest('a') !== link)) { say('not a link everywhere:', text(link)); break; } }
        }
        scrollTo(0, 0);""")


# How it looks

@rule_of_looks
def targets_are_large_enough(page, seen):
    """Whatever is pressed is at least 24 by 24 pixels, or stands in a sentence."""
    return look(page, """
        const sentence = e => {
            let box = e.parentElement; while (getComputedStyle(box).display === 'inline') box = box.parentElement;
            const rest = [...box.childNodes].filter(n => n !== e && !n.contains(e)).map(n => n.nodeType === 3 ? n.data : n.matches && !n.matches('a, button, .visually-hidden, ul, ol, div') ? n.textContent : '').join('').replace(/\\s+/g, ' ').trim();
            return getComputedStyle(e).display === 'inline' && /\\p{L}/u.test(rest);
        };
        for (const e of $$('a[href], button, summary, input:not([type=hidden]), select, textarea')) {
            if (!shown(e) || hidden(e) || e.matches('.skip-link') || sentence(e)) continue;
            const r = e.getBoundingClientRect();
            if (r.width < 24 || r.height < 24) say(what(e), 'is', Math.round(r.width) + ' by ' + Math.round(r.height));
        }""")


@rule_of_looks
def focus_can_be_seen(page, seen):
    """Whatever takes the focus shows it, and nothing covers it."""
    return look(page, """
        const now = e => { const s = getComputedStyle(e); return [s.boxShadow, s.backgroundColor, s.outlineStyle === 'none' || /, 0\\)|transparent/.test(s.outlineColor) ? '' : s.outlineWidth + s.outlineColor].join('|'); };
        const was = document.activeElement;
        for (const e of $$(focusable)) {
            if (!shown(e)) continue;
            e.blur(); const before = now(e);
            e.focus({focusVisible: true});
            if (document.activeElement !== e) { say(what(e), 'takes no focus'); continue; }
            if (now(e) === before) say(what(e), 'looks the same');
            const r = e.getClientRects()[0], hit = document.elementFromPoint(r.left + Math.min(5, r.width / 2), r.top + r.height / 2);
            if (hit && !e.contains(hit) && !hit.contains(e)) say(what(e), 'is covered by', what(hit));
            e.blur();
        }
        if (was && was.focus) was.focus();
        scrollTo(0, 0);""")


@rule_of_looks
def pages_fit_a_narrow_screen(page, seen):
    """No page needs sideways scrolling on a screen 320 pixels wide."""
    page.set_viewport_size({"width": 320, "height": 700})
    wide = look(page, WIDE.replace("WIDTH", "320"))
    page.set_viewport_size({"width": 1280, "height": 900})
    return wide


WIDE = """
    const width = document.scrollingElement.scrollWidth; if (width <= WIDTH) return out;
    const first = $$('body *').find(e => shown(e) && !hidden(e) && e.getBoundingClientRect().right > WIDTH + 1 && !e.closest('.flowchart'));
    say('it is', width, 'wide', first ? 'because of ' + what(first) : '');"""


@rule_of_looks
def text_can_be_twice_as_large(page, seen):
    """With text at twice its size, a screen 640 pixels wide needs no sideways scrolling."""
    page.set_viewport_size({"width": 640, "height": 700})
    wide = look(page, """
        const size = () => parseFloat(getComputedStyle($('main')).fontSize), before = size();
        document.documentElement.style.fontSize = '200%';
        if (size() < before * 1.7) say('the text grew from', before, 'to', size());
        """ + WIDE.replace("return out", "return (document.documentElement.removeAttribute('style'), out)").replace("WIDTH", "640")
        + "document.documentElement.removeAttribute('style');")
    page.set_viewport_size({"width": 1280, "height": 900})
    return wide


@rule_of_looks
def text_can_be_spaced(page, seen):
    """With wider spaces between lines, words and letters, nothing needs sideways scrolling on a narrow screen."""
    page.set_viewport_size({"width": 320, "height": 700})
    wide = look(page, """
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }');
        document.adoptedStyleSheets = [sheet];
        """ + WIDE.replace("return out", "return (document.adoptedStyleSheets = [], out)").replace("WIDTH", "320")
        + "document.adoptedStyleSheets = [];")
    page.set_viewport_size({"width": 1280, "height": 900})
    return wide


def sentence(function):
    return re.sub(r"\s+", " ", function.__doc__).strip()
