// Numbers and money in the language of the page: the same rules as innocore_metrics/numbers.

import { fill } from "../board/sentences.js";

/** The digits of |value| rounded half up, as people round by hand. */
function digits(value, decimals) {
  const text = Math.abs(value).toString();
  if (text.includes("e-")) return digits(0, decimals);
  const [whole, part = ""] = text.split(".");
  const padded = part.padEnd(decimals + 1, "0");
  let number = BigInt(whole + padded.slice(0, decimals));
  if (padded[decimals] >= "5") number += 1n;
  const all = number.toString().padStart(decimals + 1, "0");
  return decimals ? [all.slice(0, -decimals), all.slice(-decimals)] : [all, ""];
}

const grouped = (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ",");

/** Digits with thousands separators and a true minus sign. */
export function formatNumber(value, decimals = 0, signed = false) {
  const [whole, part] = digits(value, decimals);
  const text = grouped(whole) + (part ? `.${part}` : "");
  if (!/[1-9]/.test(text)) return text;
  if (value < 0) return `−${text}`;
  return signed ? `+${text}` : text;
}

const KOREAN = [[1e12, "조"], [1e8, "억"], [1e4, "만"]];
const ENGLISH = [[1e12, "trillion"], [1e9, "billion"], [1e6, "million"]];
const NAMES = { KRW: "원", USD: "달러" };

/** Money in 만, 억, 조 or in millions and billions. */
export function formatMoney(value, currency, lang) {
  const sign = value < 0 ? "−" : "";
  const whole = Number(digits(value, 0)[0]);
  if (lang !== "ko") return `${currency} ${sign}${englishSteps(whole)}`;
  const amount = koreanSteps(whole);
  return `${sign}${amount}${/\d$/.test(amount) ? "" : " "}${NAMES[currency]}`;
}

function koreanSteps(whole) {
  const parts = [];
  let rest = whole;
  for (const [step, name] of KOREAN) {
    const count = Math.floor(rest / step);
    rest -= count * step;
    if (count) parts.push(`${grouped(String(count))}${name}`);
  }
  if (rest || !parts.length) parts.push(grouped(String(rest)));
  return parts.join(" ");
}

function englishSteps(whole) {
  for (const [step, name] of ENGLISH) {
    if (whole < step) continue;
    return `${formatNumber(whole / step, 3).replace(/0+$/, "").replace(/\.$/, "")} ${name}`;
  }
  return grouped(String(whole));
}

/** A round sum of won as it stands at an axis that names the won. */
export function formatMoneyTick(value, lang) {
  if (!value) return "0";
  return lang === "ko" ? `${formatNumber(value / 1e8)}억` : `${formatNumber(value / 1e9)} bn`;
}

const MONEY = { krw: ["KRW", false], krw_per_year: ["KRW", true], usd_per_year: ["USD", true] };
const SIGNED = ["percent-change"];
const UNGROUPED = ["calendar-year", "number"];

/** Words of one language: sentences, values with units, ranges. */
export class Words {
  constructor(lang, entries) {
    this.lang = lang;
    this.entries = entries;
  }

  say(key, values = {}) {
    return fill(this.entries[key], values);
  }

  value(value, unit, decimals) {
    if (unit in MONEY) {
      const money = formatMoney(value, MONEY[unit][0], this.lang);
      return MONEY[unit][1] ? this.say("unit.per_year", { n: money }) : money;
    }
    const text = formatNumber(value, decimals, SIGNED.includes(unit));
    return this.say(`unit.${unit}`, { n: UNGROUPED.includes(unit) ? text.replaceAll(",", "") : text });
  }

  interval(low, high, unit, decimals) {
    if (unit in MONEY) return this.say("number.money_range", { low: this.value(low, unit, decimals), high: this.value(high, unit, decimals) });
    const signed = SIGNED.includes(unit);
    // Ends that would read alike have another decimal, two at most.
    const at = (more) => ({ low: formatNumber(low, decimals + more, signed), high: formatNumber(high, decimals + more, signed) });
    let ends = at(0);
    for (let more = 1; more <= 2 && ends.low === ends.high && low !== high; more += 1) ends = at(more);
    // Between signs a bare range mark would read as one of them.
    const plain = /^\d/.test(ends.low) && /^\d/.test(ends.high);
    const range = this.say(plain ? "number.range" : "number.money_range", ends);
    return this.say(`unit.${unit}`, { n: range });
  }

  /** A value in full: with its range where there is one. */
  spoken({ value, lower, upper }, unit, decimals) {
    const text = this.value(value, unit, decimals);
    return lower === null ? text : `${text} (${this.interval(lower, upper, unit, decimals)})`;
  }

  year(year) {
    return this.say("number.year", { year });
  }
}
