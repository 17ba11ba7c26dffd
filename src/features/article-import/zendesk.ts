import type { Archive } from './archive.ts';
import type { Found, FoundArticle, FoundCategory, FoundText, Leads, Problem, Shows, Wanted } from './found.ts';
import { besideText, shorten } from './found.ts';
import { dateOf } from './front-matter.ts';
import { localeOf } from './locale.ts';
import { leadsOn } from './old-pages.ts';
import { byId, count, idOf, isThing, jsonIn, names, type Thing, text, things, under, unfinished } from './read-json.ts';

/**
 * The answers of Zendesk's Help Center API, saved as JSON: categories, sections, articles, translations, article_attachments and
 * user_segments. Files of attachments lie beside them, in a folder that is called after the attachment's id, or by their name.
 */
export async function readZendesk(archive: Archive): Promise<Found | null> {
  const { values, problems } = await jsonIn(archive);
  const articles = [...byId(under(values, 'articles')).values()].filter((one) => 'section_id' in one);
  if (articles.length === 0) return null;
  const isOne = (one: unknown): boolean => isThing(one) && idOf(one.id) !== '' && 'section_id' in one;
  const others = values
    .filter(isThing)
    .flatMap((value) => (Array.isArray(value.articles) ? value.articles.filter((one) => !isOne(one)) : []));
  const world: World = {
    archive,
    problems: [
      ...archive.problems,
      ...problems,
      ...unfinished(values, ['articles', 'sections', 'categories', 'article_attachments']),
      ...others.map((one): Found['problems'][number] => ({ kind: 'entry', about: shorten(nameOf(one)) })),
    ],
    categories: byId(under(values, 'categories')),
    sections: byId(under(values, 'sections')),
    articles: byId(articles),
    segments: byId(under(values, 'user_segments')),
    ...attachmentsOf(byId(under(values, 'article_attachments'))),
    translations: Map.groupBy(
      [
        ...under(values, 'translations'),
        ...[...articles, ...under(values, 'sections'), ...under(values, 'categories')].flatMap(inside),
      ],
      (one) => `${text(one.source_type).toLowerCase()}:${idOf(one.source_id)}`,
    ),
    ...filesIn(archive),
    hosts: new Set(),
    made: new Map(),
  };
  // As they stand there, which each of them says.
  articles.sort((a, b) => placeOf(a) - placeOf(b));
  // One that says no address has none: a link to write a mail to has no host, either.
  for (const one of articles.map((one) => hostOf(text(one.html_url) || text(one.url))).filter(Boolean))
    world.hosts.add(one);
  const [host] = world.hosts;
  const categories = world.made;
  return {
    format: 'zendesk',
    source: `zendesk:${host ?? ''}`,
    articles: articles.map((one) => articleOf(world, categories, one)),
    categories: [...categories.values()],
    problems: world.problems,
    archive,
  };
}

interface World {
  archive: Archive;
  problems: Found['problems'];
  categories: Map<string, Thing>;
  sections: Map<string, Thing>;
  articles: Map<string, Thing>;
  segments: Map<string, Thing>;
  attachments: Map<string, Thing>;
  byAddress: Map<string, Thing>;
  beside: Map<string, Thing[]>;
  translations: Map<string, Thing[]>;
  names: Map<string, string[]>;
  numbered: Map<string, string>;
  /** Where it stood. */
  hosts: Set<string>;
  made: Map<string, FoundCategory>;
}

const attachmentsOf = (attachments: Map<string, Thing>) => ({
  attachments,
  byAddress: new Map([...attachments.values()].map((one) => [text(one.content_url), one])),
  beside: Map.groupBy(
    [...attachments.values()].filter((one) => one.inline === false),
    (one) => idOf(one.article_id),
  ),
});

/** Files by their names, and by the number of an attachment that they or their folder are called after. */
function filesIn({ files }: Archive) {
  const numbered = new Map<string, string>();
  for (const path of files.keys()) {
    const [name = '', folder = ''] = path.split('/').reverse();
    const number = /^\d+$/.exec(folder)?.[0] ?? /^(\d+)(?:$|[.-])/.exec(name)?.[1];
    if (number !== undefined) numbered.set(number, path);
  }
  return { names: Map.groupBy(files.keys(), (path) => path.split('/').at(-1) ?? ''), numbered };
}

const placeOf = ({ position }: Thing): number => (typeof position === 'number' ? position : 0);

/** What somebody may know it by. */
const nameOf = (one: unknown): string =>
  (isThing(one) && (text(one.title) || text(one.name) || idOf(one.id))) || (JSON.stringify(one) ?? '');

/** Translations that were sideloaded into what they are of. */
const inside = (one: Thing): Thing[] => things(one.translations);

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).hostname.slice(0, 100) : '');

function articleOf(world: World, categories: Map<string, FoundCategory>, one: Thing): FoundArticle {
  const key = idOf(one.id);
  const translations = (world.translations.get(`article:${key}`) ?? []).filter(
    (each) => text(each.locale) !== text(one.locale),
  );
  return {
    key,
    category: categoryOf(world, categories, one),
    audience: audienceOf(world, one),
    texts: [one, ...translations].map((each) => textOf(world, one, each)),
  };
}

function textOf(world: World, article: Thing, one: Thing): FoundText {
  const body = text(one.body);
  const title = text(one.title) || text(one.name);
  return {
    locale: localeOf(text(one.locale) || text(article.source_locale)),
    unsaid: false,
    title,
    summary: '',
    slug: '',
    live: !isDraft(one),
    updated: dateOf(one.edited_at) ?? dateOf(one.updated_at),
    html: () => body,
    raw: JSON.stringify([title, body, isDraft(one)]),
    problems: [...attachedTo(world, idOf(article.id)), ...(one === article ? besideOf(article) : [])],
    link: (href) => leads(world, href),
    picture: (src) => shows(world, src),
  };
}

/** What is neither yes nor no may be a yes of another program. */
const isDraft = ({ draft }: Thing): boolean => draft !== undefined && draft !== false;

/** Files that hang on an article and are no pictures in its text. */
const attachedTo = ({ beside }: World, article: string): Problem[] =>
  (beside.get(article) ?? []).map((one) => ({ kind: 'file', about: shorten(text(one.file_name)) }));

/** Votes are of all its languages. */
const besideOf = (article: Thing): Problem[] =>
  besideText(
    [...names(article.label_names), ...names(article.content_tag_ids)],
    article.promoted === true,
    count(article.vote_count) || count(article.vote_sum),
  );

/** A section is a category of ours inside another; one inside a section stands beside it. */
function categoryOf(world: World, all: Map<string, FoundCategory>, article: Thing): string {
  const section = world.sections.get(idOf(article.section_id));
  if (!section) return add(all, world, 'section', article.section_id ? { id: article.section_id } : {}, null);
  const category = world.categories.get(idOf(section.category_id));
  if (section.parent_section_id) noteOnce(world, { kind: 'deep', about: shorten(text(section.name)) });
  return add(all, world, 'section', section, category ? add(all, world, 'category', category, null) : null);
}

function add(
  all: Map<string, FoundCategory>,
  world: World,
  kind: 'section' | 'category',
  one: Thing,
  parent: string | null,
): string {
  const key = `${kind}:${idOf(one.id)}`;
  if (all.has(key)) return key;
  const texts = [one, ...(world.translations.get(key) ?? [])].flatMap((each) => {
    const title = text(each.title) || text(each.name);
    const summary = text(each.description) || text(each.body);
    const locale = localeOf(text(each.locale) || text(one.source_locale));
    return title ? [[locale, { title: shorten(title, 120), summary: shorten(plain(summary), 300) }] as const] : [];
  });
  all.set(key, { key, parent, texts: new Map(texts), audience: null });
  return key;
}

const plain = (html: string): string =>
  html
    .slice(0, 2000)
    .replaceAll(/<[^<>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

function noteOnce({ problems }: World, problem: Problem & { about: string }): void {
  if (!problems.some(({ kind, about }) => kind === problem.kind && about === problem.about)) problems.push(problem);
}

/** No segment: everybody, where it says so; a tool may have left it out. One that we cannot tell the meaning of is named, and the article is for the team until somebody says for whom. */
function audienceOf({ segments }: World, article: Thing): Wanted {
  if (!('user_segment_id' in article || 'user_segment_ids' in article)) return { segments: [] };
  const ids = [article.user_segment_id, ...(Array.isArray(article.user_segment_ids) ? article.user_segment_ids : [])]
    .map(idOf)
    .filter(Boolean);
  if (ids.length === 0) return 'public';
  const all = [...new Set(ids)].map((id) => segments.get(id) ?? { name: id });
  if (all.every((one) => one.user_type === 'staff')) return 'member';
  if (all.some((one) => one.user_type === 'signed_in_users' && one.built_in === true)) return 'signed_in';
  return { segments: all.map((one) => text(one.name) || idOf(one.id)) };
}

const ARTICLE = /\/hc\/(?:[a-z-]{2,10}\/)?articles\/(\d{1,20})/i;
const ATTACHMENT = /\/(?:hc\/(?:[a-z-]{2,10}\/)?|guide-media\/)?article_attachments\/(\d{1,20})/i;

function leads({ articles, hosts, made }: World, href: string): Leads {
  const key = ARTICLE.exec(href)?.[1];
  if (key === undefined) return ATTACHMENT.test(href) ? { to: 'file' } : leadsOn(href, 'zendesk', hosts, made);
  if (articles.has(key)) return { to: 'article', key };
  return { to: 'dead' };
}

function shows(world: World, src: string): Shows {
  if (/^data:/i.test(src)) return { data: src };
  const number = ATTACHMENT.exec(src)?.[1];
  const attachment = world.attachments.get(number ?? '') ?? world.byAddress.get(src);
  const id = idOf(attachment?.id) || number;
  const name = text(attachment?.file_name) || (src.split(/[?#]/)[0] ?? '').split('/').at(-1) || '';
  const path = id ? fileOf(world, id, name) : undefined;
  if (path) return { path };
  return /^https?:/i.test(src) ? { address: src } : null;
}

/** By the attachment's number, else the only one of its name. */
function fileOf({ names, numbered }: World, id: string, name: string): string | undefined {
  const same = names.get(name) ?? [];
  return numbered.get(id) ?? (same.length === 1 ? same[0] : undefined);
}
