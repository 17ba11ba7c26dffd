import type { Archive } from './archive.ts';
import type { Found, FoundArticle, FoundCategory, FoundText, Leads, Wanted } from './found.ts';
import { besideText, shorten } from './found.ts';
import { dateOf } from './front-matter.ts';
import { localeOf } from './locale.ts';
import { leadsOn } from './old-pages.ts';
import { picturesIn } from './paths.ts';
import { byId, count, idOf, isThing, jsonIn, names, type Thing, text, things } from './read-json.ts';

/**
 * The answers of Freshdesk's solutions API, saved as JSON: lists of categories, of folders and of articles, one file for each answer or
 * all in one under these names. Translations are articles of the same id that were asked for in another language.
 */
export async function readFreshdesk(archive: Archive, own: string): Promise<Found | null> {
  const { values, problems } = await jsonIn(archive);
  const all = values.flatMap((value) => listed(value));
  const articles = all.filter((one) => 'folder_id' in one && 'status' in one && 'title' in one);
  if (articles.length === 0) return null;
  const world: World = {
    folders: byId(all.filter((one) => 'visibility' in one && 'name' in one)),
    categories: byId(all.filter((one) => 'name' in one && !('visibility' in one) && !('folder_id' in one))),
    articles: byId(articles),
    problems: [...archive.problems, ...problems, ...unfinished(all, articles)],
    hosts: new Set(),
    made: new Map(),
  };
  // No answer names its host: it is where its articles link to one another.
  for (const [, host, key] of articles.flatMap((one) => [...text(one.description).matchAll(LINKED)]))
    if (world.articles.has(key!)) world.hosts.add(host!.toLowerCase());
  const categories = world.made;
  const found = new Map<string, FoundArticle>();
  for (const one of articles) {
    const key = idOf(one.id);
    const article = found.get(key) ?? {
      key,
      category: categoryOf(world, categories, one, own),
      audience: audienceOf(world.folders.get(idOf(one.folder_id))),
      texts: [],
    };
    found.set(key, article);
    article.texts.push(textOf(world, archive, one, own));
  }
  return {
    format: 'freshdesk',
    source: 'freshdesk',
    categories: [...categories.values()],
    articles: [...found.values()],
    problems: world.problems,
    archive,
  };
}

/**
 * Folders of which fewer articles were saved than they have, as they say themselves. Of one that does not say it, an answer's thirty or
 * hundred may be all; no answer says that it goes on.
 */
function unfinished(all: Thing[], articles: Thing[]): Found['problems'] {
  const folders = byId(all.filter((one) => 'name' in one && !('folder_id' in one)));
  const there = Map.groupBy(byId(articles).values(), (one) => idOf(one.folder_id));
  return [...new Set([...folders.keys(), ...there.keys()])].flatMap((id): Found['problems'] => {
    const [folder, count] = [folders.get(id), there.get(id)?.length ?? 0];
    const name = shorten(text(folder?.name) || id);
    const said = folder?.articles_count;
    if (typeof said === 'number') return said > count ? [{ kind: 'pages', about: `${name}: ${count} / ${said}` }] : [];
    const full = count > 0 && (count % 30 === 0 || count % 100 === 0);
    return full ? [{ kind: 'page-full', about: `${name}: ${count}` }] : [];
  });
}

interface World {
  folders: Map<string, Thing>;
  categories: Map<string, Thing>;
  articles: Map<string, Thing>;
  problems: Found['problems'];
  /** Where it stood. */
  hosts: Set<string>;
  made: Map<string, FoundCategory>;
}

/** A list at the top, one thing alone, or lists under their names, with lists in them. */
function listed(value: unknown, depth = 0): Thing[] {
  if (depth > 4) return [];
  if (Array.isArray(value)) return things(value).flatMap((one) => listed(one, depth + 1));
  if (!isThing(value)) return [];
  const below = ['categories', 'folders', 'articles'].flatMap((name) => listed(value[name], depth + 1));
  return idOf(value.id) === '' ? below : [value, ...below];
}

const levels = (one: Thing): Thing[] =>
  things(one.hierarchy).map((each) => ({ ...each, ...(isThing(each.data) ? each.data : {}), kind: each.type }));

function textOf(world: World, archive: Archive, one: Thing, own: string): FoundText {
  const [title, body] = [text(one.title), text(one.description)];
  const language = text(one.language) || text(levels(one)[0]?.language);
  const meta = isThing(one.seo_data) ? text(one.seo_data.meta_description) : '';
  return {
    locale: localeOf(language || own),
    unsaid: !language,
    title,
    summary: shorten(meta, 300),
    slug: '',
    live: one.status === 2,
    updated: dateOf(one.updated_at),
    html: () => body,
    raw: JSON.stringify([title, body, one.status, meta]),
    problems: [
      ...things(one.attachments).map((each) => ({ kind: 'file' as const, about: shorten(text(each.name)) })),
      ...besideText(names(one.tags), false, count(one.thumbs_up) + count(one.thumbs_down)),
    ],
    link: (href) => leads(world, href),
    picture: picturesIn('', archive),
  };
}

function categoryOf(world: World, all: Map<string, FoundCategory>, article: Thing, own: string): string {
  const folders = levels(article).filter((one) => one.kind === 'folder');
  const folder = world.folders.get(idOf(article.folder_id)) ?? folders.at(-1) ?? { id: article.folder_id };
  const above =
    levels(article).find((one) => one.kind === 'category') ?? levels(folder).find((one) => one.kind === 'category');
  const category = world.categories.get(idOf(article.category_id ?? folder.category_id ?? above?.id)) ?? above;
  if (folders.length > 1 || folder.parent_folder_id) {
    const about = shorten(text(folder.name));
    if (!world.problems.some((one) => one.kind === 'deep' && one.about === about))
      world.problems.push({ kind: 'deep', about });
  }
  const parent = category ? add(all, 'category', category, null, own) : null;
  return add(all, 'folder', folder, parent, own);
}

function add(all: Map<string, FoundCategory>, kind: string, one: Thing, parent: string | null, own: string): string {
  const key = `${kind}:${idOf(one.id)}`;
  const locale = localeOf(text(one.language)) || own;
  const title = text(one.name);
  if (!all.has(key)) {
    const texts = title
      ? [[locale, { title: shorten(title, 120), summary: shorten(text(one.description), 300) }] as const]
      : [];
    all.set(key, { key, parent, texts: new Map(texts), audience: null });
  }
  return key;
}

/** As the API has them: 1 all users, 2 logged in users, 3 agents, 4 selected companies, 5 bots, 6 and 7 segments of contacts and companies. */
function audienceOf(folder: Thing | undefined): Wanted {
  const visibility = folder?.visibility;
  if (visibility === 1) return 'public';
  if (visibility === 2) return 'signed_in';
  if (visibility === 3) return 'member';
  if (folder === undefined) return { segments: [] };
  const ids = [folder.company_ids, folder.company_segment_ids, folder.contact_segment_ids].flatMap((list) =>
    Array.isArray(list) ? list.map(idOf) : [],
  );
  return { segments: ids.filter(Boolean) };
}

const LINKED = /https?:\/\/([a-z0-9.-]{1,100})\/(?:support|a)\/(?:[a-z-]{2,10}\/)?solutions\/articles\/(\d{1,20})/gi;
const ARTICLE = /\/(?:support|a)\/(?:[a-z-]{2,10}\/)?solutions\/articles\/(\d{1,20})/i;

function leads({ articles, hosts, made }: World, href: string): Leads {
  const key = ARTICLE.exec(href)?.[1];
  if (key === undefined) return leadsOn(href, 'freshdesk', hosts, made);
  return articles.has(key) ? { to: 'article', key } : { to: 'dead' };
}
