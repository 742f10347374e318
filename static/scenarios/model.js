// The equations of innocore_metrics/scenarios/paths.py and needed.py, in the same order, so that
// the same parameters give the same digits. A test compares them over generated parameters.

export const FIRST = 2024;
export const LAST = 2035;
export const START = 2025;
export const LATER = 2027;
export const YEARS = Array.from({ length: LAST - FIRST + 1 }, (_, i) => FIRST + i);
const AGES = LAST - START + 1;

/** The share of a cohort still there at the end of its year, one year on, and so on. */
export function survival(v) {
  const length = v["contract-years"];
  const most = v["tenure-max"];
  const renewed = v.renewal / 100;
  const stays = 1 - v.attrition / 100;
  const shares = [];
  let stayed = 1;
  for (let age = 0; age < AGES; age += 1) {
    let held = 0;
    let kept = 1;
    for (let number = 0; number < AGES; number += 1) {
      const start = number * length;
      if (start >= age + 1) break; // From here on every overlap is nothing.
      const overlap = Math.min(age + 1, (number + 1) * length, most) - Math.max(age, start);
      held += kept * Math.max(0, overlap);
      kept *= renewed;
    }
    shares.push(held * stayed);
    stayed *= stays;
  }
  return shares;
}


function growing(start, percent, years) {
  const path = [start];
  const factor = 1 + percent / 100;
  for (let i = 0; i < years; i += 1) path.push(path[i] * factor);
  return path;
}

/** InnoCORE fellows at the end of each year, with so many hired a year from 2027. */
function programmePath(v, alive, later) {
  const [first, second] = [v["first-cohort"], v["second-cohort"]];
  const path = [];
  for (let year = FIRST; year <= LAST; year += 1) {
    let present = 0;
    for (let cohort = START; cohort <= year; cohort += 1) {
      const hires = cohort >= LATER ? later : cohort === START ? first : second;
      present += hires * alive[year - cohort];
    }
    path.push(present);
  }
  return path;
}

function regularPath(v) {
  const leaves = v["regular-leave"] / 100;
  const replaced = v["regular-replaced"] / 100;
  const path = [v["postdocs-2024"]];
  for (let i = 1; i < YEARS.length; i += 1) {
    const left = path[i - 1] * leaves;
    path.push(path[i - 1] - left + left * replaced);
  }
  return path;
}

/** Every measure by year: what Python's `simulate` gives; `mean`: with the mean of all salaries. */
export function simulate(v, mean = true) {
  const years = LAST - FIRST;
  const alive = survival(v);
  const programme = programmePath(v, alive, v["later-hires"]);
  const regular = regularPath(v);
  const stock = regular.map((people, i) => people + programme[i]);
  const faculty = growing(v["faculty-2024"], v["faculty-growth"], years);
  const mit_ratio = growing(v["mit-postdocs"] / v["mit-faculty"], v["mit-ratio-growth"], years);
  const ratio = stock.map((people, i) => people / faculty[i]);
  const distance = mit_ratio.map((value, i) => value - ratio[i]);
  const relative = mit_ratio.map((value, i) => (100 * ratio[i]) / value);
  return { alive, programme, regular, stock, faculty, mit_ratio, ratio, distance, relative, ...money(v, regular, programme, mean ? stock : []) };
}

function money(v, regular, programme, stock) {
  const paid = growing(v.salary, v["salary-growth"], LAST - START);
  const salary = [paid[0], ...paid];
  const other = growing(v["regular-salary"], v["regular-growth"], LAST - FIRST);
  const mit_salary = growing(v["mit-salary"], v["mit-salary-growth"], LAST - FIRST);
  const cost = programme.map((people, i) => people * (salary[i] + v.research));
  let spent = 0;
  const cost_total = cost.map((value) => (spent += value));
  const share = salary.map((value, i) => (value / v["krw-per-usd"] / mit_salary[i]) * 100);
  const share_ppp = salary.map((value, i) => (value / v["krw-per-intl-usd"] / mit_salary[i]) * 100);
  const share_mean = stock.map((people, i) =>
    people === 0 ? NaN : ((regular[i] * other[i] + programme[i] * salary[i]) / people / v["krw-per-usd"] / mit_salary[i]) * 100);
  return { salary, cost, cost_total, mit_salary, share, share_ppp, share_mean };
}

function hiresNeeded(v, paths, year) {
  const { alive } = paths;
  const at = year - FIRST;
  let without = paths.regular[at] + v["first-cohort"] * alive[year - START];
  without += v["second-cohort"] * alive[year - START - 1];
  let held = 0;
  for (let cohort = LATER; cohort <= year; cohort += 1) held += alive[year - cohort];
  const target = (v["target-ratio"] / 100) * paths.mit_ratio[at] * paths.faculty[at];
  return Math.max(0, (target - without) / held);
}

/** What the targets ask for in one year: hires, salary, and the budget of both. */
export function needed(v, paths, year) {
  const at = year - FIRST;
  const hires = hiresNeeded(v, paths, year);
  const salary = (v["target-salary"] / 100) * paths.mit_salary[at] * v["krw-per-usd"];
  const programme = programmePath(v, paths.alive, hires);
  const factor = salary / paths.salary[at];
  let budget = 0;
  let budget_year = 0;
  for (let i = LATER - FIRST; i <= at; i += 1) {
    budget_year = programme[i] * (paths.salary[i] * factor + v.research);
    budget += budget_year;
  }
  return { hires, salary, budget, budget_year };
}
