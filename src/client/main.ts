// The order matters: the policy before Turbo parses anything, Turbo's style caught before Turbo is imported.
import './turbo/trusted-types.ts';
import './turbo/without-style.ts';
import '@hotwired/turbo';
import { loadControllers } from './controllers-loader.ts';
import { keepDrafts } from './drafts/drafts.ts';
import { submitFilters } from './forms/auto-submit.ts';
import { guardSubmits } from './forms/pending.ts';
import { resendWhenBack } from './forms/resend.ts';
import { settleForms } from './forms/settle.ts';
import { sendByKey } from './forms/submit-key.ts';
import { listenForHotkeys } from './hotkeys/hotkeys.ts';
import { keepFocus } from './keep/focus.ts';
import { keepWork } from './keep/keep.ts';
import { goLive } from './live/live.ts';
import { keepOfflinePage } from './offline/register.ts';
import { askAgain } from './surface/ask-again.ts';
import { keepTime } from './surface/clock.ts';
import { copyToClipboard } from './surface/copy.ts';
import { watchDialogs } from './surface/dialogs.ts';
import { nameKeys } from './surface/key-names.ts';
import { beatWhileWriting } from './surface/presence.ts';
import { sayWhatWasSeen } from './surface/seen.ts';
import { showWhatWasSent } from './surface/sent.ts';
import { switchTheme } from './surface/theme.ts';
import { watchToasts } from './surface/toasts.ts';
import { watchFailures } from './turbo/failures.ts';
import { watchLanding } from './turbo/landing.ts';
import { setUpTurbo } from './turbo/settings.ts';

setUpTurbo();
watchLanding();
watchFailures();

guardSubmits();
settleForms();
resendWhenBack();
submitFilters();
sendByKey();

keepWork();
keepFocus();
keepDrafts();
goLive();

listenForHotkeys();
nameKeys();
watchDialogs();
watchToasts();
switchTheme();
copyToClipboard();
keepTime();
beatWhileWriting();
sayWhatWasSeen();
showWhatWasSent();
keepOfflinePage();
askAgain();
loadControllers();
