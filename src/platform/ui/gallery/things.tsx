import { Button } from '../button.tsx';
import { Fold } from '../fold.tsx';
import { Need, Needs } from '../needs.tsx';
import { Section } from '../page.tsx';
import { Avatar, Person } from '../people.tsx';
import { Card, FactRows, Facts, Row, Rows, Tile, Verdict } from '../rows.tsx';
import { Badge, Clock, Turn } from '../state.tsx';
import { Stats, Table } from '../table.tsx';
import { Moment, Record, Timeline } from '../timeline.tsx';
import { Sample } from './sample.tsx';

export function NeedsSample() {
  return (
    <Section id="needs" title="What needs you" count={3} more={{ label: 'Show finished', href: '?' }}>
      <Needs>
        <Need
          first
          icon="message-circle"
          meta="T-1479 · waiting since yesterday"
          title="Answer about Luis and the analytics dashboard"
          text="Priya asks which reports he should see. About 2 minutes."
          action={
            <Button variant="primary" href="?">
              Answer
            </Button>
          }
        />
        <Need
          icon="pen-line"
          title="Sign the launch campaign SOW"
          meta="6 pages · about 3 minutes"
          action={<Button>Sign</Button>}
        />
        <Need
          icon="bell"
          title="Choose how you hear from us"
          meta="We email only when it's your turn"
          action={<Button>Choose</Button>}
        />
      </Needs>
    </Section>
  );
}

export function RowsSample() {
  return (
    <Sample title="Rows, facts, table">
      <Card fit="flush">
        <Rows>
          <Row
            href="?"
            lead={<Clock left={62} tone="warn" />}
            title="Contact form emails are landing in spam"
            meta="T-1482 · Reply by 14:30 · High priority"
            end={
              <>
                <span class="meta">1 h ago</span>
                <Turn turn="them">With Northwind</Turn>
              </>
            }
          />
          <Row
            href="?"
            unread
            lead={<Avatar name="Luis Ortega" />}
            title="Add Luis to the analytics dashboard"
            meta="T-1479 · Waiting for your answer"
            end={
              <>
                <span class="meta">Yesterday</span>
                <Turn turn="you">Your turn</Turn>
              </>
            }
          />
          <Row
            href="?"
            current
            lead={<Tile icon="file-text" />}
            title="Selected row"
            meta="With a tile"
            end={<Badge>Draft</Badge>}
          />
          <Row title="Without a lead" meta="And without a link" end={<Button size="small">Remind</Button>} />
        </Rows>
      </Card>
      <div class="grid large">
        <Facts
          rows={[
            { term: 'Opened by', value: 'You' },
            { term: 'Handled by', value: 'Priya Raman' },
            { term: 'About', value: 'Website' },
          ]}
        />
        <Facts
          near
          rows={[
            { term: 'You are', value: 'dana@acmerobotics.com' },
            { term: 'From', value: 'Chrome on Mac, Austin' },
          ]}
        />
        <Fold title="One person does not see it">
          <p class="meta">Ben Adeyemi: the ticket is kept to the people who are named on it.</p>
        </Fold>
        <Verdict
          rules={[
            {
              tone: 'ok',
              icon: 'circle-check',
              text: '“Contact form”, 31 words',
              end: <span class="meta">kept 09:41</span>,
            },
            { tone: 'warn', icon: 'rotate-cw', text: 'One video starts again' },
          ]}
        />
        <FactRows
          rows={[
            {
              icon: 'mail',
              title: 'dana@acmerobotics.com',
              note: 'We send sign-in links here',
              end: <Button size="small">Change</Button>,
            },
            {
              icon: 'key-round',
              title: 'Password',
              note: 'Set in March',
              end: (
                <Badge tone="ok" icon="check">
                  On
                </Badge>
              ),
            },
          ]}
        />
      </div>
      <Table
        caption="People"
        rows={[
          { name: 'Dana Whitfield', role: 'Decides', seen: 'Today' },
          { name: 'Grace Liu', role: 'Billing', seen: '3 Nov' },
        ]}
        columns={[
          { head: 'Name', cell: (row) => <Person name={row.name} note={row.role} />, phone: 'wide' },
          { head: 'Seen', cell: (row) => row.seen, meta: true },
          { head: 'Actions', quiet: true, end: true, cell: () => <Button size="small">Remove</Button> },
        ]}
      />
      <Stats
        items={[
          { label: 'Open', value: '4' },
          { label: 'Reply time', value: '38 min', note: 'this week' },
          { label: 'Solved', value: '27' },
        ]}
      />
    </Sample>
  );
}

export function Activity() {
  return (
    <>
      <Section id="team" title="Your team">
        <div class="stack snug">
          <Person name="Maya Lindqvist" note="Account lead" />
          <Person name="Theo Okafor" note="Design director" />
        </div>
      </Section>
      <Section id="activity" title="Recent activity" more={{ label: 'See all', href: '?' }}>
        <Timeline>
          <Moment icon="upload" when="2 hours ago">
            <b>Theo Okafor</b> shared <b>Homepage design v3</b>
          </Moment>
          <Moment icon="check" tone="ok" when="Yesterday, 16:40">
            <b>Luis Ortega</b> solved <b>T-1466</b>
          </Moment>
          <Moment icon="message-circle" when="Mon 16 Nov">
            <b>Maya Lindqvist</b> replied in <b>Copy for the pricing page</b>
          </Moment>
        </Timeline>
      </Section>
      <Section id="record" title="The record">
        <Record
          entries={[
            {
              icon: 'check',
              tone: 'ok',
              who: 'Dana Whitfield',
              what: 'approved v3',
              proof: '18 Nov 2026, 11:42 · 8f3a…e21c',
            },
            { icon: 'send', who: 'Theo Okafor', what: 'shared v3', proof: '18 Nov 2026, 09:12' },
          ]}
        />
      </Section>
    </>
  );
}
