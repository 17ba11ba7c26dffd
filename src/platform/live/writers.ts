const FRESH_MS = 40_000;

/** Who is writing, by name, and for how many milliseconds that holds if none of them goes on. */
export interface Writers {
  names: string[];
  lasts: number;
}

/** Whoever has not said for so long that they write has stopped. */
export const writersSince = (now: Date): Date => new Date(now.getTime() - FRESH_MS);

/** Nobody says that they have left, their beat stays away: a page that names somebody asks again when the first of them is due. */
export const writersOf = (rows: readonly { name: string; seen_at: Date }[], now: Date): Writers => ({
  names: rows.map((row) => row.name),
  lasts: Math.min(...rows.map((row) => row.seen_at.getTime() + FRESH_MS - now.getTime())),
});
