import { Application } from '@hotwired/stimulus';
import EditorController from './editor/controller.ts';
import UploadsController from './uploads/controller.ts';

const application = Application.start();
application.register('editor', EditorController);
application.register('uploads', UploadsController);
