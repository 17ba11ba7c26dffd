/** Where readers find an article: each language has an address of its own. */
export const articlePath = ({ locale, slug }: { locale: string; slug: string }): string => `/help/${locale}/${slug}`;

/** Where readers find a picture of an article. */
export const picturePath = (id: string): string => `/help/pictures/${id}`;
