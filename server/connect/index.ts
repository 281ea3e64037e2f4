export { bareScreen, type ConnectAnswer } from './answer.ts';
export { completeCallback } from './complete-callback.ts';
export { decide, type FormFields } from './decide.ts';
export { endExpiredAttempts } from './housekeeping.ts';
export { type LinkStep, openLink } from './open-link.ts';
export { type Previewed, previewScreen, toPreviewed } from './preview-screen.ts';
export { isPrefetch, isRealVisit, type Visit } from './visit.ts';
