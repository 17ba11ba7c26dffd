import { passwords } from '../sign-ins.ts';
import type { StoryAccount, StoryMember } from '../story.ts';

export const members: StoryMember[] = [
  {
    key: 'maya',
    name: 'Maya Lindqvist',
    email: 'maya@northwind.studio',
    title: 'Account lead',
    phone: '+1 206 555 0158',
    role: 'owner',
    password: passwords.team,
    sessions: [
      { browser: 'chromeOnMac', ip: '203.0.113.24', since: '6d 08:52', seen: '3h' },
      { browser: 'safariOnPhone', ip: '198.51.100.87', since: '12d 19:05', seen: '1d 21:14', by: 'link' },
    ],
  },
  {
    key: 'theo',
    name: 'Theo Okafor',
    email: 'theo@northwind.studio',
    title: 'Design director',
    phone: '+1 503 555 0195',
    role: 'manager',
    password: passwords.team,
  },
  {
    key: 'priya',
    name: 'Priya Raman',
    email: 'priya@northwind.studio',
    title: 'Web engineer',
    phone: '+1 617 555 0142',
    role: 'agent',
  },
  {
    key: 'nora',
    name: 'Nora Feld',
    email: 'nora@northwind.studio',
    title: 'Content editor',
    phone: '+1 512 555 0179',
    role: 'agent',
  },
];

export const accounts: StoryAccount[] = [
  {
    name: 'Acme Robotics',
    shortName: 'Acme',
    plan: 'Retainer',
    since: '390d 10:00',
    team: [
      ['maya', 'Account lead'],
      ['theo', 'Design director'],
      ['priya', 'Web engineer'],
    ],
    contacts: [
      {
        key: 'dana',
        name: 'Dana Whitfield',
        email: 'dana@acmerobotics.com',
        title: 'Head of Marketing',
        phone: '+1 206 555 0126',
        role: 'account_admin',
        password: passwords.customer,
        sessions: [
          { browser: 'chromeOnMac', ip: '203.0.113.161', since: '9d 09:12', seen: '2h' },
          { browser: 'safariOnPhone', ip: '198.51.100.42', since: '17d 18:40', seen: '1d 21:14', by: 'link' },
          { browser: 'edgeOnWindows', ip: '192.0.2.18', since: '11d 10:03', seen: '11d 11:27' },
        ],
      },
      {
        key: 'luis',
        name: 'Luis Ortega',
        email: 'luis@acmerobotics.com',
        title: 'Product owner',
        phone: '+1 503 555 0163',
        role: 'approver',
      },
      {
        key: 'grace',
        name: 'Grace Liu',
        email: 'grace@acmerobotics.com',
        title: 'Accounts payable',
        phone: '+1 617 555 0110',
        role: 'billing',
      },
      {
        key: 'ben',
        name: 'Ben Adeyemi',
        email: 'ben@acmerobotics.com',
        title: 'IT',
        phone: '+1 512 555 0147',
        role: 'contributor',
        invited: {
          by: 'maya',
          at: '26h',
          message: 'Hi Ben, Dana says the DNS is yours. What we need from you is in the ticket about the contact form.',
        },
      },
    ],
  },
  {
    name: 'Harbor & Pine',
    shortName: 'Harbor & Pine',
    plan: 'Retainer',
    since: '310d 11:00',
    team: [
      ['maya', 'Account lead'],
      ['priya', 'Shop engineer'],
    ],
    contacts: [
      {
        key: 'ines',
        name: 'Ines Duarte',
        email: 'ines@harborandpine.example',
        title: 'Shop manager',
        phone: '+1 206 555 0184',
        role: 'account_admin',
      },
      {
        key: 'callum',
        name: 'Callum Reid',
        email: 'callum@harborandpine.example',
        title: 'Operations',
        phone: '+1 503 555 0131',
        role: 'contributor',
      },
    ],
  },
  {
    name: 'Kestrel Bikes',
    shortName: 'Kestrel',
    plan: 'Retainer',
    since: '260d 09:30',
    team: [
      ['maya', 'Account lead'],
      ['theo', 'Design director'],
    ],
    contacts: [
      {
        key: 'marcus',
        name: 'Marcus Hale',
        email: 'marcus@kestrelbikes.example',
        title: 'Brand lead',
        phone: '+1 617 555 0168',
        role: 'account_admin',
      },
      {
        key: 'tess',
        name: 'Tess Verbeek',
        email: 'tess@kestrelbikes.example',
        title: 'Editor',
        phone: '+1 512 555 0115',
        role: 'contributor',
      },
    ],
  },
  {
    name: 'Tidewater Labs',
    shortName: 'Tidewater',
    plan: 'Retainer',
    since: '180d 14:00',
    team: [
      ['theo', 'Account lead'],
      ['priya', 'Web engineer'],
    ],
    contacts: [
      {
        key: 'yuki',
        name: 'Yuki Mori',
        email: 'yuki@tidewaterlabs.example',
        title: 'Product marketing',
        phone: '+1 206 555 0152',
        role: 'account_admin',
      },
    ],
  },
  {
    name: 'Brightfield GmbH',
    shortName: 'Brightfield',
    plan: 'Project',
    since: '120d 10:00',
    team: [
      ['nora', 'Projektleitung'],
      ['theo', 'Gestaltung'],
    ],
    contacts: [
      {
        key: 'petra',
        name: 'Petra Novak',
        email: 'petra@brightfield.example',
        title: 'Leiterin Kommunikation',
        phone: '+1 503 555 0189',
        role: 'account_admin',
        locale: 'de',
      },
      {
        key: 'jannik',
        name: 'Jannik Brandt',
        email: 'jannik@brightfield.example',
        title: 'IT',
        phone: '+1 617 555 0136',
        role: 'contributor',
        locale: 'de',
      },
    ],
  },
  {
    name: 'Solace Health',
    shortName: 'Solace',
    plan: 'Project',
    since: '75d 15:00',
    team: [
      ['maya', 'Account lead'],
      ['nora', 'Content editor'],
    ],
    contacts: [
      {
        key: 'omar',
        name: 'Omar Haddad',
        email: 'omar@solacehealth.example',
        title: 'Digital lead',
        phone: '+1 512 555 0173',
        role: 'account_admin',
      },
    ],
  },
  {
    name: 'Fjord Audio',
    shortName: 'Fjord',
    plan: 'Retainer',
    since: '1d 09:40',
    team: [['maya', 'Account lead']],
    contacts: [
      {
        key: 'signe',
        name: 'Signe Dahl',
        email: 'signe@fjordaudio.example',
        title: 'Managing director',
        phone: '+1 206 555 0120',
        role: 'account_admin',
        invited: {
          by: 'maya',
          at: '1d 10:05',
          message:
            'Welcome, Signe. This is where our work on the new shop will live. The kick-off summary follows on Monday.',
        },
      },
    ],
  },
];
