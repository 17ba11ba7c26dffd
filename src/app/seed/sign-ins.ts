import type { Config } from '#platform/config.ts';

/** The demo's passwords are public, and printed at every start. */
export const passwords = { customer: 'demo-customer', team: 'demo-team-seat', operator: 'demo-operator' };

export interface DemoSignIn {
  who: 'customer' | 'team' | 'colleague' | 'operator';
  host: string;
  email: string;
  password: string;
}

/** Who can sign in to the demo with a password, for the lines a start prints. */
export function demoSignIns(config: Pick<Config, 'origin' | 'operatorHost'>): DemoSignIn[] {
  const { host } = config.origin;
  return [
    { who: 'customer', host, email: 'dana@acmerobotics.com', password: passwords.customer },
    { who: 'team', host, email: 'maya@northwind.studio', password: passwords.team },
    { who: 'colleague', host, email: 'theo@northwind.studio', password: passwords.team },
    { who: 'operator', host: config.operatorHost, email: 'operator@portico.example', password: passwords.operator },
  ];
}
