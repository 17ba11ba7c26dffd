import { Button } from '../button.tsx';
import { Choice, Choices, SearchInput, Select, SelectField, TextAreaField, TextField } from '../field.tsx';
import { ErrorSummary, KeptNotice } from '../notice.tsx';
import { DayFilter, DayFilters, Filters, Pagination, Segmented } from '../page.tsx';
import { EmailField, JobTitleField, NameField, PhoneField } from '../person-fields.tsx';
import { Dropzone, type UploadProps, UploadRow, type UploadShown } from '../upload.tsx';
import { Sample } from './sample.tsx';

export const uploads: UploadProps = {
  id: 'files',
  url: '/uploads',
  limit: 52_428_800,
  csrf: '',
  choose: 'choose files',
  say: {
    waiting: '{total}, waiting',
    moving: '{done} of {total}, about {left} left',
    done: '{total}, uploaded',
    failed: 'Stopped at {done} of {total}, the connection dropped.',
    tooLarge: '{total} is over the {limit} limit. Send us a link instead.',
    leave: 'A file is still on its way. Leave without it?',
  },
  buttons: { cancel: 'Cancel', retry: 'Try again', remove: 'Remove {name}', progress: 'Uploading {name}' },
};

/** A file in each of its states. */
const uploaded: UploadShown[] = [
  { name: 'waiting.mov', words: '48 MB, waiting', can: ['cancel'], progress: 0 },
  { name: 'on-its-way.mov', words: '30 MB of 48 MB, about 20 seconds left', can: ['cancel'], progress: 60 },
  { name: 'uploaded.pdf', words: '412 KB, uploaded', can: ['remove'], tone: 'ok' },
  {
    name: 'stopped.mov',
    words: 'Stopped at 30 MB of 48 MB, the connection dropped.',
    can: ['retry', 'remove'],
    tone: 'bad',
  },
  {
    name: 'refused.mov',
    words: '2.1 GB is over the 50 MB limit. Send us a link instead.',
    can: ['remove'],
    tone: 'bad',
  },
];

export function Forms() {
  return (
    <Sample title="Forms">
      <ErrorSummary
        title="Not sent yet. Look at these once more:"
        errors={[
          { id: 'g-subject', label: "What's happening?" },
          { id: 'g-urgency', label: 'How urgent is it?' },
        ]}
      />
      <KeptNotice title="What you wrote is still here.">Check it and send it again.</KeptNotice>
      <form class="grid">
        <TextField id="g-name" name="name" label="Company name" value="Acme Robotics" />
        <TextField
          id="g-subject"
          name="subject"
          label="What's happening?"
          error="A few words are enough, for example “Export stops halfway”."
        />
        <TextField
          id="g-vat"
          name="vat"
          label="VAT number (optional)"
          hint="We check it with the tax office as you type."
          placeholder="DE123456789"
        />
        <SelectField
          id="g-urgency"
          name="urgency"
          label="How urgent is it?"
          error="Choose how urgent it is."
          options={[
            { value: '', label: 'Choose' },
            { value: 'high', label: 'It stops us' },
          ]}
        />
        <TextAreaField
          id="g-more"
          name="more"
          label="Tell us more"
          hint="When did it start, and who sees it?"
          rows={4}
        />
        <NameField id="g-person" name="person" label="Their name" value="Dana Whitfield" />
        <JobTitleField id="g-title" name="title" label="What they do (optional)" value="Head of Marketing" />
        <EmailField
          id="g-email"
          name="email"
          label="Email"
          value="dana@acme"
          error="This is not a complete email address."
        />
        <PhoneField id="g-phone" name="phone" label="Phone (optional)" hint="With the country, as +49 30 1234567." />
        <TextField id="g-code" name="code" label="Code" code inputmode="numeric" value="4821" />
        <div class="stack close">
          <Choice type="checkbox" name="copy" label="Send me a copy" note="To dana@acmerobotics.com" checked />
          <Choice type="checkbox" name="lock" label="Lock after approval" />
          <Choice type="switch" name="auto" label="Automatic payment" checked />
        </div>
      </form>
      <Choices
        id="g-plan"
        legend="How much would you like to hear?"
        name="plan"
        value="mine"
        options={[
          { value: 'mine', label: 'When it is my turn', note: 'Approvals, questions' },
          { value: 'all', label: 'Everything I follow', note: 'Also updates and replies' },
          { value: 'daily', label: 'One daily summary', note: 'Weekdays at 08:00' },
        ]}
      />
      <Dropzone {...uploads} invite="Drop screenshots here, paste them, or" note="Up to 50 MB each" />
      <div class="card flush">
        <ul class="rows">
          {uploaded.map((shown) => (
            <UploadRow {...uploads.buttons} shown={shown} />
          ))}
        </ul>
      </div>
      <div class="end-bar">
        <span class="meta">The video can follow after you send.</span>
        <Button variant="primary" type="submit">
          Send to Northwind
        </Button>
      </div>
    </Sample>
  );
}

export function Lists() {
  return (
    <Sample title="Filters and pages">
      <Filters action="?" submit="Show">
        <input type="hidden" name="view" value="parts" />
        <SearchInput name="q" label="Search tickets" placeholder="Search tickets" />
        <Segmented
          label="Show"
          items={[
            { label: 'Open', href: '?', count: 4, current: true },
            { label: 'Solved', href: '?', count: 27 },
          ]}
        />
        <Select
          name="who"
          aria-label="Assigned to"
          options={[
            { value: '', label: 'Anyone' },
            { value: 'me', label: 'Me' },
          ]}
        />
        <DayFilters>
          <DayFilter label="From" name="from" value="" />
          <DayFilter label="Until" name="to" value="" />
        </DayFilters>
      </Filters>
      <Pagination
        label="Pages"
        newer={{ label: 'Newer' }}
        older={{ label: 'Older', href: '?' }}
        summary="1 to 8 of 214"
      />
    </Sample>
  );
}
