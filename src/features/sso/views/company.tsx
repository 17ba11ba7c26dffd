import { Doorway } from '#features/identity/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { Guard, type Guarded } from '#platform/http/guard.tsx';
import { Button } from '#platform/ui/button.tsx';
import { TextField } from '#platform/ui/field.tsx';
import { say } from '../messages.ts';

interface CompanyPageProps {
  ctx: Ctx;
  guard: Guarded;
  next: string;
  /** Of somebody who is signed in, and proves by it that they are still there. */
  again: boolean;
  email: string;
  error?: string | undefined;
}

export function CompanyPage({ ctx, guard, next, again, email, error }: CompanyPageProps) {
  const { reader } = ctx;
  const back = new URLSearchParams({ ...(next === '/' ? {} : { next }), ...(again ? { again: '1' } : {}) });
  return (
    <Doorway ctx={ctx} title={say(reader, 'company.title')} lede={say(reader, 'company.lede')}>
      <form class="stack" method="post" action="/sign-in/company" data-turbo="false" novalidate>
        <Guard guard={{ ...guard, once: crypto.randomUUID() }} />
        <input type="hidden" name="next" value={next} />
        <TextField
          id="company-email"
          name="email"
          type="email"
          label={say(reader, 'company.email')}
          autocomplete="username"
          value={email}
          error={error}
          maxlength={254}
          autofocus
          required
        />
        <Button type="submit" variant="primary" size="large" block>
          {say(reader, 'company.button')}
        </Button>
        <a class="link" href={back.size > 0 ? `/sign-in?${back}` : '/sign-in'}>
          {say(reader, 'company.back')}
        </a>
      </form>
    </Doorway>
  );
}
