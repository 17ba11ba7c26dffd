import { Button, IconButton } from '../button.tsx';
import { Empty, SkeletonRows } from '../empty.tsx';
import { Icon } from '../icon.tsx';
import { icons } from '../icons.ts';
import { Notice, Toast } from '../notice.tsx';
import { Menu } from '../overlay.tsx';
import { Segmented, Tabs } from '../page.tsx';
import { Avatar, People, Person } from '../people.tsx';
import { Badge, Clock, Count, Dot, Kbd, Progress, Turn } from '../state.tsx';
import { Sample } from './sample.tsx';

const here = '?view=parts';

export function Buttons() {
  return (
    <Sample title="Buttons">
      <div class="cluster">
        <Button variant="primary">Send reply</Button>
        <Button>Not yet</Button>
        <Button variant="quiet">Not now</Button>
        <Button variant="danger" icon="trash-2">
          Delete
        </Button>
        <Button variant="primary" disabled>
          Send reply
        </Button>
        <Button busy>Saving</Button>
        <IconButton icon="ellipsis" label="More" popovertarget="sample-menu" />
        <Menu
          id="sample-menu"
          label="More"
          items={[
            { label: 'Download', icon: 'download', href: here },
            { label: 'Copy link', icon: 'link', href: here, current: true },
            { label: 'Delete', icon: 'trash-2' },
          ]}
        />
        <Button href={here} icon="plus">
          A link
        </Button>
      </div>
      <div class="cluster">
        <Button variant="primary" size="small">
          Small
        </Button>
        <Button variant="primary">Default</Button>
        <Button variant="primary" size="large">
          Large
        </Button>
        <Segmented
          label="Tickets"
          items={[
            { label: 'Open', href: here, count: 4, current: true },
            { label: 'Solved', href: here, count: 27 },
            { label: 'Everyone', href: here },
          ]}
        />
      </div>
      <Tabs
        label="Example"
        items={[
          { label: 'Overview', href: here, current: true },
          { label: 'Tasks', href: here, count: 9 },
          { label: 'Files', href: here },
        ]}
      />
    </Sample>
  );
}

export function Status() {
  return (
    <Sample title="Status">
      <div class="cluster">
        <Turn turn="you">Your turn</Turn>
        <Turn turn="them">With Northwind</Turn>
        <Turn turn="done">Done</Turn>
        <Badge tone="ok" icon="check">
          Solved
        </Badge>
        <Badge tone="warn" icon="clock">
          Due
        </Badge>
        <Badge tone="bad" icon="chevrons-up">
          Urgent
        </Badge>
        <Badge tone="info" icon="info">
          New
        </Badge>
        <Badge tone="tinted">Beta</Badge>
        <Badge>Draft</Badge>
        <Count n={3} />
        <Count n={3} you label="unread" />
        <Dot label="Unread" />
        <Kbd>⌘K</Kbd>
      </div>
      <div class="cluster loose">
        <span class="cluster">
          <Clock left={90} /> Plenty of time
        </span>
        <span class="cluster">
          <Clock left={38} tone="warn" /> <span class="toned warn">1 h 12 min left</span>
        </span>
        <span class="cluster">
          <Clock left={0} tone="bad" /> <span class="toned bad">14 min late</span>
        </span>
        <Clock left={38} tone="warn" size="large" />
      </div>
      <Progress value={62} label="Upload" />
      <Notice tone="info" icon="info">
        Maintenance on Sunday from 06:00 to 07:00. You won't need to do anything.
      </Notice>
      <Notice tone="warn" icon="triangle-alert" action={<Button size="small">Update</Button>}>
        Your card ends this month. Add a new one so nothing stops.
      </Notice>
      <Notice icon="book-open">
        Most questions already have an answer in the <a href={here}>help center</a>.
      </Notice>
      <Toast action={<button type="button">Undo</button>}>Reply sent to Theo</Toast>
      <Toast icon="wifi-off">You're offline. We'll send it when you're back.</Toast>
    </Sample>
  );
}

export function Faces() {
  const names = ['Maya Lindqvist', 'Theo Okafor', 'Priya Raman', 'Dana Whitfield', 'Luis Ortega', 'Ines Duarte'];
  return (
    <Sample title="People and icons">
      <div class="grid">
        <Person name="Maya Lindqvist" note="Account lead" size="large" />
        <Person name="Theo Okafor" note="Design director">
          <IconButton variant="quiet" icon="message-circle" label="Message Theo Okafor" />
        </Person>
        <Person name="Harbor & Pine" note="Retainer" square />
        <People names={names} label={names.join(', ')} />
      </div>
      <div class="cluster">
        {['Ada', 'Bo', 'Cy', 'Di', 'Ed', 'Flo', 'Gus', 'Hal', 'Ida', 'Jo', 'Kim', 'Lea'].map((name) => (
          <Avatar name={name} />
        ))}
      </div>
      <div class="cluster">
        {icons.map((name) => (
          <span title={name}>
            <Icon name={name} />
          </span>
        ))}
      </div>
    </Sample>
  );
}

export function Nothing() {
  return (
    <Sample title="Empty and loading">
      <div class="grid">
        <div class="card">
          <Empty
            small
            icon="party-popper"
            title="You're all caught up"
            text="Nothing needs you. We'll email when something does."
          />
        </div>
        <div class="card">
          <Empty
            small
            icon="search"
            title="Nothing for “robto arm”"
            text="Check the spelling, or ask us directly."
            action={<Button size="small">Ask Northwind</Button>}
          />
        </div>
        <SkeletonRows label="Loading" />
      </div>
    </Sample>
  );
}
