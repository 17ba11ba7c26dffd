import { suggestAnswers } from './answers/answers.ts';
import { showPreviews } from './forms/preview.ts';

suggestAnswers();
showPreviews();
