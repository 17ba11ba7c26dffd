/** Where readers find an article: each language has an address of its own. */
export const articlePath = ({ locale, slug }: { locale: string; slug: string }): string => `/help/${locale}/${slug}`;

/** The same for somebody who reads in a language: one that it is not written in comes along, so that the page can say so. */
export const articleLink = (article: { locale: string; slug: string }, lang: string): string =>
  article.locale === lang ? articlePath(article) : `${articlePath(article)}?lang=${lang}`;

/** Where readers find a picture of an article. */
export const picturePath = (id: string): string => `/help/pictures/${id}`;
