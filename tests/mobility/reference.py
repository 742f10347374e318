"""The rules once more, person by person and year by year in plain Python: slow and obvious.

Shares nothing with the engine but the names of rules, roles, reasons and columns.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from innocore_metrics.geography import country_code

ROLES = ["unknown", "education", "doctorate", "postdoc", "faculty", "staff", "industry", "visiting"]


def whole(value):
    """(number, None), (None, "missing") or (None, "wrong")."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None, "missing"
    try:
        number = float(value)
    except ValueError:
        return None, "wrong"
    if number != int(number):
        return None, "wrong"
    return int(number), None


def country_of(value):
    text = (value or "").strip()
    if not text:
        return None, "no_country"
    found = country_code(text)
    return (found, None) if found else (None, "unknown_country")


def year_of(value):
    number, fault = whole(value)
    if fault == "missing":
        return None, "no_year"
    if fault or not 1900 <= number <= 2150:
        return None, "bad_year"
    return number, None


def month_of(value):
    number, fault = whole(value)
    if fault == "missing":
        return None, None
    if fault or not 1 <= number <= 12:
        return None, "bad_month"
    return number, None


def check(record, form):
    """The record as clean values, or the reason why not."""
    faults = []
    person = str(record["person_id"] if record["person_id"] is not None else "").strip()
    if not person:
        faults.append("no_person")
    country, fault = country_of(record["country"])
    faults.append(fault)
    clean = {"person": person, "country": country}
    if form == "person-years":
        clean["start"], fault = year_of(record["year"])
        faults.append(fault)
        clean["end"] = clean["start"]
        weight, fault = whole(record.get("weight"))
        if fault == "missing":
            weight = 1
        elif fault or not 1 <= weight <= 1_000_000:
            faults.append("bad_weight")
        clean["weight"] = weight
    else:
        faults += check_spell(record, clean)
    order = [
        "no_person",
        "no_year",
        "bad_year",
        "bad_month",
        "end_before_start",
        "no_country",
        "unknown_country",
        "bad_weight",
        "unknown_role",
    ]
    faults = sorted((fault for fault in faults if fault), key=order.index)
    return (None, faults[0]) if faults else (clean, None)


def check_spell(record, clean):
    faults = []
    clean["start"], fault = year_of(record["start_year"])
    faults.append(fault)
    clean["end"], fault = year_of(record["end_year"])
    if fault == "bad_year":
        faults.append(fault)
    is_open = fault == "no_year"
    clean["start_month"], fault = month_of(record.get("start_month"))
    faults.append(fault)
    clean["end_month"], fault = month_of(record.get("end_month"))
    faults.append(fault)
    # A faulty part of a date counts under its own reason, so order is judged on sound dates only.
    if not is_open and not any(faults):
        opens = (clean["start"], clean["start_month"] or 1)
        if (clean["end"], clean["end_month"] or 12) < opens:
            faults.append("end_before_start")
    if is_open:
        clean["end"] = clean["end_month"] = None
    role = (record.get("role") or "").strip().casefold() or "unknown"
    if role not in ROLES:
        faults.append("unknown_role")
    clean["role"] = role
    clean["field"] = (record.get("field") or "").strip()
    clean["names"] = [record.get("ror_id"), record.get("organisation")]
    return faults


def named_institute(names, institutes):
    """ROR id first, then the name."""
    for name in names:
        plain = (name or "").strip().lower().replace("https://ror.org/", "")
        for number, institute in enumerate(institutes):
            if plain and plain == institute.lower().removeprefix("https://ror.org/"):
                return number
    return -1


def tables(records, form, rules):
    """Counters by table, and the report, as the engine would give them."""
    rejected, clean = Counter(), []
    for record in records:
        good, reason = check(record, form)
        if reason:
            rejected[reason] += 1
        else:
            clean.append(good)
    last = rules.last_year
    if last is None:
        years = [year for r in clean for year in (r["start"], r["end"]) if year is not None]
        last = max(years, default=1900)
    people = defaultdict(list)
    for record in clean:
        people[record["person"]].append(record)
    out = {name: Counter() for name in NAMES}
    out["rejected"] = rejected
    for spells in people.values():
        one_person(spells, form, rules, last, out)
    return out


NAMES = [
    "population",
    "observed",
    "flows",
    "flow_groups",
    "institute_moves",
    "stays",
    "returns",
    "first_postdocs",
    "dropped",
    "totals",
]


def one_person(spells, form, rules, last, out):
    seen = defaultdict(lambda: defaultdict(list))  # year -> country -> [(weight, traits)]
    for spell in spells:
        left_out = why_left_out(spell, form, rules, last)
        if left_out:
            out["dropped"][left_out] += 1
        else:
            out["totals"]["kept"] += 1
            observe(spell, form, rules, last, seen)
    homes = home_by_year(seen, rules, form, out["totals"])
    if homes:
        out["totals"]["persons"] += 1
    out["totals"]["person_years"] += len(homes)
    lived = dict(homes)
    moves = []
    years = sorted(homes)
    for before, after in pairwise(years):
        missing = after - before - 1
        date = after if rules.dating == "later" else (before + after + 1) // 2
        if missing and (rules.fill_years is None or missing <= rules.fill_years):
            for year in range(before + 1, after):
                lived[year] = homes[before] if year < date else homes[after]
                out["totals"]["filled"] += 1
        near = rules.move_gap_years is None or missing <= rules.move_gap_years
        if near and homes[before] != homes[after]:
            moves.append((date, homes[before], homes[after], before, after))
        if near and form == "spells":
            institute_move(seen, homes, before, after, date, rules, out)
    for year, country in lived.items():
        out["population"][year, country] += 1
        if year in homes:
            out["observed"][year, country] += 1
    for date, origin, destination, before, after in moves:
        out["flows"][date, origin, destination] += 1
        if form == "spells":
            old, new = (
                main_traits(seen, homes, before, rules),
                main_traits(seen, homes, after, rules),
            )
            group = (date, origin, destination, ROLES[old[0]], ROLES[new[0]], new[2])
            out["flow_groups"][group] += 1
    cohorts(spells, form, rules, last, lived, moves, out)
    if moves:
        returns(homes[min(homes)], moves, rules, out)


def months_of(spell, rules, last):
    """The first and the last month of a spell, as (year, month)."""
    end = spell["end"]
    if end is None:
        end = spell["start"] if rules.open_end == "start" else last
    return (spell["start"], spell["start_month"] or 1), (end, spell["end_month"] or 12)


def why_left_out(spell, form, rules, last):
    """The rule that leaves a sound record out, if any does."""
    if form == "spells":
        is_open = spell["end"] is None
        if is_open and rules.open_end == "drop":
            return "open_end"
        (start, first), (end, final) = months_of(spell, rules, last)
        months = (end * 12 + final) - (start * 12 + first) + 1
        if months < rules.min_spell_months and not is_open:
            return "short_spell"
        if spell["role"] not in rules.roles:
            return "other_role"
    return "after_last_year" if spell["start"] > last else None


def observe(spell, form, rules, last, seen):
    if form == "person-years":
        seen[spell["start"]][spell["country"]].append((spell["weight"], (0, 0, "")))
        return
    begin, end = months_of(spell, rules, last)
    traits = (
        ROLES.index(spell["role"]),
        named_institute(spell["names"], rules.institutes),
        spell["field"],
    )
    for year in range(begin[0], min(end[0], last) + 1):
        covered = {month for month in range(1, 13) if begin <= (year, month) <= end}
        weight = covered if rules.overlap == "months" else begin[0] * 12 + begin[1]
        seen[year][spell["country"]].append((weight, traits))


def weigh(weights, rules, form):
    if form == "person-years":
        return sum(weights)
    if rules.overlap == "latest":
        return max(weights)
    # Months, each once, however many spells cover it.
    return len(set().union(*weights))


def home_by_year(seen, rules, form, totals):
    homes = {}
    for year in sorted(seen):
        weights = {
            country: weigh([weight for weight, _ in entries], rules, form)
            for country, entries in seen[year].items()
        }
        most = max(weights.values())
        top = sorted(country for country, weight in weights.items() if weight == most)
        if len(top) > 1:
            totals["tied"] += 1
            if rules.tie == "unobserved":
                continue
            if rules.tie == "previous" and homes and homes[max(homes)] in top:
                homes[year] = homes[max(homes)]
                continue
        homes[year] = top[0]
    return homes


def main_traits(seen, homes, year, rules):
    weights = defaultdict(list)
    for weight, traits in seen[year][homes[year]]:
        weights[traits].append(weight)
    total = {traits: weigh(own, rules, "spells") for traits, own in weights.items()}
    most = max(total.values())
    return min(traits for traits, weight in total.items() if weight == most)


def institute_move(seen, homes, before, after, date, rules, out):
    old = main_traits(seen, homes, before, rules)[1]
    new = main_traits(seen, homes, after, rules)[1]
    if old == new:
        return
    if old >= 0:
        out["institute_moves"][rules.institutes[old], "out", date, homes[after]] += 1
    if new >= 0:
        out["institute_moves"][rules.institutes[new], "in", date, homes[before]] += 1


def cohorts(spells, form, rules, last, lived, moves, out):
    arrivals = [("arrivals", destination, date) for date, _, destination, _, _ in moves]
    doctorates = set()
    if form == "spells":
        doctorates = {
            ("doctorates", s["country"], s["end"])
            for s in spells
            if s["role"] == "doctorate" and s["end"] is not None and s["end"] <= last
        }
        first_postdocs(spells, rules, last, out)
    for cohort, country, year in [*arrivals, *doctorates]:
        for k in rules.horizons:
            if year + k > last:
                state = "censored"
            elif year + k not in lived:
                state = "unobserved"
            else:
                state = "present" if lived[year + k] == country else "elsewhere"
            out["stays"][cohort, country, year, k, state] += 1


def returns(home, moves, rules, out):
    """Emigrants: those who leave the country in which they were seen first."""
    back = [when for when, _, destination, _, _ in moves if destination == home]
    for left, origin, _, _, _ in moves:
        if origin != home:
            continue
        for k in rules.horizons:
            seen = any(left < when <= left + k for when in back)
            out["returns"][home, left, k, "returned" if seen else "not"] += 1


def first_postdocs(spells, rules, last, out):
    finished = {}
    for s in spells:
        number = named_institute(s["names"], rules.institutes)
        done = s["role"] == "doctorate" and s["end"] is not None and s["end"] <= last
        if number >= 0 and done:
            finished[number] = min(s["end"], finished.get(number, 9999))
    for number, year in finished.items():
        later = sorted(
            (s["start"], s["start_month"] or 1, s["country"])
            for s in spells
            if s["role"] == "postdoc" and year <= s["start"] <= last
        )
        near = later and later[0][0] - year <= rules.postdoc_years
        destination = later[0][2] if near else ""
        out["first_postdocs"][rules.institutes[number], year, destination] += 1
