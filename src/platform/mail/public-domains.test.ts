import { expect, test } from 'vitest';
import { domainOf, isPublicMailDomain } from './public-domains.ts';

test('where everybody has an address is known, in either case, and a company’s own domain is not one', () => {
  const everybodys =
    'gmail.com GoogleMail.com outlook.com hotmail.com live.com yahoo.com icloud.com gmx.de web.de t-online.de proton.me posteo.de mailbox.org qq.com';
  for (const domain of everybodys.split(' ')) expect(isPublicMailDomain(domain), domain).toBe(true);
  for (const domain of ['acme.example', 'siemens.com', 'bosch.com', 'mail.acme.example']) {
    expect(isPublicMailDomain(domain), domain).toBe(false);
  }
  expect(domainOf('Dana.W@ACME.example')).toBe('acme.example');
});
