// Sizes that are read from five metres: the rule, and the scale of a picture that keeps it.
//
// A letter is read at ease from 16 minutes of arc up: 23 mm at five metres. The unit is one
// hundredth of the height of the screen, less on a screen narrower than 16:10.

export const TITLE = 4.6;
export const LABEL = 3;
export const LEAST = 2.2;
const LABEL_PX = 14; // What charts are drawn with: names and ticks,
const SMALLEST_PX = 13; // and their smallest text.
const ROOM = 0.72; // A picture may be this much lower than on its page,
const ROW = 19; // but a row never lower than its text.

/** One hundredth of the height of the screen in pixels, as far as the width allows. */
export function unit(width = innerWidth, height = innerHeight) {
  return Math.min(height / 100, width / 160);
}

/** Rows of names at the left, where a picture has such. */
function rows(chart) {
  const names = chart.data.filter((trace) => trace.orientation === "h" || trace.mode === "markers").flatMap((trace) => trace.y || []);
  return new Set(names.filter((name) => typeof name === "string")).size;
}

/** How much larger than on its page a picture is drawn into a place `width` x `height`. */
export function scaleOf(variant, height, u) {
  const wanted = Math.max(1, (LABEL * u) / LABEL_PX);
  const least = Math.min(wanted, Math.max(1, (LEAST * u) / SMALLEST_PX));
  const fits = height / (variant.height * ROOM);
  const scale = Math.max(least, Math.min(wanted, fits));
  // More rows than the size allows: they stand whole, and smaller than the rule.
  const needed = rows(variant.chart) * ROW + 70;
  return Math.max(0.6, Math.min(scale, height / Math.min(needed, variant.height)));
}
