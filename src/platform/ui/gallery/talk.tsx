import { Button, IconButton } from '../button.tsx';
import { Composer } from '../composer.tsx';
import { Attachment, Attachments, Message, PresenceLine, ThreadEvent, Writing } from '../message.tsx';
import { Section, Segmented } from '../page.tsx';
import { DetailHead, DetailPane, KeyHints, ListPane } from '../panes.tsx';
import { Avatar, Person } from '../people.tsx';
import { Card, Facts, Row, Rows } from '../rows.tsx';
import { Badge, Clock, Turn } from '../state.tsx';
import { uploads } from './forms.tsx';

const modes = (note: boolean) => ({
  label: 'Kind of reply',
  items: [
    { label: 'Reply to Dana', href: '?view=inbox', current: !note },
    { label: 'Internal note', href: '?view=note', current: note, icon: 'lock' as const },
  ],
});

export function Thread() {
  return (
    <>
      <Message
        author="Dana Whitfield"
        shownAs="You"
        mine
        meta="Today, 08:41"
        after={
          <Attachments>
            <Attachment href="?" name="screenshot-0839.png" size="412 KB" type="image/png" />
            <Attachment href="/brand.svg" name="a-picture-in-place.png" size="12 KB" type="image/png" picture />
            <Attachment
              href="?"
              name="a-very-long-file-name-that-should-be-clipped-in-small-columns-of-a-page.xlsx"
              size="88 KB"
              type="application/vnd.ms-excel"
            />
          </Attachments>
        }
      >
        <Writing html="<p>Three people told us their contact form confirmation went to spam this morning, all on Outlook.</p>" />
      </Message>
      <Message author="Priya Raman" meta="08:52" note="Only your team sees this">
        <Writing html="<p>SPF is missing our include since their <strong>DNS move</strong> on Friday.</p><ul><li>Same fix as Kestrel</li><li><a href='?'>Runbook 14</a></li></ul>" />
      </Message>
      <Message author="Priya Raman" meta="Web engineer · 08:59">
        <Writing html="<p>Thanks Dana, I can reproduce this.</p><blockquote><p>from hello@acmerobotics.com</p></blockquote><pre><code>v=spf1 include:northwind.example ~all</code></pre><p>Shall I send it to <code>it@acmerobotics.com</code> directly?</p>" />
      </Message>
      <ThreadEvent icon="check">Priya solved this · 09:40</ThreadEvent>
      <PresenceLine lasts={40_000}>Priya is looking at this now</PresenceLine>
    </>
  );
}

export function ReplyForm({ note = false, error }: { note?: boolean; error?: string | undefined }) {
  return (
    <Composer
      id={note ? 'note' : 'reply'}
      action="?"
      kind={note ? 'note' : 'reply'}
      hidden={null}
      label={note ? 'Internal note' : 'Your reply'}
      placeholder={note ? 'Only your team sees this' : 'Reply to Dana'}
      error={error}
      send={note ? { label: 'Add note', icon: 'lock' } : { label: 'Send reply', keys: '⌘↵' }}
      draftKey={`gallery:${note ? 'note' : 'reply'}`}
      uploads={{ ...uploads, id: note ? 'note-files' : 'reply-files' }}
      modes={modes(note)}
    />
  );
}

const queue = [
  ['Dana Whitfield', 'Acme Robotics', 'Contact form emails are landing in spam', 38, 'warn', '1 h 12 left', 'High'],
  ['Ines Duarte', 'Harbor & Pine', 'Checkout shows the wrong currency', 0, 'bad', '14 min late', 'Urgent'],
  ['Marcus Hale', 'Kestrel Bikes', 'Blog images look soft on phones', 55, undefined, '3 h left', undefined],
] as const;

export function Inbox({ note, open }: { note: boolean; open: boolean }) {
  return (
    <>
      <ListPane
        title="Needs a reply"
        open={open}
        count={12}
        action={<IconButton variant="quiet" size="small" icon="list-filter" label="Filter" />}
        filters={
          <Segmented
            label="Queue"
            items={[
              { label: 'Mine', count: 6, href: '?view=inbox', current: true },
              { label: "Nobody's", count: 4, href: '?' },
              { label: 'All', href: '?' },
            ]}
          />
        }
        foot={
          <KeyHints
            hints={[
              { keys: ['J', 'K'], does: 'move' },
              { keys: ['R'], does: 'reply' },
              { keys: ['N'], does: 'note' },
              { keys: ['?'], does: 'all' },
            ]}
          />
        }
      >
        <Rows>
          {queue.map(([who, account, subject, left, tone, time, priority], index) => (
            <Row
              href="?view=inbox-ticket"
              current={open && index === 0}
              metaFirst
              lead={<Avatar name={who} />}
              meta={`${who} · ${account}`}
              title={subject}
              below={
                <>
                  <Clock left={left} tone={tone} size="small" />
                  <span class={tone ? `toned ${tone}` : undefined}>{time}</span>
                  {priority && <Badge tone="bad">{priority}</Badge>}
                </>
              }
              data-list-item=""
            />
          ))}
        </Rows>
      </ListPane>
      <DetailPane
        asideLabel="Customer"
        head={
          <DetailHead
            before={
              <>
                <Turn turn="you">Our turn</Turn>
                <Badge tone="bad" icon="chevrons-up">
                  High
                </Badge>
                <span class="meta mono">T-1482</span>
              </>
            }
            title="Contact form emails are landing in spam"
            beside={!open}
          >
            <Button size="small" icon="user-plus">
              Assign
            </Button>
            <Button size="small" icon="check">
              Solve
            </Button>
          </DetailHead>
        }
        aside={
          <>
            <Person name="Dana Whitfield" note="Head of Marketing" size="large" />
            <Card fit="tight">
              <div class="person">
                <Clock left={38} tone="warn" size="large" />
                <div>
                  <b>1 h 12 min left</b>
                  <span class="meta">to reply, of 4 h</span>
                </div>
              </div>
            </Card>
            <Section id="acc" title="Account" more={{ label: 'Open', href: '?' }}>
              <Facts
                rows={[
                  { term: 'Plan', value: 'Retainer' },
                  { term: 'Open tickets', value: '4' },
                ]}
              />
            </Section>
          </>
        }
      >
        <Thread />
        <ReplyForm note={note} />
      </DetailPane>
    </>
  );
}
