import { suggestAnswers } from './answers/answers.ts';
import { showPreviews } from './forms/preview.ts';
import { keepEndInView } from './surface/thread-end.ts';

suggestAnswers();
showPreviews();
keepEndInView();
