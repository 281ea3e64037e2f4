import type { ConnectTexts } from './connect.en.ts';

/** French typography: `\u202f` is the narrow no-break space before ? ! : ; and inside guillemets. */
export const connectFr: ConnectTexts = {
  frame: {
    titleWithProvider: '{title} – {provider}',
    privacy: 'Confidentialité chez {consumer}',
    help: 'Aide',
    newTab: '(s’ouvre dans un nouvel onglet)',
    supportCode: 'Code pour l’assistance\u202f: {code}',
    cancel: 'Annuler',
    tryAgain: 'Réessayer',
    startAgain: 'Recommencer',
    backTo: 'Retour vers {consumer}',
    nothingShared: 'Rien n’a été partagé.',
    askForHelp: 'Si cela se répète, demandez de l’aide à {consumer}.',
  },
  dataTypes: {
    included: 'Ce qui est inclus',
    isNew: 'Nouveau',
    neededFor: 'nécessaire pour\u202f: {list}',
    computedFromIt: 'et {list}, calculés à partir de ces données',
    periodAll: 'tout l’historique, puis les nouveautés',
    supportName: 'Nom pour l’assistance\u202f: {name}',
    aboutOthers:
      'Ces données concernent aussi d’autres personnes, vos clients. Vérifiez que vous pouvez les partager.',
  },
  access: {
    readOnly: '{consumer} ne peut ni déplacer d’argent ni modifier quoi que ce soit.',
    lasts: 'L’accès dure jusqu’à ce que vous ou {consumer} y mettiez fin.',
    how: 'Comment',
    howToStop:
      'Pour arrêter le partage, dites-le à {consumer}. Vous pouvez aussi retirer l’accès ou la clé dans vos réglages ' +
      '{provider}. {consumer} ne reçoit alors plus rien de nouveau. Demandez à {consumer} d’effacer ce qui reste.',
    signIn: 'Vous vous connectez chez {provider}. Nous ne voyons jamais votre mot de passe.',
    keyForm: 'Ensuite, nous demandons une clé {provider}. Nous ne demandons jamais votre mot de passe.',
  },
  permission: {
    title: 'Partager vos données {provider} avec {consumer}\u202f?',
    renewTitle: 'Renouveler l’accès à {provider} pour {consumer}',
    renewReason:
      'L’accès a pris fin le {endedAt, date, long}. Cela arrive après un certain temps, ou quand vous changez ' +
      'de mot de passe. {consumer} garde les données déjà reçues.',
    forWhom: 'Pour\u202f: {name}',
    canSee: '{consumer} pourra voir',
    changed:
      'La liste ci-dessous a changé depuis l’ouverture de cette page. Rien n’a été partagé. ' +
      'Veuillez la relire.',
    cookies:
      'Votre navigateur n’a pas gardé notre cookie\u202f: nous n’avons pas pu continuer. Rien n’a été partagé. ' +
      'Acceptez les cookies pour cette page, puis appuyez de nouveau sur le bouton.',
    allow: 'Autoriser et continuer vers {provider}',
    allowKey: 'Autoriser et saisir votre clé',
    renew: 'Renouveler chez {provider}',
    renewKey: 'Renouveler avec une nouvelle clé',
    notNow: 'Pas maintenant',
  },
  inputs: {
    title: 'Quel est votre compte {provider}\u202f?',
    keyTitle: 'Saisissez votre clé {provider}',
    intro: '{consumer} en a besoin pour trouver vos données {provider}.',
    keyIntro: '{consumer} utilise cette clé pour voir vos données {provider}.',
    keyReadOnly:
      'Elle ne sert qu’à lire. {consumer} ne peut ni déplacer d’argent ni modifier quoi que ce soit.',
    stepsTitle: 'Où la trouver',
    helpLink: 'Voir comment faire chez {provider}',
    example: 'Exemple\u202f: {example}',
    errorSummary:
      'Nous n’avons pas pu continuer. Rien n’a été partagé. Vérifiez ce qui est signalé ci-dessous.',
    secretsAgain: 'Nous n’avons pas gardé votre clé. Veuillez la saisir de nouveau.',
    unreachable:
      '{provider} n’a pas répondu\u202f: nous n’avons pas pu vérifier votre saisie. Rien n’a été partagé ni ' +
      'gardé. Réessayez dans un instant.',
    required: 'Ce champ est vide. Veuillez le remplir.',
    pattern: 'La forme n’est pas la bonne. Comparez avec l’exemple.',
    patternNoExample: 'La forme n’est pas la bonne. Vérifiez votre saisie.',
    refused: '{provider} n’a pas accepté cette valeur. Vérifiez-la et saisissez-la de nouveau.',
    submit: 'Continuer vers {provider}',
    submitKey: 'Vérifier et connecter',
    checkedFirst: 'Nous vérifions la clé avec {provider} avant de la garder.',
  },
  providerTrouble: {
    title: '{provider} n’a pas pu terminer',
    error: '{provider} nous a signalé un problème.',
    timeout: '{provider} a mis trop de temps à répondre.',
    bad_answer: '{provider} a donné une réponse que nous n’avons pas pu lire.',
    next: 'Réessayez maintenant, ou revenez plus tard avec le même lien.',
  },
  partlyShared: {
    title: 'Il manque une autorisation',
    intro: '{consumer} a demandé à voir plus de données {provider} que vous n’en avez partagé.',
    missing: 'Non partagé',
    granted: 'Partagé si vous continuez',
    next: 'Retournez chez {provider} pour ajouter ce qui manque, ou continuez sans.',
    nextOnlyBack: '{consumer} ne peut pas s’en passer. Retournez chez {provider} pour ajouter ce qui manque.',
    goBack: 'Retourner chez {provider}',
    continueWithout: 'Continuer sans',
  },
  alreadyConnected: {
    title: 'Déjà connecté',
    intro: '{consumer} a accès à vos données {provider} depuis le {connectedAt, date, long}.',
    next: 'Vous n’avez rien à faire.',
    canSee: '{consumer} peut voir',
    closeTab: 'Vous pouvez fermer cet onglet.',
  },
  otherAccount: {
    title: 'Vous avez utilisé un autre compte',
    intro: '{consumer} est relié à un compte {provider}, et vous en avez utilisé un autre.',
    oldAccount: 'Relié jusqu’ici',
    newAccount: 'Utilisé cette fois',
    nothingChanged: 'Rien n’a été modifié.',
    next: 'Revenez en arrière et connectez-vous au compte utilisé auparavant.',
    useOld: 'Utiliser {account}',
  },
  done: {
    title: 'C’est connecté',
    intro: '{consumer} peut maintenant voir vos données {provider}.',
    canSee: '{consumer} peut voir',
    closeTab: 'Vous pouvez fermer cet onglet.',
  },
  cancelled: {
    title: 'Pas de connexion',
    intro: 'Rien n’a été partagé avec {consumer}. Votre lien reste valable si vous changez d’avis.',
    closeTab: 'Vous pouvez aussi fermer cet onglet.',
  },
  deadLink: {
    title: 'Ce lien n’est plus valable',
    intro: '{consumer} y a mis fin le {endedAt, date, long}.',
    next: 'Pour partager vos données {provider}, demandez un nouveau lien à {consumer}.',
    contact: 'Demander à {consumer}',
  },
  unknownLink: {
    title: 'Lien inconnu',
    intro:
      'Vérifiez que vous avez copié le lien en entier. S’il ne marche toujours pas, ' +
      'demandez à l’entreprise qui vous l’a envoyé.',
  },
  lostThread: {
    title: 'Nous avons perdu le fil',
    intro: 'Rien n’a été partagé. Cela peut arriver quand\u202f:',
    causes: {
      browser: 'vous revenez dans un autre navigateur ou une autre application',
      time: 'la visite dure plus de dix minutes',
      back: 'vous utilisez le bouton de retour',
    },
    next: 'Recommencez en appuyant une seule fois.',
    nextWithoutLink: 'Ouvrez de nouveau le lien que vous avez reçu.',
  },
  providerOff: {
    title: '{provider} n’est pas disponible',
    intro: 'Rien n’a été partagé. Réessayez plus tard avec le même lien, ou demandez à {consumer}.',
  },
  tooManyTries: {
    title: 'Patientez un instant',
    intro: 'Il y a eu beaucoup d’essais en peu de temps. Rien n’a été partagé.',
    wait:
      '{seconds, plural, one {Vous pouvez réessayer dans # seconde.} ' +
      'other {Vous pouvez réessayer dans # secondes.}}',
    waitMinutes:
      '{minutes, plural, one {Vous pouvez réessayer dans # minute.} ' +
      'other {Vous pouvez réessayer dans # minutes.}}',
  },
  ourTrouble: {
    title: 'Un problème est survenu de notre côté',
    intro: 'Rien n’a été partagé. Réessayez dans un instant.',
    help: 'Si cela échoue encore, envoyez ce code à l’entreprise qui vous a donné le lien.',
  },
  notFound: {
    title: 'Cette page n’existe pas',
    intro:
      'Vérifiez que vous avez copié l’adresse en entier. Si quelqu’un vous a envoyé ici, ' +
      'redemandez-lui le lien.',
  },
};
