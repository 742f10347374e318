// A story as an address parameter and as a file: the same rules as innocore_metrics/stories.

const ORDER = ["institutes", "fields", "basis", "rate_date", "from", "to", "count", "baseline"];

/** Filters in the order of the address. */
export function ordered(filters) {
  return Object.fromEntries(ORDER.filter((name) => name in filters).map((name) => [name, filters[name]]));
}

/** The story in one address parameter: JSON, deflated, in base64 for addresses. */
export async function encode(story) {
  const slides = story.slides.map((slide) => [
    slide.exhibit,
    Object.entries(ordered(slide.filters)).map(([name, value]) => `${name}=${value}`).join("&"),
    slide.note_ko,
    slide.note_en,
  ]);
  const text = JSON.stringify([story.minutes, story.title_ko, story.title_en, slides]);
  const packed = await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer();
  const bytes = Array.from(new Uint8Array(packed), (byte) => String.fromCharCode(byte)).join("");
  return `~${btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

function quoted(text) {
  return JSON.stringify(text.toWellFormed?.() ?? text).replaceAll("\x7f", "\\u007f");
}

/** The story as the text of a file. */
export function toToml(story) {
  const lines = [`title_ko = ${quoted(story.title_ko)}`, `title_en = ${quoted(story.title_en)}`];
  if (story.minutes) lines.push(`minutes = ${story.minutes}`);
  for (const slide of story.slides) {
    lines.push("", "[[slides]]", `exhibit = ${quoted(slide.exhibit)}`);
    const pairs = Object.entries(ordered(slide.filters)).map(([name, value]) => `${name} = ${quoted(value)}`);
    if (pairs.length) lines.push(`filters = { ${pairs.join(", ")} }`);
    lines.push(`note_ko = ${quoted(slide.note_ko)}`, `note_en = ${quoted(slide.note_en)}`);
  }
  return `${lines.join("\n")}\n`;
}
