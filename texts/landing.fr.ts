import type { LandingTexts } from './landing.en.ts';

export const landingFr: LandingTexts = {
  title: 'Moorage fonctionne',
  intro:
    'Vos utilisateurs connectent ici leurs sources de données\u202f; vous lisez les données par une seule API.',
  firstConnection: 'Votre première connexion et ses données',
  key:
    'Mettez d’abord votre clé d’API dans le terminal. Elle a été affichée, ou son fichier indiqué, ' +
    'au premier démarrage de Moorage.',
  createUser: 'Créez un utilisateur.',
  createConnection: 'Créez une connexion de données pour cet utilisateur.',
  openLink: 'Affichez son redirect_url, et ouvrez-le dans un navigateur.',
  sync: 'Une fois l’accord donné là-bas, récupérez les données.',
  read: 'Lisez-les.',
  sandbox: 'Fournisseur d’essai',
  sandboxText: 'Le lien mène au fournisseur d’essai\u202f: des identités de test, aucune donnée réelle.',
  ownProvider:
    'Le fournisseur d’essai est éteint. Activez un fournisseur, et mettez son nom à la place de {name}.',
  more: 'Pour aller plus loin',
  openapi: 'Description de l’API (OpenAPI)',
  health: 'État du service',
};
