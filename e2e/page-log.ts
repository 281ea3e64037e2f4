import type { Page, Request, Response } from 'playwright/test';

/** What the browser fetched for the document it shows now. */
export interface PageLog {
  /** The document's own answer. */
  document(): Response;
  /** Every request since that document was asked for, itself first. */
  requests(): Request[];
  /** Response bodies as they came over the network, in bytes. Logos do not count (CONTRACT section 5). */
  transferredBytes(): Promise<number>;
}

export function logPage(page: Page): PageLog {
  let requests: Request[] = [];
  let answer: Response | null = null;
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) requests = [];
    requests.push(request);
  });
  page.on('response', (response) => {
    const request = response.request();
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) answer = response;
  });
  return {
    document() {
      if (answer === null) throw new Error('No document was opened yet');
      return answer;
    },
    requests: () => requests,
    async transferredBytes() {
      const counted = requests.filter((request) => request.resourceType() !== 'image');
      const sizes = await Promise.all(counted.map((request) => request.sizes()));
      return sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
    },
  };
}
