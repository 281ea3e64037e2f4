/** What the letters `f`, `j`, `k`, `x` and Esc do on a page: the focus moves, links and boxes do the rest. */

const rowLink = '.row-link';

/** The first field of the page's filter. */
export function focusFilter(): void {
  findShown('[data-filters] :is(input:not([type="hidden"]), select)')?.focus();
}

/** The next or previous row that leads somewhere. Without a row in focus: the first, or the last. */
export function moveRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>(`main tr:has(${rowLink})`)].filter(isVisible);
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = at === -1 ? rows.at(step === 1 ? 0 : -1) : rows[at + step];
  next?.querySelector<HTMLElement>(rowLink)?.focus();
}

/** Ticks or unticks the box of the row in focus. */
export function toggleRow(): void {
  const row = document.activeElement?.closest(`tr:has(${rowLink})`);
  row?.querySelector<HTMLElement>('input[type="checkbox"]:not(:disabled)')?.click();
}

/** Whether somebody writes there: letters are theirs. A box that is ticked takes none. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !/^(checkbox|radio|button|submit)$/.test(target.type);
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Whether something lies over the page that has its own keys. */
export function isCovered(): boolean {
  return document.querySelector('.dialog, .menu:popover-open, .sheet:popover-open') !== null;
}

/** Esc: closes the panel in front, else leaves the field or row. False when there was nothing to leave. */
export function leave(): boolean {
  const focused = document.activeElement;
  const panel =
    focused?.closest('details[data-panel][open]') ?? document.querySelector('details[data-panel][open]');
  if (panel instanceof HTMLDetailsElement) {
    panel.open = false;
    panel.querySelector('summary')?.focus();
    return true;
  }
  const isIn = isTyping(focused) || focused?.closest(`tr:has(${rowLink})`) != null;
  if (isIn && focused instanceof HTMLElement) focused.blur();
  return isIn;
}

function isVisible(element: HTMLElement): boolean {
  return element.checkVisibility();
}

/** The first that is not hidden. */
export function findShown(selector: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>(selector)].find(isVisible);
}

/** Something was typed into a form and not sent: leaving the page would lose it. */
export function holdsTyped(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    'main form:not([data-filters]) :is(input:not([type="hidden"]), textarea)',
  );
  return [...fields].some((field) => field.value !== field.defaultValue);
}
