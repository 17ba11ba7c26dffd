import { passwords } from '../sign-ins.ts';
import type { StoryAccount, StoryMember } from '../story.ts';

export const members: StoryMember[] = [
  {
    key: 'jonas',
    name: 'Jonas Weber',
    email: 'jonas@lumencloud.io',
    title: 'Customer success',
    phone: '+1 303 555 0158',
    role: 'owner',
    password: passwords.team,
    sessions: [
      { browser: 'firefoxOnLinux', ip: '203.0.113.77', since: '4d 08:31', seen: '50m' },
      { browser: 'safariOnPhone', ip: '198.51.100.203', since: '20d 17:22', seen: '2d 07:48', by: 'link' },
    ],
  },
  {
    key: 'aiko',
    name: 'Aiko Tanaka',
    email: 'aiko@lumencloud.io',
    title: 'Solutions engineer',
    phone: '+1 415 555 0195',
    role: 'manager',
  },
  {
    key: 'sam',
    name: 'Sam Boateng',
    email: 'sam@lumencloud.io',
    title: 'Technical support',
    phone: '+1 303 555 0142',
    role: 'agent',
  },
];

export const accounts: StoryAccount[] = [
  {
    name: 'Acme Robotics',
    shortName: 'Acme',
    plan: 'Scale',
    since: '380d 10:00',
    team: [
      ['jonas', 'Customer success'],
      ['aiko', 'Solutions engineer'],
      ['sam', 'Technical support'],
    ],
    contacts: [
      {
        key: 'dana',
        name: 'Dana Whitfield',
        email: 'dana@acmerobotics.com',
        title: 'Platform lead',
        phone: '+1 415 555 0179',
        role: 'account_admin',
        password: passwords.customer,
        sessions: [
          { browser: 'chromeOnMac', ip: '203.0.113.161', since: '5d 14:20', seen: '1d 16:02' },
          { browser: 'safariOnPhone', ip: '198.51.100.42', since: '17d 18:44', seen: '3d 20:31', by: 'link' },
        ],
      },
      {
        key: 'luis',
        name: 'Luis Ortega',
        email: 'luis@acmerobotics.com',
        title: 'Product owner',
        phone: '+1 303 555 0126',
        role: 'contributor',
      },
      {
        key: 'grace',
        name: 'Grace Liu',
        email: 'grace@acmerobotics.com',
        title: 'Accounts payable',
        phone: '+1 415 555 0163',
        role: 'billing',
      },
    ],
  },
  {
    name: 'Harbor & Pine',
    shortName: 'Harbor & Pine',
    plan: 'Scale',
    since: '290d 11:00',
    team: [
      ['jonas', 'Customer success'],
      ['sam', 'Technical support'],
    ],
    contacts: [
      {
        key: 'ines',
        name: 'Ines Duarte',
        email: 'ines@harborandpine.example',
        title: 'Platform manager',
        phone: '+1 303 555 0110',
        role: 'account_admin',
      },
    ],
  },
  {
    name: 'Kestrel Bikes',
    shortName: 'Kestrel',
    plan: 'Growth',
    since: '230d 09:30',
    team: [
      ['jonas', 'Customer success'],
      ['aiko', 'Solutions engineer'],
    ],
    contacts: [
      {
        key: 'marcus',
        name: 'Marcus Hale',
        email: 'marcus@kestrelbikes.example',
        title: 'IT lead',
        phone: '+1 415 555 0147',
        role: 'account_admin',
      },
    ],
  },
  {
    name: 'Tidewater Labs',
    shortName: 'Tidewater',
    plan: 'Growth',
    since: '170d 14:00',
    team: [['aiko', 'Solutions engineer']],
    contacts: [
      {
        key: 'yuki',
        name: 'Yuki Mori',
        email: 'yuki@tidewaterlabs.example',
        title: 'Operations',
        phone: '+1 303 555 0184',
        role: 'account_admin',
      },
    ],
  },
  {
    name: 'Brightfield GmbH',
    shortName: 'Brightfield',
    plan: 'Starter',
    since: '110d 10:00',
    team: [
      ['jonas', 'Kundenbetreuung'],
      ['sam', 'Technik'],
    ],
    contacts: [
      {
        key: 'petra',
        name: 'Petra Novak',
        email: 'petra@brightfield.example',
        title: 'Produktionsleiterin',
        phone: '+1 415 555 0131',
        role: 'account_admin',
        locale: 'de',
      },
    ],
  },
  {
    name: 'Solace Health',
    shortName: 'Solace',
    plan: 'Enterprise',
    since: '65d 15:00',
    team: [
      ['jonas', 'Customer success'],
      ['aiko', 'Security contact'],
    ],
    contacts: [
      {
        key: 'omar',
        name: 'Omar Haddad',
        email: 'omar@solacehealth.example',
        title: 'Compliance',
        phone: '+1 303 555 0168',
        role: 'account_admin',
      },
    ],
  },
  {
    name: 'Orchard Row',
    shortName: 'Orchard Row',
    plan: 'Starter',
    since: '2d 09:40',
    team: [['jonas', 'Customer success']],
    contacts: [
      {
        key: 'wren',
        name: 'Wren Sullivan',
        email: 'wren@orchardrow.example',
        title: 'Owner',
        phone: '+1 415 555 0115',
        role: 'account_admin',
        invited: {
          by: 'jonas',
          at: '1d 09:55',
          message: 'Good to have you on board, Wren. Your first three questions are answered inside.',
        },
      },
    ],
  },
];
