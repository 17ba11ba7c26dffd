/** Who may read, from the widest to the narrowest. Of an article's audience and its category's the narrower holds: app.narrower(). */
export const audiences = ['public', 'signed_in', 'segment', 'member'] as const;
export type Audience = (typeof audiences)[number];

export const isAudience = (name: unknown): name is Audience => (audiences as readonly unknown[]).includes(name);

/** Whether more people read the one than the other. */
export const isWiderThan = (one: Audience, other: Audience): boolean =>
  audiences.indexOf(one) < audiences.indexOf(other);

/** What all languages of an article share. */
export interface Article {
  id: string;
  number: number;
  categoryId: string;
  audience: Audience;
  /** Who reads it, its category and the one above considered. */
  readers: Audience;
  /** Of what some customers read: the gates that must all be open for somebody, its own and those of its categories. */
  gates: string[];
  ownerId: string | null;
  reviewDays: number | null;
  verifiedAt: Date | null;
  verifiedUntil: Date | null;
  createdAt: Date;
}

/** One language of it that readers see, will see or have seen. */
export interface ArticleText {
  locale: string;
  slug: string;
  versionId: string;
  liveFrom: Date;
  liveUntil: Date | null;
  publishedAt: Date | null;
  archivedAt: Date | null;
  nextVersionId: string | null;
  nextAt: Date | null;
  /** The last revision of a draft that was published or thrown away. */
  settled: number;
}

export type State = 'draft' | 'scheduled' | 'live' | 'archived';

/** How a language stands now; `draft` when it was never published, or was to be and then was not. */
export function stateOf(text: Omit<ArticleText, 'locale' | 'slug'> | undefined, now: Date): State {
  if (!text || (text.archivedAt && !text.publishedAt)) return 'draft';
  if (text.archivedAt || (text.liveUntil && text.liveUntil <= now)) return 'archived';
  return text.liveFrom > now ? 'scheduled' : 'live';
}

/** The moment that what was published last waits for. */
export function waitsFor(text: ArticleText | undefined, now: Date): Date | null {
  const due = text?.nextAt ?? (stateOf(text, now) === 'scheduled' ? text!.liveFrom : null);
  return due && due > now ? due : null;
}

/** Whether somebody has to look at it again. */
export const isOverdue = ({ verifiedUntil }: Pick<Article, 'verifiedUntil'>, now: Date): boolean =>
  verifiedUntil !== null && verifiedUntil <= now;

/** Whether readers have an article in no other language. */
export const isAlone = (texts: readonly ArticleText[], locale: string, now: Date): boolean =>
  !texts.some((text) => text.locale !== locale && stateOf(text, now) === 'live');

const DAY_MS = 86_400_000;

/** Until when an article is good that somebody has just looked at. */
export const goodUntil = ({ reviewDays }: Pick<Article, 'reviewDays'>, now: Date): Date | null =>
  reviewDays === null ? null : new Date(now.getTime() + reviewDays * DAY_MS);

/** How often somebody may have to look at it, in days. */
export const rhythms = [30, 90, 180, 365] as const;
