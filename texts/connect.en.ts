/**
 * What a person reads in the connect flow, as ICU messages (UX.md 1.2 to 1.4). Apostrophes are typographic:
 * the straight one quotes in ICU.
 */
export const connectEn = {
  frame: {
    titleWithProvider: '{title} – {provider}',
    privacy: '{consumer}’s privacy notice',
    help: 'Help',
    newTab: '(opens in a new tab)',
    supportCode: 'Code for support: {code}',
    cancel: 'Cancel',
    tryAgain: 'Try again',
    startAgain: 'Start again',
    backTo: 'Back to {consumer}',
    nothingShared: 'Nothing was shared.',
    askForHelp: 'If this keeps happening, ask {consumer} for help.',
  },
  dataTypes: {
    included: 'What is included',
    isNew: 'New',
    neededFor: 'needed for {list}',
    computedFromIt: 'and {list} computed from it',
    periodAll: 'full history, then new ones',
    supportName: 'Name for support: {name}',
    aboutOthers: 'This includes data about other people, your customers. Check that you may share it.',
  },
  access: {
    readOnly: '{consumer} cannot move money or change anything.',
    lasts: 'Access lasts until you or {consumer} stops it.',
    how: 'How',
    howToStop:
      'To stop sharing, tell {consumer}. You can also remove the access or key in your {provider} settings. ' +
      '{consumer} then gets no new data. Ask {consumer} to delete what it already has.',
    signIn: 'You sign in at {provider}. We never see your password.',
    keyForm: 'Next, we ask for a {provider} key. We never ask for your password.',
  },
  permission: {
    title: 'Share your {provider} data with {consumer}?',
    renewTitle: 'Renew access to {provider} for {consumer}',
    renewReason:
      'Access ended on {endedAt, date, long}. This happens after some time, or when you change your password. ' +
      '{consumer} keeps the data it already has.',
    forWhom: 'For: {name}',
    canSee: '{consumer} will be able to see',
    changed:
      'The list below has changed since you opened this page. Nothing was shared. Please read it again.',
    cookies:
      'Your browser did not keep our cookie, so we could not go on. Nothing was shared. ' +
      'Allow cookies for this page, then press the button again.',
    allow: 'Allow and continue to {provider}',
    allowKey: 'Allow and enter your key',
    renew: 'Renew at {provider}',
    renewKey: 'Renew with a new key',
    notNow: 'Not now',
  },
  inputs: {
    title: 'Which {provider} account is yours?',
    keyTitle: 'Enter your {provider} key',
    intro: '{consumer} needs this to find your {provider} data.',
    keyIntro: '{consumer} uses this key to see your {provider} data.',
    keyReadOnly: 'It is used only to read. {consumer} cannot move money or change anything.',
    stepsTitle: 'Where to find it',
    helpLink: 'See how at {provider}',
    example: 'Example: {example}',
    errorSummary: 'We could not go on. Nothing was shared. Please check what is marked below.',
    secretsAgain: 'We did not keep your key. Please enter it again.',
    unreachable:
      '{provider} did not answer, so we could not check your entry. Nothing was shared or kept. ' +
      'Please try again in a moment.',
    required: 'This is empty. Please fill it in.',
    pattern: 'This does not have the right form. Please compare it with the example.',
    patternNoExample: 'This does not have the right form. Please check it.',
    refused: '{provider} did not accept this. Please check it and enter it again.',
    submit: 'Continue to {provider}',
    submitKey: 'Check and connect',
    checkedFirst: 'We check the key with {provider} before we keep it.',
  },
  providerTrouble: {
    title: '{provider} could not finish this',
    error: '{provider} told us that it has a problem.',
    timeout: '{provider} took too long to answer.',
    bad_answer: '{provider} gave an answer that we could not read.',
    next: 'Try again now, or come back later with the same link.',
  },
  partlyShared: {
    title: 'You left something out',
    intro: '{consumer} asked to see more of your {provider} data than you agreed to.',
    missing: 'Not shared',
    granted: 'Shared if you continue',
    next: 'Go back to {provider} to add what is missing, or continue without it.',
    nextOnlyBack: '{consumer} cannot work without it. Go back to {provider} to add what is missing.',
    goBack: 'Go back to {provider}',
    continueWithout: 'Continue without',
  },
  alreadyConnected: {
    title: 'Already connected',
    intro: '{consumer} has had access to your {provider} data since {connectedAt, date, long}.',
    next: 'There is nothing left to do.',
    canSee: '{consumer} can see',
    closeTab: 'You can close this tab.',
  },
  otherAccount: {
    title: 'You signed in to another account',
    intro: '{consumer} is connected to one {provider} account, and you signed in to another.',
    oldAccount: 'Connected until now',
    newAccount: 'You signed in to',
    nothingChanged: 'Nothing was changed.',
    next: 'Go back and sign in to the account you used before.',
    useOld: 'Use {account}',
  },
  done: {
    title: 'Connected',
    intro: '{consumer} can now see your {provider} data.',
    canSee: '{consumer} can see',
    closeTab: 'You can close this tab.',
  },
  cancelled: {
    title: 'Not connected',
    intro: 'Nothing was shared with {consumer}. Your link still works if you change your mind.',
    closeTab: 'You can also close this tab.',
  },
  deadLink: {
    title: 'This link no longer works',
    intro: '{consumer} ended it on {endedAt, date, long}.',
    next: 'To share your {provider} data, ask {consumer} for a new link.',
    contact: 'Ask {consumer}',
  },
  unknownLink: {
    title: 'We don’t know this link',
    intro: 'Check that you copied the whole link. If it still fails, ask the company that sent it to you.',
  },
  lostThread: {
    title: 'We lost track of your visit',
    intro: 'Nothing was shared. This can happen when:',
    causes: {
      browser: 'you come back in another browser or app',
      time: 'the visit takes more than ten minutes',
      back: 'you use the back button',
    },
    next: 'Start again. It takes one press.',
    nextWithoutLink: 'Open the link you were given once more.',
  },
  providerOff: {
    title: '{provider} is not available now',
    intro: 'Nothing was shared. Try again later with the same link, or ask {consumer}.',
  },
  tooManyTries: {
    title: 'Please wait a moment',
    intro: 'There were many tries in a short time. Nothing was shared.',
    wait: '{seconds, plural, one {You can try again in # second.} other {You can try again in # seconds.}}',
    waitMinutes:
      '{minutes, plural, one {You can try again in # minute.} other {You can try again in # minutes.}}',
  },
  ourTrouble: {
    title: 'Something went wrong on our side',
    intro: 'Nothing was shared. Please try again in a moment.',
    help: 'If it still fails, send this code to the company that gave you the link.',
  },
  notFound: {
    title: 'This page does not exist',
    intro: 'Check that you copied the whole address. If someone sent you here, ask for the link again.',
  },
} as const;

/** The same keys with any text: what every other language must have. */
export type ConnectTexts = Retext<typeof connectEn>;

type Retext<T> = { readonly [K in keyof T]: T[K] extends string ? string : Retext<T[K]> };
