interface Step {
  /** Path and query of the list. */
  list: string;
  /** Path of what was opened from it. */
  path: string;
}

/** Lists that rows were opened from, the last one last. Of this tab, as long as it is not loaded anew. */
const steps: Step[] = [];

const here = () => location.pathname + location.search;

/** A row of a list is opened: Esc leads back there. */
export function noteOpened(event: Event): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a.row-link') : null;
  if (link !== null) steps.push({ list: here(), path: new URL(link.href).pathname });
}

/** Where the present page was opened from; null when it was reached otherwise. */
export function takeWayBack(): Step | null {
  const at = steps.findLastIndex(({ path }) => `${location.pathname}/`.startsWith(`${path}/`));
  const [step] = at === -1 ? [] : steps.splice(at);
  return step ?? null;
}
