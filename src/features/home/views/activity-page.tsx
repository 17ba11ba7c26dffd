import { type Activity, ActivityList } from '#features/accounts/index.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { Empty } from '#platform/ui/empty.tsx';
import { Page, PageHead, Pagination } from '#platform/ui/page.tsx';
import { Card } from '#platform/ui/rows.tsx';
import { say } from '../messages.ts';

export function ActivityPage({ ctx, activity }: { ctx: CtxOf<Contact>; activity: Activity }) {
  const { reader, actor, workspace } = ctx;
  const names = { account: actor.accountName, workspace: workspace.name };
  return (
    <Page width="narrow">
      <PageHead title={say(reader, 'activity.title')} lede={say(reader, 'activity.lede', names)} />
      {activity.happenings.length > 0 ? (
        <ActivityList ctx={ctx} happenings={activity.happenings} />
      ) : (
        <Card>
          <Empty
            small
            icon="history"
            title={say(reader, 'activity.empty.title')}
            text={say(reader, 'activity.empty')}
          />
        </Card>
      )}
      <Pagination
        label={say(reader, 'activity.title')}
        newer={{
          label: say(reader, 'activity.newer'),
          href: activity.newer && `/activity?after=${activity.newer}`,
        }}
        older={{
          label: say(reader, 'activity.older'),
          href: activity.older && `/activity?before=${activity.older}`,
        }}
      />
    </Page>
  );
}
