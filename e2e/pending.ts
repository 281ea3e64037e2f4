import type { Page } from 'playwright/test';

/** Answers to the router and to actions wait until the returned function is called. */
export async function holdPages(page: Page): Promise<() => void> {
  const { promise: free, resolve: release } = Promise.withResolvers<void>();
  await page.route('**/admin**', async (route) => {
    const isAwaited =
      new URL(route.request().url()).searchParams.has('_rsc') || 'next-action' in route.request().headers();
    if (isAwaited) await free;
    await route.continue();
  });
  return release;
}

/** How long after the last press a mark is first seen on the screen; `Infinity` when none is within some seconds. */
export async function timeMark(page: Page, press: () => Promise<void>): Promise<number> {
  const seen = await page.evaluateHandle(() => {
    const waitMs = 5_000;
    let pressedAt = performance.now();
    const note = ({ timeStamp }: Event) => {
      pressedAt = timeStamp;
    };
    for (const type of ['pointerdown', 'keydown']) window.addEventListener(type, note, true);
    const isSeen = (mark: Element) => {
      const { top, bottom, left, width } = mark.getBoundingClientRect();
      const isInView = width > 0 && bottom > 0 && top < window.innerHeight && left < window.innerWidth;
      return isInView && mark.checkVisibility({ visibilityProperty: true });
    };
    const shown = new Promise<number>((resolve) => {
      const look = () => {
        if ([...document.querySelectorAll('.pending')].some(isSeen)) resolve(performance.now() - pressedAt);
        else if (performance.now() - pressedAt > waitMs) resolve(Number.POSITIVE_INFINITY);
        else requestAnimationFrame(look);
      };
      look();
    });
    return { shown };
  });
  await press();
  return seen.evaluate(({ shown }) => shown);
}
