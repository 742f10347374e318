// Sentences with blanks: the same rules as innocore_metrics/text.

const PAIRS = { 은: "은는", 이: "이가", 을: "을를", 과: "과와", 이라는: ["이라는", "라는"] };
const DIGITS = { 0: 21, 1: 8, 3: 16, 6: 1, 7: 8, 8: 8 };
const LETTERS = { l: 8, m: 16, n: 4, r: 8 };

/** A word followed by the form of a Korean particle that fits how it ends; '은 closes a quote. */
export function withParticle(word, particle) {
  const [quote, form] = particle.startsWith("'") ? ["'", particle.slice(1)] : ["", particle];
  const last = word.replace(/\s*\([^()]*\)\s*$/, "").replace(/[ .,'"”’)]+$/, "").slice(-1).toLowerCase();
  const syllable = last >= "가" && last <= "힣";
  const final = syllable ? (last.charCodeAt(0) - 0xac00) % 28 : (DIGITS[last] ?? LETTERS[last] ?? 0);
  if (form === "으로") return word + quote + (final && final !== 8 ? "으로" : "로");
  return word + quote + PAIRS[form][final ? 0 : 1];
}

const ONE = ["1", "+1", "−1"];

/** A count with its singular or plural form; after ~ the form alone. */
function agree(count, forms) {
  const form = forms.split("|")[ONE.includes(count) ? 0 : 1];
  return form.startsWith("~") ? form.slice(1) : `${count} ${form}`;
}

/** A sentence with its blanks filled, each with the particle or the plural form that fits. */
export function fill(template, values) {
  return template.replace(/\{(\w+)(?::([^}]*))?\}/g, (_, name, form) => {
    const text = String(values[name] ?? "");
    if (!form) return text;
    return form.includes("|") ? agree(text, form) : withParticle(text, form);
  });
}
