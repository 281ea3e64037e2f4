import { exactTime } from '@/components/ui/relative-time.tsx';

/** The fields that say best what a record is, whatever its data type. */
const titleFields = [
  ...['name', 'full_name', 'title', 'description', 'plan_name', 'text', 'event'],
  ...['order_number', 'closing_year', 'start_date', 'date'],
];
/** Said together with their neighbours, or of no use to a reader. */
const unshown = /_id$|^source_|^(currency|url|link)$/;
const mostFacts = 5;

export interface RecordSummary {
  /** Null: nothing in it has a name. */
  title: string | null;
  /** The first few of its other fields that a line can show. */
  facts: [name: string, value: string][];
}

/** A record in one line. `fields`: as its data type has them. */
export function recordSummary(fields: Record<string, unknown>): RecordSummary {
  const shown = Object.entries(fields).flatMap(([name, value]): [string, string][] => {
    const text = unshown.test(name) ? null : toLine(value, fields.currency);
    return text === null ? [] : [[name, text]];
  });
  const person = [fields.first_name, fields.last_name].filter((part) => typeof part === 'string').join(' ');
  const titleField = titleFields.find((name) => shown.some(([known]) => known === name));
  const title = shown.find(([name]) => name === titleField)?.[1] ?? (person === '' ? null : person);
  const isInTitle = (name: string) =>
    name === titleField || (titleField === undefined && (name === 'first_name' || name === 'last_name'));
  return { title, facts: shown.filter(([name]) => !isInTitle(name)).slice(0, mostFacts) };
}

/** Null for what has no place in a line. An amount goes with its currency, a time is one of UTC. */
function toLine(value: unknown, currency: unknown): string | null {
  if (typeof value === 'string') {
    if (value === '') return null;
    if (typeof currency === 'string' && /^-?\d+\.\d+$/.test(value)) return `${value} ${currency}`;
    const time = /^\d{4}-\d{2}-\d{2}T[\d:]{8}Z$/.test(value) ? new Date(value) : null;
    // What only looks like a time is text.
    return time === null || Number.isNaN(time.getTime()) ? value : exactTime(time);
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null || !('currency' in value && 'value' in value)) return null;
  return `${value.value} ${value.currency}`;
}
