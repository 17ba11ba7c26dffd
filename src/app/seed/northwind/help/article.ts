import type { Audience } from '#features/knowledge/index.ts';
import type { When } from '../../clock.ts';

export interface Words {
  title: string;
  summary: string;
  html: string;
}

/** An article of the studio's help center as it is written down. `@key` in a link is another article. */
export interface HelpArticle {
  key: string;
  category: 'start' | 'design' | 'website' | 'email' | 'billing' | 'studio';
  by: 'maya' | 'theo' | 'priya';
  at: When;
  /** Nobody looks after it; else whoever wrote it. */
  unowned?: true;
  /** The ticket it was begun from: what it says was asked there. */
  from?: number;
  audience?: Audience;
  reviewDays?: number | null;
  en: Words;
  de?: Words;
  /** A later version, and who wrote it. */
  later?: { by: 'maya' | 'theo' | 'priya'; at: When; en: Words; note: string };
  /** What somebody writes on now. */
  draft?: { by: 'maya' | 'theo' | 'priya'; at: When; en: Words };
  end?: { is: 'draft' } | { is: 'archived'; at: When } | { is: 'scheduled'; days: number };
}
