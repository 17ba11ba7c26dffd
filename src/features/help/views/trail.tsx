import type { Ctx } from '#platform/http/context.ts';
import { Icon } from '#platform/ui/icon.tsx';
import type { Crumb } from '#platform/ui/shell.tsx';
import { say } from '../messages.ts';

/** The way back up, for visitors: who is signed in has it at the top of every page. */
export function Trail({ ctx, crumbs }: { ctx: Ctx; crumbs: Crumb[] }) {
  if (ctx.actor.kind !== 'visitor') return null;
  const above = crumbs.filter(({ href }) => href);
  return (
    <nav class="crumbs" aria-label={say(ctx.reader, 'crumbs')}>
      {above.map(({ label, href, lang }, index) => (
        <>
          {index > 0 && <Icon name="chevron-right" />}
          <a href={href} lang={lang}>
            {label}
          </a>
        </>
      ))}
    </nav>
  );
}
