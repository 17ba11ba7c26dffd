import { Button } from './button.tsx';
import { Document } from './document.tsx';
import { DeadEnd, Door, Or } from './door.tsx';
import { Choice, TextField } from './field.tsx';
import { Forms, Lists } from './gallery/forms.tsx';
import { Frame } from './gallery/frame.tsx';
import type { GalleryProps } from './gallery/sample.tsx';
import { Buttons, Faces, Nothing, Status } from './gallery/status.tsx';
import { Inbox, ReplyForm, Thread } from './gallery/talk.tsx';
import { Activity, NeedsSample, RowsSample } from './gallery/things.tsx';
import { Toast } from './notice.tsx';
import { CloseButton, Dialog } from './overlay.tsx';
import { Columns, Page, PageHead } from './page.tsx';
import { Badge, Turn } from './state.tsx';

export const galleryViews = ['parts', 'home', 'thread', 'inbox', 'inbox-ticket', 'note', 'door', 'error'] as const;
export type GalleryView = (typeof galleryViews)[number];

/** Every component in every state, and the screens they make: a page to look at, never part of the product. */
export function Gallery({ view, ...page }: GalleryProps & { view: GalleryView }) {
  switch (view) {
    case 'parts':
      return <Parts {...page} />;
    case 'home':
      return <HomePage {...page} />;
    case 'thread':
      return <ThreadPage {...page} />;
    case 'door':
      return <DoorPage {...page} />;
    case 'error':
      return <ErrorPage {...page} />;
    default:
      return (
        <Frame
          {...page}
          title="Inbox"
          side="team"
          layout="panes"
          open={view !== 'inbox'}
          crumbs={
            view === 'inbox' ? [{ label: 'Inbox' }] : [{ label: 'Inbox', href: '?view=inbox' }, { label: 'T-1482' }]
          }
        >
          <Inbox note={view === 'note'} open={view !== 'inbox'} />
        </Frame>
      );
  }
}

const VIEWS: Record<GalleryView, string> = {
  parts: 'Parts',
  home: 'Home',
  thread: 'Ticket',
  inbox: 'Inbox',
  'inbox-ticket': 'Inbox, a ticket',
  note: 'Internal note',
  door: 'Sign-in',
  error: 'Dead end',
};

function Parts(page: GalleryProps) {
  return (
    <Frame
      {...page}
      title="Components"
      crumbs={[{ label: 'Design', href: '?' }, { label: 'Components' }]}
      toast={<Toast>Saved</Toast>}
    >
      <Page>
        <PageHead
          title="Components"
          lede="Every state of every part. What makes a whole screen has a view of its own."
          before={<Badge tone="info">For builders</Badge>}
        >
          <Button data-opens="sample-dialog">Open the dialog</Button>
          <Button variant="primary" icon="plus">
            New ticket
          </Button>
        </PageHead>
        <nav class="cluster" aria-label="Views">
          {galleryViews.map((view) => (
            <a class="link" href={`?view=${view}`} aria-current={view === 'parts' ? 'page' : undefined}>
              {VIEWS[view]}
            </a>
          ))}
        </nav>
        <Buttons />
        <Status />
        <Forms />
        <Lists />
        <RowsSample />
        <Faces />
        <Nothing />
      </Page>
      <Dialog
        id="sample-dialog"
        title="Delete “homepage-v1.fig”?"
        actions={
          <>
            <CloseButton>Keep it</CloseButton>
            <Button variant="danger">Delete version</Button>
          </>
        }
      >
        <p>Both sides lose this version. Versions 2 and 3 stay. You can undo for 30 days.</p>
      </Dialog>
    </Frame>
  );
}

function HomePage(page: GalleryProps) {
  return (
    <Frame {...page} title="Home" crumbs={[{ label: 'Home' }]}>
      <Page welcome>
        <PageHead title="Good morning, Dana" lede="Three things need you this week. Everything else is on track." />
        <Columns aside={<Activity />} asideLabel="Your team and recent activity">
          <NeedsSample />
        </Columns>
      </Page>
    </Frame>
  );
}

function ThreadPage(page: GalleryProps) {
  return (
    <Frame {...page} title="Contact form" crumbs={[{ label: 'Support', href: '?' }, { label: 'T-1482' }]}>
      <Page>
        <PageHead
          before={
            <>
              <Turn turn="them">With Northwind</Turn>
              <Badge tone="bad" icon="chevrons-up">
                High
              </Badge>
              <span class="meta mono">T-1482</span>
            </>
          }
          title="Contact form emails are landing in spam"
        >
          <Button icon="check">This is solved</Button>
        </PageHead>
        <Columns aside={<Activity />} asideLabel="Details">
          <Thread />
          <ReplyForm error="Write something first." />
        </Columns>
      </Page>
    </Frame>
  );
}

function DoorPage({ brand, ...page }: GalleryProps) {
  return (
    <Document
      {...page}
      brand={brand}
      title={`Sign in · ${brand.name}`}
      locale="en"
      skipLabel="Skip to content"
      bodyClass="signin"
      texts
    >
      <Door
        brand={brand}
        title={`Sign in to ${brand.name}`}
        lede="No password needed. We'll email you a link."
        hero={{
          label: `About ${brand.name}`,
          text: 'Every decision, file and invoice of our work together.',
          note: 'We reply within 2 hours on weekdays.',
        }}
      >
        <form class="stack">
          <TextField
            id="email"
            name="email"
            type="email"
            label="Work email"
            autocomplete="username"
            placeholder="you@company.com"
          />
          <Choice type="checkbox" name="stay" label="Keep me signed in on this device" />
          <Button type="submit" variant="primary" size="large" block>
            Email me a sign-in link
          </Button>
          <Or>or</Or>
          <Button block icon="key-round">
            Use a password
          </Button>
        </form>
        <p class="meta">
          First time here? Use the address your invitation was sent to.{' '}
          <a class="link" href="?view=error">
            Help center
          </a>
        </p>
      </Door>
    </Document>
  );
}

function ErrorPage({ brand, ...page }: GalleryProps) {
  return (
    <Document
      {...page}
      brand={brand}
      title={`Page not found · ${brand.name}`}
      locale="en"
      skipLabel="Skip to content"
      bodyClass="public"
    >
      <DeadEnd
        head={{ brand, href: '?', label: `${brand.name}, home` }}
        icon="compass"
        title="This page has moved, or was never here"
        text="Nothing of yours is lost. If a link in an email brought you here, it may have expired."
        code={
          <>
            Still stuck? Tell Maya this code: <span class="mono">404-7Q2</span>
          </>
        }
      >
        <Button variant="primary" href="?view=home">
          Go to your home
        </Button>
        <Button href="?view=thread">Search for it</Button>
      </DeadEnd>
    </Document>
  );
}
