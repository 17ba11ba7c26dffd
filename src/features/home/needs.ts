import type { Ctx } from '#platform/http/context.ts';
import type { Tone } from '#platform/ui/attributes.ts';
import type { IconName } from '#platform/ui/icons.ts';

/** One thing that waits for a customer. */
export interface Need {
  /** The same need has the same key every time it is loaded: `ticket:<id>`. */
  key: string;
  icon: IconName;
  tone?: Tone | undefined;
  /** Starts with a verb: "Answer our question about the contact form". */
  title: string;
  /** Who waits, and for what reference: one short line. The waiting time is added to it. */
  meta: string;
  /** A sentence that is shown when this need is the first. */
  text?: string | undefined;
  /** Since when it waits: the longest waiting comes first. */
  since: Date;
  action: { label: string; href: string };
}

/** A room that may need something from its customers; asked with a contact as the actor. */
export interface NeedProvider {
  name: string;
  /** The most pressing first, at most 50. */
  load: (ctx: Ctx) => Promise<Need[]>;
}

let providers: readonly NeedProvider[] = [];

/** Called once, by app/features.ts, with the explicit list. */
export function installNeeds(list: readonly NeedProvider[]): void {
  if (new Set(list.map((each) => each.name)).size < list.length) throw new Error('two providers of needs share a name');
  providers = list;
}

/** Everything that waits for the actor, the longest waiting first. */
export async function loadNeeds(ctx: Ctx): Promise<Need[]> {
  const all = await Promise.all(providers.map((provider) => provider.load(ctx)));
  return all.flat().sort((a, b) => a.since.getTime() - b.since.getTime());
}
