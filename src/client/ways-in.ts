import { offerPasskeys } from './passkeys/passkeys.ts';
import { sendPhotos } from './profile/photo.ts';
import { sayStrength } from './profile/strength.ts';
import { countDown } from './session/wait.ts';

export { showPasskeys } from './passkeys/passkeys.ts';

offerPasskeys();
sendPhotos();
sayStrength();
countDown();
