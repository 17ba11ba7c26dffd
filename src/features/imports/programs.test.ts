import { expect, test } from 'vitest';
import { readSheet } from './sheet.ts';
import { guessMapping } from './target.ts';

const OUTLOOK =
  "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business Street 2,Business Street 3,Business City,Business State,Business Postal Code,Business Country/Region,Home Street,Home Street 2,Home Street 3,Home City,Home State,Home Postal Code,Home Country/Region,Other Street,Other Street 2,Other Street 3,Other City,Other State,Other Postal Code,Other Country/Region,Assistant's Phone,Business Fax,Business Phone,Business Phone 2,Callback,Car Phone,Company Main Phone,Home Fax,Home Phone,Home Phone 2,ISDN,Mobile Phone,Other Fax,Other Phone,Pager,Primary Phone,Radio Phone,TTY/TDD Phone,Telex,Account,Anniversary,Assistant's Name,Billing Information,Birthday,Business Address PO Box,Categories,Children,Directory Server,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,E-mail 2 Type,E-mail 2 Display Name,E-mail 3 Address,E-mail 3 Type,E-mail 3 Display Name,Gender,Government ID Number,Hobby,Home Address PO Box,Initials,Internet Free Busy,Keywords,Language,Location,Manager's Name,Mileage,Notes,Office Location,Organizational ID Number,Other Address PO Box,Priority,Private,Profession,Referred By,Sensitivity,Spouse,User 1,User 2,User 3,User 4,Web Page";

test.each([
  [
    'HubSpot',
    'Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Primary Associated Company ID,Last Activity Date,Lead Status,Marketing contact status,Create Date,Associated Company',
    {
      'First Name': 'contact.first-name',
      'Last Name': 'contact.last-name',
      Email: 'contact.email',
      'Phone Number': 'contact.phone',
      'Associated Company': 'account.name',
    },
  ],
  [
    'HubSpot, in German',
    'Datensatz-ID,Vorname,Nachname,E-Mail,Telefonnummer,Für den Kontakt zuständiger Mitarbeiter,Primäre zugehörige Unternehmens-ID,Lead-Status,Marketingkontakt-Status,Erstelldatum,Zugehöriges Unternehmen',
    {
      Vorname: 'contact.first-name',
      Nachname: 'contact.last-name',
      'E-Mail': 'contact.email',
      Telefonnummer: 'contact.phone',
      'Zugehöriges Unternehmen': 'account.name',
    },
  ],
  [
    'HubSpot, companies',
    'Record ID,Company name,Company owner,Create Date,Phone Number,Last Activity Date,City,Country/Region,Industry',
    { 'Company name': 'account.name', 'Phone Number': 'account.phone', City: 'account.place' },
  ],
  [
    'Outlook',
    OUTLOOK,
    {
      'First Name': 'contact.first-name',
      'Last Name': 'contact.last-name',
      Company: 'account.name',
      'Job Title': 'contact.title',
      'Business City': 'account.place',
      'Business Phone': 'contact.phone',
      'Company Main Phone': 'account.phone',
      'E-mail Address': 'contact.email',
      'Web Page': 'account.website',
    },
  ],
  [
    'Outlook, in German',
    'Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,Straße geschäftlich,Ort geschäftlich,Region geschäftlich,Telefon geschäftlich,Mobiltelefon,Telefon Firma,Telefon privat,E-Mail-Adresse,E-Mail-Typ,E-Mail: Angezeigter Name,Konto,Name Assistent,Webseite',
    {
      Vorname: 'contact.first-name',
      Nachname: 'contact.last-name',
      Firma: 'account.name',
      Position: 'contact.title',
      'Ort geschäftlich': 'account.place',
      'Telefon geschäftlich': 'contact.phone',
      'Telefon Firma': 'account.phone',
      'E-Mail-Adresse': 'contact.email',
      Webseite: 'account.website',
    },
  ],
  [
    'Google',
    'First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Website 1 - Label,Website 1 - Value',
    {
      'First Name': 'contact.first-name',
      'Last Name': 'contact.last-name',
      'Organization Name': 'account.name',
      'Organization Title': 'contact.title',
      'E-mail 1 - Value': 'contact.email',
      'Phone 1 - Value': 'contact.phone',
      'Address 1 - City': 'account.place',
      'Website 1 - Value': 'account.website',
    },
  ],
  [
    'Salesforce',
    'Salutation,First Name,Last Name,Title,Account Name,Mailing Street,Mailing City,Phone,Mobile,Fax,Email,Account Owner',
    {
      'First Name': 'contact.first-name',
      'Last Name': 'contact.last-name',
      Title: 'contact.title',
      'Account Name': 'account.name',
      'Mailing City': 'account.place',
      Mobile: 'contact.phone',
      Email: 'contact.email',
    },
  ],
  [
    'one made by hand',
    'Vorname,Name,Firma,Firma Telefon,Account manager,Contact phone,Mail',
    {
      Vorname: 'contact.first-name',
      Name: 'contact.last-name',
      Firma: 'account.name',
      'Firma Telefon': 'account.phone',
      'Contact phone': 'contact.phone',
      Mail: 'contact.email',
    },
  ],
])('a list of %s is understood by its own headings, and what is left over means nothing', (_, titles, meant) => {
  const header = titles.split(',');
  const guessed = guessMapping(header, []);
  const found = header.flatMap((title, index) => (guessed[index] ? [[title, guessed[index]]] : []));
  expect(Object.fromEntries(found)).toEqual(meant);
});

test('a first line that names what stands between the cells is no heading, and an address book is not too wide', () => {
  for (const first of ['sep=;', '\ufeffsep=;', '"sep=;"', 'SEP=;'])
    expect(readSheet(Buffer.from(`${first}\r\nFirma;Ort, Land\r\nAcme;Austin\r\n`)), first).toEqual({
      header: ['Firma', 'Ort, Land'],
      lines: [['Acme', 'Austin']],
      delimiter: ';',
    });
  const line = OUTLOOK.replaceAll(/[^,]+/g, 'x');
  expect(readSheet(Buffer.from(`${OUTLOOK}\r\n${line}`))).toMatchObject({ delimiter: ',' });
  const wide = Array.from({ length: 151 }, (_, index) => `c${index}`).join(',');
  expect(readSheet(Buffer.from(`${wide}\n1`))).toBe('error.wide');
});
