import type { Child } from 'hono/jsx';
import { IconButton } from './button.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import { Avatar, Person } from './people.tsx';
import { Count, Dot } from './state.tsx';

export interface AccountButtonProps {
  name: string;
  photo?: string | null | undefined;
  /** "Dana Whitfield, your account" */
  label: string;
  /** Says that something waits in another account. */
  waiting?: string | undefined;
}

export function AccountButton({ name, photo, label, waiting }: AccountButtonProps) {
  return (
    <IconButton variant="quiet" label={label} popovertarget="account">
      <Avatar name={name} photo={photo} size="small" />
      {waiting && <Dot label={waiting} />}
    </IconButton>
  );
}

export interface Setting {
  /** The form field the buttons send. */
  name: string;
  label: string;
  options: {
    value: string;
    label: string;
    icon?: IconName | undefined;
    lang?: string | undefined;
    current?: boolean;
  }[];
}

export interface OtherAccount {
  name: string;
  note: string;
  /** Where it posts to: the switch changes something. */
  action: string;
  current?: boolean | undefined;
  count?: { n: number; label: string } | undefined;
}

export interface AccountMenuProps {
  label: string;
  person: { name: string; photo?: string | null | undefined; note?: Child };
  /** Whom this person stands for here: the customer's name, and what they are there. */
  account?: { name: string; note?: Child } | undefined;
  accounts?: { title: string; hidden: Child; items: OtherAccount[] } | undefined;
  /** Appearance and language: each button posts its value, with or without scripts. */
  settings: { action: string; hidden: Child; items: Setting[] };
  links: { label: string; href: string; icon: IconName; key?: string | undefined; opens?: string | undefined }[];
  signOut: { action: string; label: string; hidden: Child };
}

/** Who you are here, where else you are wanted, how it looks. */
export function AccountMenu({ label, person, account, accounts, settings, links, signOut }: AccountMenuProps) {
  return (
    <div id="account" popover="auto" class="menu account-menu" role="dialog" aria-label={label}>
      <div>
        <Person {...person} size="large" />
      </div>
      {account && (
        <div class="account-here">
          <Person {...account} square />
        </div>
      )}
      {accounts && <Accounts {...accounts} />}
      <form class="account-look" method="post" action={settings.action}>
        {settings.hidden}
        {settings.items.map((setting) => (
          <SettingLine {...setting} />
        ))}
      </form>
      <div>
        <ul class="nav-list">
          {links.map((link) => (
            <li class={link.key && 'keys'}>
              <a class="nav-link" href={link.href} data-opens={link.opens}>
                <Icon name={link.icon} />
                {link.label}
                {link.key && <kbd class="kbd">{link.key}</kbd>}
              </a>
            </li>
          ))}
        </ul>
        <form method="post" action={signOut.action} data-clears-drafts="" data-turbo="false">
          {signOut.hidden}
          <button type="submit" class="nav-link">
            <Icon name="log-out" />
            {signOut.label}
          </button>
        </form>
      </div>
    </div>
  );
}

function Accounts({ title, hidden, items }: { title: string; hidden: Child; items: OtherAccount[] }) {
  return (
    <div>
      <p class="nav-title" id="account-switch">
        {title}
      </p>
      <ul class="switcher" aria-labelledby="account-switch">
        {items.map((account) => (
          <li>
            <form method="post" action={account.action}>
              {hidden}
              <button type="submit" class="nav-link" aria-current={account.current ? 'true' : undefined}>
                <Avatar name={account.name} square />
                <span class="row-main">
                  <b class="clip">{account.name}</b>
                  <span class="meta clip">{account.note}</span>
                </span>
                {account.current && <Icon name="check" />}
                {account.count && <Count {...account.count} you />}
              </button>
            </form>
          </li>
        ))}
      </ul>
    </div>
  );
}

function SettingLine({ name, label, options }: Setting) {
  return (
    <div class="split">
      <span id={`setting-${name}`}>{label}</span>
      <span class="segmented" role="group" aria-labelledby={`setting-${name}`}>
        {options.map((option) => (
          <button
            type="submit"
            name={name}
            value={option.value}
            lang={option.lang}
            aria-pressed={option.current ? 'true' : 'false'}
            aria-label={option.icon && option.label}
            title={option.icon && option.label}
          >
            {option.icon ? <Icon name={option.icon} size="small" /> : option.label}
          </button>
        ))}
      </span>
    </div>
  );
}
