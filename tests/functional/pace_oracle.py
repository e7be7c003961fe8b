"""What include/schedule/pace.h and include/model/target.h promise, reckoned a second time: in fractions,
from the printed facts of a target alone."""
import datetime
import math
from fractions import Fraction

LATEST = 60     # of more measurements only the latest count for the trend
LEAST_SPAN = 28  # days


def number(value):
    """A JSON number as written."""
    return None if value is None else Fraction(str(value))


def to_hundredth(value):
    """Half away from zero."""
    cut = math.floor(abs(value) * 100 + Fraction(1, 2))
    return Fraction(cut if value >= 0 else -cut, 100)


def up_to_hundredth(value):
    return Fraction(math.ceil(value * 100), 100)


def year_end(year):
    return datetime.date(year, 12, 31)


class Target:
    """A row of a targets.csv."""

    def __init__(self, row, ceiling=None):
        self.sign = row["comparator"]
        self.value = Fraction(row["value"].replace(",", "."))
        self.percent = row["unit"] == "%" and not (self.sign == "+" and self.value > 100)
        self.first, self.last = int(row["from_year"]), int(row["to_year"])
        self.yearly = self.sign == "+" and row["per"] == "năm"
        self.down = self.sign == "<=" or (self.sign == "=" and self.value == 0)
        self.ceiling = ceiling if ceiling is not None else \
            Fraction(100) if self.sign == "+" and self.percent else None

    def good(self, value, than):
        return value <= than if self.down else value >= than

    def meets(self, value, goal):
        return value > goal if self.sign == ">" else self.good(value, goal)

    def steps(self, baseline):
        """[(year, goal)]; nothing for growth over an unknown baseline."""
        if self.sign != "+":
            return [(self.last, self.value)]
        if baseline is None:
            return []
        years = range(self.first, self.last + 1) if self.yearly else [self.last]
        sums = [(year, baseline[1] + self.value * times) for times, year in enumerate(years, 1)]
        return [(year, goal if self.ceiling is None else min(goal, self.ceiling))
                for year, goal in sums]


def required(target, baseline, points, day):
    """(value on the line, its ends)."""
    start = baseline or (points[0] if points and target.sign != "+" else None)
    steps = target.steps(baseline)
    if start is None or not steps:
        return None, None, None
    begin = start
    for year, goal in steps:
        end = (year_end(year), goal)
        if day <= end[0] or (year, goal) == steps[-1]:
            break
        begin = end
    if target.good(begin[1], end[1]):
        begin = (begin[0], end[1])
    span, gone = (end[0] - begin[0]).days, (day - begin[0]).days
    if gone >= span:
        value = end[1]
    elif gone <= 0:
        value = begin[1]
    else:
        exact = begin[1] + (end[1] - begin[1]) * Fraction(gone, span)
        low, high = sorted((begin[1], end[1]))
        value = max(low, min(high, to_hundredth(exact)))
    return value, begin, end


def worse_middle(values, down):
    """The median; of two middle values the one further from where the target wants to go."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half if len(ordered) % 2 or down else half - 1]


def projection(target, baseline, points, due):
    known = ([baseline] if baseline else []) + points
    known = known[-LATEST:]
    if not points or len(known) < 2 or (known[-1][0] - known[0][0]).days < LEAST_SPAN:
        return None
    slope = worse_middle([(b[1] - a[1]) / (b[0] - a[0]).days
                          for i, a in enumerate(known) for b in known[i + 1:]], target.down)
    at_due = worse_middle([value + slope * (due - day).days for day, value in known], target.down)
    at_due = max(Fraction(0), at_due)
    return to_hundredth(min(at_due, Fraction(100)) if target.percent else at_due)


def look(target, baseline, points, today):
    """All that `dondoc target list --json` must say of it. points: [(day, value)] by day."""
    points = [point for point in points if point[0] <= today]
    latest = points[-1] if points else None
    steps = target.steps(baseline)
    if steps:
        year, goal = next((step for step in steps if today <= year_end(step[0])), steps[-1])
    else:
        year = min(max(today.year, target.first), target.last) if target.yearly else target.last
        goal = None
    due = year_end(year)
    left = max(0, (due - today).days)
    needed, begin, end = required(target, baseline, points, today)
    then = required(target, baseline, points, latest[0])[0] if latest else None
    gap = None if latest is None or goal is None else \
        Fraction(0) if target.good(latest[1], goal) else abs(goal - latest[1])
    weekly = up_to_hundredth(gap * 7 / left) if gap and left else None
    ahead = projection(target, baseline, points, due) if goal is not None else None
    return {"state": state(target, baseline, points, today, goal, due, then, ahead), "year": year,
            "goal": goal, "required": needed, "required_then": then, "gap": gap, "days_left": left,
            "weeks_left": Fraction(math.floor(Fraction(left * 10, 7) + Fraction(1, 2)), 10),
            "weekly": weekly, "projection": ahead, "from": begin, "to": end}


def state(target, baseline, points, today, goal, due, then, ahead):
    latest = points[-1][1] if points else None
    if goal is None:
        ended = latest is not None and target.ceiling is not None and latest >= target.ceiling
        return "met" if ended else "no_data"
    if latest is None:
        return "no_data"
    there = target.meets(latest, goal)
    if today > due:
        return "met" if there else "missed"
    start = (baseline or points[0])[1]
    if there and not target.meets(start, goal):
        return "met"
    if ahead is not None and not target.meets(ahead, goal):
        return "at_risk"
    in_time = target.meets(latest, goal) if then == goal else target.good(latest, then)
    return "on_track" if in_time else "behind"


def said(item):
    """The same of what the program says."""
    def point(value):
        return value and (datetime.date.fromisoformat(value["day"]), number(value["value"]))
    line = item["line"] or {"from": None, "to": None}
    return {"state": item["state"], "year": item["step"]["year"],
            "goal": number(item["step"]["goal"]), "required": number(item["required"]),
            "required_then": number(item["required_then"]), "gap": number(item["gap"]),
            "days_left": item["days_left"], "weeks_left": number(item["weeks_left"]),
            "weekly": number(item["weekly"]), "projection": number(item["projection"]),
            "from": point(line["from"]), "to": point(line["to"])}


def by_hand(item):
    """Works the numbers out again from nothing but what is printed beside them; returns them under the
    names that they have there."""
    def day(value):
        return datetime.date.fromisoformat(value["day"])
    found = {}
    trend = item["trend"]
    due = datetime.date.fromisoformat(item["step"]["due"])
    if trend:
        rise = number(trend["to"]["value"]) - number(trend["from"]["value"])
        slope = rise / (day(trend["to"]) - day(trend["from"])).days
        value = number(trend["through"]["value"]) + slope * (due - day(trend["through"])).days
        value = max(Fraction(0), value)
        if item["unit"] == "%" and not (item["comparator"] == "+" and item["value"] > 100):
            value = min(value, Fraction(100))
        found["projection"] = to_hundredth(value)
    line = item["line"]
    if line and line["from"] and day(line["from"]) < day(item) < day(line["to"]):
        part = Fraction((day(item) - day(line["from"])).days,
                        (day(line["to"]) - day(line["from"])).days)
        first, last = number(line["from"]["value"]), number(line["to"]["value"])
        found["required"] = to_hundredth(first + (last - first) * part)
    if item["weekly"] is not None:
        found["weekly"] = up_to_hundredth(number(item["gap"]) * 7 / item["days_left"])
    return found
