export {
  createSavedView,
  deleteSavedView,
  listSavedViews,
  mostSavedViews,
  replaceSavedView,
  type SavedViewRow,
  updateSavedView,
} from './saved-views.ts';
