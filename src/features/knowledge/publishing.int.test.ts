

test('two versions are compared word by word, and the earlier one comes back', async () => {
  const { number } = await article('Compared', { html: '<p>It can take up to a day.</p>' });
  await write(maya, number, { title: 'Compared anew', body: '<p>It can take up to an hour.</p>', act: 'publish' });
  const page = await maya.get(`/knowledge/${number}/history`);
  expect(page.text).toContain('<del>a day.</del>');
  expect(page.text).toContain('<ins>an hour');
  expect(page.text).toContain('<del>Compared</del>');
  expect((await maya.get(`/knowledge/${number}/history?view=side`)).text).toContain('up to a day');
  const back = await maya.submit(`/knowledge/${number}/history`, `/knowledge/${number}/restoration`);
  expect(back.status).toBe(303);
  expect((await maya.get(`/knowledge/${number}`)).text).toContain('up to a day');
  expect(await live('compared')).toMatchObject({ article: { title: 'Compared anew' } });
});
