import { passwords } from '../sign-ins.ts';
import type { StoryAccount, StoryMember } from '../story.ts';

export const members: StoryMember[] = [
  {
    key: 'maya',
    name: 'Maya Lindqvist',
    email: 'maya@northwind.studio',
    title: 'Account lead',
    role: 'owner',
    password: passwords.team,
  },
  {
    key: 'theo',
    name: 'Theo Okafor',
    email: 'theo@northwind.studio',
    title: 'Design director',
    role: 'manager',
    password: passwords.team,
  },
  { key: 'priya', name: 'Priya Raman', email: 'priya@northwind.studio', title: 'Web engineer', role: 'agent' },
  { key: 'nora', name: 'Nora Feld', email: 'nora@northwind.studio', title: 'Content editor', role: 'agent' },
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
        role: 'account_admin',
        password: passwords.customer,
      },
      { key: 'luis', name: 'Luis Ortega', email: 'luis@acmerobotics.com', title: 'Product owner', role: 'approver' },
      { key: 'grace', name: 'Grace Liu', email: 'grace@acmerobotics.com', title: 'Accounts payable', role: 'billing' },
      {
        key: 'ben',
        name: 'Ben Adeyemi',
        email: 'ben@acmerobotics.com',
        title: 'IT',
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
        role: 'account_admin',
      },
      {
        key: 'callum',
        name: 'Callum Reid',
        email: 'callum@harborandpine.example',
        title: 'Operations',
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
        role: 'account_admin',
      },
      { key: 'tess', name: 'Tess Verbeek', email: 'tess@kestrelbikes.example', title: 'Editor', role: 'contributor' },
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
        role: 'account_admin',
        locale: 'de',
      },
      {
        key: 'jannik',
        name: 'Jannik Brandt',
        email: 'jannik@brightfield.example',
        title: 'IT',
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
