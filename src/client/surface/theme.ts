import { delegate } from '../delegate.ts';

/** Shows the chosen theme at once; the form around the choice stores it. */
export function switchTheme(): void {
  delegate('click', 'button[name=theme]', (_event, button) => apply((button as HTMLButtonElement).value));
  delegate('change', 'input[name=theme], select[name=theme]', (_event, field) =>
    apply((field as HTMLInputElement).value),
  );
}

function apply(theme: string): void {
  const root = document.documentElement;
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  else delete root.dataset.theme;
}
