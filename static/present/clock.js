// The timer of a presentation, as plain data, so that two windows can share it.

/** A timer that runs from now on. */
export function started(now = Date.now()) {
  return { since: now, paused: null };
}

/** Milliseconds that have run. */
export function elapsed(timer, now = Date.now()) {
  return Math.max(0, (timer.paused ?? now) - timer.since);
}

/** The timer paused where it ran, running where it was paused. */
export function toggled(timer, now = Date.now()) {
  return timer.paused === null ? { ...timer, paused: now } : { since: timer.since + now - timer.paused, paused: null };
}

/** Minutes and seconds, as 2:05. */
export function spelled(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
