/** Lists that were filtered, under a name. */
export const adminViewsEn = {
  label: 'Saved views',
  all: 'All',
  sharedBy: 'shared by {email}',
  save: 'Save view',
  nothingToSave: 'Filter or sort the list first. Then you can save it here under a name.',
  saveIt: 'Save',
  name: 'Name of the view',
  shared: 'For everyone',
  sharedHint: 'The other admins and viewers see it too, in this account.',
  replace:
    'Replace your view “{name}”? It then shows what the list shows now; what it showed before is lost.',
  replaceShared:
    'Replace your view “{name}” for everyone? It then shows what the list shows now; what it showed before is lost.',
  replaceIt: 'Replace view',
  replaced: 'View replaced: {name}',
  change: 'Change view',
  ofSomebody: 'Shared by {email}. What you change here changes for everyone.',
  delete: 'Delete view',
  deleteOwn: 'Delete the view “{name}”? The rows that it lists stay.',
  deleteShared: 'Delete the view “{name}” for everyone? The rows that it lists stay.',
  deleteIt: 'Delete',
  saved: 'View saved: {name}',
  deleted: 'View deleted: {name}',
} as const;
