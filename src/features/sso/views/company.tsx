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
  email: string;
  error?: string | undefined;
}

export function CompanyPage({ ctx, guard, next, email, error }: CompanyPageProps) {
  const { reader } = ctx;
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
        <a class="link" href={next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`}>
          {say(reader, 'company.back')}
        </a>
      </form>
    </Doorway>
  );
}
