export {
  createSavedView,
  deleteSavedView,
  listSavedViews,
  mostSavedViews,
  type SavedViewRow,
  updateSavedView,
} from './saved-views.ts';
