/** What the walls cost, in milliseconds at the median of one connection. */
export interface Walls {
  pages: { page: string; with: number; without: number }[];
  /** Finding out who asks: app.enter() for a customer and for the team, beside the bare way to the database and back. */
  session: { customer: number; customerP99: number; team: number; teamP99: number; wayThere: number };
}

export function wallsReport({ pages, session: found }: Walls): string {
  return [
    'the queries of a page, with row-level security and past it (median of one connection)',
    ...pages.map(
      (page) =>
        `  ${page.page.padEnd(28)} ${ms(page.with).padStart(10)} ${ms(page.without).padStart(10)}  ${`${(page.with / page.without).toFixed(2)} times`}`,
    ),
    '',
    `who asks, in the transaction of the request (goal under 1 ms; the way there and back alone takes ${ms(found.wayThere)})`,
    `  a customer  p50 ${ms(found.customer)}, p99 ${ms(found.customerP99)}`,
    `  the team    p50 ${ms(found.team)}, p99 ${ms(found.teamP99)}`,
  ].join('\n');
}

const ms = (n: number): string => `${n.toFixed(2)} ms`;
