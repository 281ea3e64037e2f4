/** What a developer reads on `/`. */
export const landingEn = {
  title: 'Moorage is running',
  intro: 'Your users connect their data sources here; you read the data through one API.',
  firstConnection: 'Your first connection and its data',
  key: 'Put your API key into the shell first. It was shown, or its file named, when Moorage first started.',
  createUser: 'Create a user.',
  createConnection: 'Create a data connection for that user.',
  openLink: 'Print its redirect_url, and open it in a browser.',
  sync: 'When you have approved there, fetch the data.',
  read: 'Read it.',
  sandbox: 'Sandbox provider',
  sandboxText: 'The link leads to the sandbox provider: test identities, no real data.',
  ownProvider: 'The sandbox is off. Enable a provider, and put its name in place of {name}.',
  more: 'More',
  openapi: 'API description (OpenAPI)',
  health: 'Health',
} as const;

export type LandingTexts = { readonly [K in keyof typeof landingEn]: string };
