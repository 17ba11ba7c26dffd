/** How much goes into a workspace that is made for measuring. */
export interface Size {
  /** Of the workspace; its host is <slug>.<the first portal's host>. */
  slug: string;
  name: string;
  workspaceId: string;
  accounts: number;
  contactsPerAccount: number;
  members: number;
  tickets: number;
  repliesPerTicket: number;
  /** How many tickets the account has whose customer can sign in. */
  ticketsOfOne: number;
  /** Each in four languages; they come by themselves (`seedArticles`). */
  articles: number;
}

export const sizes = {
  medium: {
    slug: 'medium',
    name: 'Medium',
    workspaceId: '01900000-0000-7000-8000-00000000d101',
    accounts: 250,
    contactsPerAccount: 4,
    members: 40,
    tickets: 10_000,
    repliesPerTicket: 5,
    ticketsOfOne: 400,
    articles: 2_000,
  },
  large: {
    slug: 'large',
    name: 'Large',
    workspaceId: '01900000-0000-7000-8000-00000000d102',
    accounts: 5_000,
    contactsPerAccount: 4,
    members: 40,
    tickets: 200_000,
    repliesPerTicket: 5,
    ticketsOfOne: 400,
    articles: 100_000,
  },
} satisfies Record<string, Size>;

/** Who can sign in there, by password; bench makes sessions for them. */
export const people = (size: Pick<Size, 'slug'>) => ({
  customer: `customer@${size.slug}.example`,
  agent: `agent@${size.slug}.example`,
});
