import { config } from '@hotwired/turbo';
import { confirmInDialog } from './confirm.ts';
import { allowStylesAgain } from './without-style.ts';

export function setUpTurbo(): void {
  allowStylesAgain();
  config.drive.progressBarDelay = 400;
  config.forms.confirm = confirmInDialog;
  // Not `disabled`, Turbo's own way: a disabled button drops the focus, and a keyboard user starts at the top again.
  config.forms.submitter = {
    beforeSubmit: (button) => {
      button.setAttribute('aria-busy', 'true');
      button.setAttribute('aria-disabled', 'true');
    },
    afterSubmit: (button) => {
      button.removeAttribute('aria-busy');
      button.removeAttribute('aria-disabled');
    },
  };
  document.addEventListener('turbo:before-prefetch', (event) => {
    if (savesData()) event.preventDefault();
  });
}

function savesData(): boolean {
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
}
