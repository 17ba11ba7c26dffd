import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Workspace } from '#platform/http/context.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { Door } from '#platform/ui/door.tsx';
import { say } from '../messages.ts';

interface Stand {
  workspace: Pick<Workspace, 'name' | 'brand' | 'tagline' | 'replyPromiseMinutes'>;
  reader: Reader;
}

type DoorwayProps = PropsWithChildren<{ ctx: Stand; before?: Child; title: Child; lede?: Child }>;

/** A door of this portal: the form on one side, what the business says of itself on the other. */
export function Doorway({ ctx: { workspace, reader }, before, title, lede, children }: DoorwayProps) {
  const minutes = workspace.replyPromiseMinutes;
  const hours = minutes !== null && minutes % 60 === 0;
  const note =
    minutes === null
      ? undefined
      : hours
        ? say(reader, 'door.promise.hours', { n: minutes / 60 })
        : say(reader, 'door.promise.minutes', { n: minutes });
  const hero = {
    label: say(reader, 'door.about', { name: workspace.name }),
    text: workspace.tagline || say(reader, 'door.hero'),
    note,
  };
  return (
    <Door brand={workspace.brand} before={before} title={title} lede={lede} hero={hero}>
      {children}
    </Door>
  );
}
