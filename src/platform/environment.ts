import type { z } from 'zod';
import * as forms from '#platform/setting-forms.ts';

export type { Cidr } from '#platform/setting-forms.ts';

/** One environment variable, for the parser and for docs/operating/configuration.md alike. */
interface Variable<T> {
  /** What the value looks like, in words. */
  form: string;
  /** The default, as a person would write it; absent when there is none. */
  fallback?: string;
  about: string;
  secret?: boolean;
  parse: z.ZodType<T, string>;
}

const variable = <T>(described: Variable<T>) => described;

/** Every environment variable that Portico reads. */
export const environment = {
  PORT: variable({
    form: 'port',
    fallback: '3000',
    about: 'The port the web server listens on.',
    parse: forms.whole(1, 65535),
  }),
  HOST: variable({
    form: 'address',
    fallback: '127.0.0.1',
    about: 'The address the web server listens on. 0.0.0.0 or :: lets other machines in.',
    parse: forms.bindAddress,
  }),
  ORIGIN: variable({
    form: 'address',
    fallback: 'http://localhost:PORT',
    about:
      'Where people reach this installation from outside. Its scheme and port are used for links to every portal, its host is the first portal of a new installation. Behind a proxy with TLS: https://portal.example.com.',
    parse: forms.publicOrigin,
  }),
  OPERATOR_HOST: variable({
    form: 'host name',
    fallback: 'operator.localhost',
    about: 'The host on which the operator manages all workspaces. Give it a domain that no workspace uses.',
    parse: forms.hostName,
  }),
  TRUSTED_PROXIES: variable({
    form: 'addresses and networks, separated by commas',
    about:
      'The proxies whose X-Forwarded-For header is believed; it is ignored from all others. The proxy has to pass the Host header on as it came.',
    parse: forms.networks,
  }),
  DATA_DIR: variable({
    form: 'directory',
    fallback: './data',
    about: 'Uploaded files, the master key and the embedded PostgreSQL. Back it up whole.',
    parse: forms.directory,
  }),
  DATABASE_URL: variable({
    form: 'address',
    about:
      'A PostgreSQL 15 or later of your own, as the role that owns the database. Without it Portico runs its own PostgreSQL in DATA_DIR.',
    secret: true,
    parse: forms.postgresAddress,
  }),
  DATABASE_APP_URL: variable({
    form: 'address',
    about:
      'The same database as the role that serves requests, if you made that role yourself. Without it Portico makes the role, which needs CREATEROLE.',
    secret: true,
    parse: forms.postgresAddress,
  }),
  DATABASE_JOBS_URL: variable({
    form: 'address',
    about: 'The same for the role that works the job queue.',
    secret: true,
    parse: forms.postgresAddress,
  }),
  DATABASE_PREPARE: variable({
    form: 'true or false',
    fallback: 'true',
    about:
      'Whether statements stay prepared on their connections. Set it to false behind a pooler in transaction mode that does not follow them.',
    parse: forms.yesOrNo,
  }),
  DATABASE_POOL: variable({
    form: 'number',
    fallback: '10',
    about:
      'Connections a process may hold for serving requests. Beside the embedded PostgreSQL two for each processor read at once, as long as they are quick.',
    parse: forms.whole(1, 500),
  }),
  JOBS_CONCURRENCY: variable({
    form: 'number',
    fallback: '4',
    about: 'Jobs that one worker runs at the same time.',
    parse: forms.whole(1, 100),
  }),
  SMTP_URL: variable({
    form: 'address',
    about:
      'Where outgoing mail goes, like smtp://user:password@mail.example.com:587 (smtps:// for TLS from the first byte). Without it mail is kept and not sent.',
    secret: true,
    parse: forms.address(['smtp:', 'smtps:'], 'smtp://user:password@mail.example.com:587'),
  }),
  MAIL_FROM: variable({
    form: 'mail address',
    fallback: 'Portico <no-reply@localhost>',
    about: 'The sender of mail. Required with SMTP_URL.',
    parse: forms.mailbox,
  }),
  GEOIP_FILE: variable({
    form: 'file',
    about:
      'A database of places in the MaxMind DB format, such as DB-IP City Lite or GeoLite2 City: sessions, mails about a new browser and the audit log then say “Osaka, Japan” beside the network address. Portico reads it once, when a process starts, and asks nobody outside. Without it the address stands alone. One that cannot be read is warned of and ends no process: it may be on its way, as each month’s new one is.',
    parse: forms.file,
  }),
  UPLOAD_LIMIT: variable({
    form: 'bytes, or a size like 50MB',
    fallback: '52428800',
    about: 'The largest file that may be uploaded. 1MB is 1,048,576 bytes.',
    parse: forms.size,
  }),
  ENCRYPT_FILES: variable({
    form: 'true or false',
    fallback: 'false',
    about:
      'Whether files that are uploaded from now on are kept encrypted (AES-256-GCM, a key for each file, wrapped by the master key). Files of either kind are always read; portico files encrypt converts those that are there.',
    parse: forms.yesOrNo,
  }),
  MASTER_KEY: variable({
    form: '32 bytes in base64 or hexadecimal',
    about:
      'The key from which all other keys are derived. Without it one is made in DATA_DIR/master.key. Another key ends what was signed with it: open forms, sign-in links, live pages.',
    secret: true,
    parse: forms.key,
  }),
  DNS_SERVERS: variable({
    form: 'addresses separated by commas, with a port where it is not 53',
    about:
      'Which name servers are asked whether a mail domain belongs to whoever says so, like 10.0.0.53, 127.0.0.1:5353. Not set: those of this machine.',
    parse: forms.nameServers,
  }),
  MASTER_KEY_BEFORE: variable({
    form: '32 bytes in base64 or hexadecimal',
    about:
      'While MASTER_KEY is being rotated: the one before, so that what was encrypted and sealed with it can be read. See portico keys.',
    secret: true,
    parse: forms.key,
  }),
  EGRESS_ALLOW: variable({
    form: 'host names, addresses and networks, separated by commas',
    about:
      'Where Portico may connect to beside the public web, for webhooks and identity providers in your own network, like idp.example.internal, 10.20.0.0/16. There any port and plain http are allowed. Everything else that is not a public address is refused. For a certificate of your own authority set NODE_EXTRA_CA_CERTS.',
    parse: forms.destinations,
  }),
  DEMO: variable({
    form: 'true or false',
    fallback: 'true with the embedded PostgreSQL, else false',
    about: 'Whether the first start fills an empty installation with the demo. The demo’s passwords are public.',
    parse: forms.yesOrNo,
  }),
  LOG_LEVEL: variable({
    form: 'trace, debug, info, warn, error, fatal or silent',
    fallback: 'info',
    about: 'The least important log lines that are written.',
    parse: forms.words('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
  }),
  NODE_ENV: variable({
    form: 'production, development or test',
    fallback: 'production',
    about: 'Development adds /dev/ui and /dev/mail and reloads pages after a build.',
    parse: forms.words('production', 'development', 'test'),
  }),
};

export type VariableName = keyof typeof environment;
export type Parsed = { [Name in VariableName]: z.output<(typeof environment)[Name]['parse']> | undefined };
