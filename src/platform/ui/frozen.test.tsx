import { expect, test } from 'vitest';
import { filled, filledEach, gap, gapFor, still } from './frozen.ts';

test('a still component is rendered once for each set of props, and shows nobody else’s', () => {
  let rendered = 0;
  const Greeting = still<{ name: string; title?: string | undefined }>(({ name, title }) => {
    rendered += 1;
    return (
      <p title={title}>
        Hello {name} &amp; <b>co</b>
      </p>
    );
  });
  const page = (name: string, title?: string) => String(<Greeting name={name} title={title} />);
  expect(page('Dana')).toBe('<p>Hello Dana &amp; <b>co</b></p>');
  expect(page('<script>')).toBe('<p>Hello &lt;script&gt; &amp; <b>co</b></p>');
  expect(page('Dana', '"><script>')).toBe('<p title="&quot;&gt;&lt;script&gt;">Hello Dana &amp; <b>co</b></p>');
  expect(page('Dana')).toBe('<p>Hello Dana &amp; <b>co</b></p>');
  expect(rendered).toBe(3);
});

test('two components with the same props stay apart', () => {
  const One = still<{ n: number }>(({ n }) => <i>{n}</i>);
  const Two = still<{ n: number }>(({ n }) => <b>{n}</b>);
  expect(String(<One n={1} />) + String(<Two n={1} />)).toBe('<i>1</i><b>1</b>');
});

test('a gap takes what is of this page only, as it is and escaped', () => {
  const Form = still<{ label: string }>(({ label }) => (
    <form>
      {gap}
      <button type="submit">{label}</button>
    </form>
  ));
  const token = (value: string) => String(filled(Form({ label: '$& Save' }), <input name="_token" value={value} />));
  expect(token('first')).toBe(
    '<form><input name="_token" value="first"/><button type="submit">$&amp; Save</button></form>',
  );
  expect(token('"$&')).toContain('value="&quot;$&amp;"');
});

test('gaps with names take each its own, also what is not there yet; one that is given nothing stays empty', async () => {
  const Frame = still<{ label: string }>(({ label }) => (
    <main aria-label={label}>
      {gapFor('top')}
      <form>{gapFor('hidden')}</form>
      <form>{gapFor('hidden')}</form>
      {gapFor('content')}
    </main>
  ));
  const Later = async () => <p>{'<later>'}</p>;
  const page = filledEach(Frame({ label: 'A & B' }), { hidden: <input name="t" />, content: <Later /> });
  expect(String(await page.toString())).toBe(
    '<main aria-label="A &amp; B"><form><input name="t"/></form><form><input name="t"/></form><p>&lt;later&gt;</p></main>',
  );
});
