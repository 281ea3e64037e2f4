import type { TemplateValues } from '@/server/providers/template.ts';
import type { Mark } from './checkpoint.ts';
import type { PullRequest } from './compose-call.ts';
import { formatTime } from './format-time.ts';
import { readKeyPlace } from './next-by-key.ts';
import type { PagePlace } from './next-page.ts';
import { type PlacedValue, placeValues } from './place-values.ts';
import type { ReadRules } from './reads.ts';

/** What the next request of a list depends on. */
export interface ReadStep {
  at: PagePlace;
  /** How far the list has been read in earlier runs; undefined: everything is asked for. */
  mark: Mark | undefined;
  /** The span of time that this request covers, ms; null where the read has no `window`. */
  window: { from: number; to: number } | null;
  /** The parent record this list belongs to. */
  parent: string | null;
  /** Of the user. */
  values: TemplateValues;
}

/** The request for one page. */
export function composeRead(read: ReadRules, step: ReadStep): PullRequest {
  const isLink = read.pagination.style === 'link_header' || read.pagination.style === 'link_body';
  const { request, values } = placeValues(read.request, [
    ...sincePlaces(read, step.mark),
    ...windowPlaces(read, step.window),
    ...pagePlaces(read, step.at),
  ]);
  return {
    request,
    values: {
      ...step.values,
      ...values,
      ...(read.forEach !== undefined && step.parent !== null && { [read.forEach.as]: step.parent }),
    },
    optional: optionalNames(read),
    link: isLink && typeof step.at === 'string' ? step.at : null,
  };
}

/** When incremental reading begins for this list. */
export function sinceOf(read: ReadRules, mark: Mark | undefined): number | null {
  return read.incremental?.by === 'time' && typeof mark === 'number'
    ? mark - read.incremental.overlapSeconds * 1000
    : null;
}

function sincePlaces(read: ReadRules, mark: Mark | undefined): PlacedValue[] {
  const { incremental } = read;
  if (incremental === undefined) return [];
  if (incremental.by === 'token') {
    return typeof mark === 'string' ? [{ place: incremental.token, value: mark }] : [];
  }
  const since = sinceOf(read, mark);
  const value = since === null ? incremental.beginning : formatTime(since, incremental.format);
  return value === undefined ? [] : [{ place: incremental.since, value }];
}

function windowPlaces({ window: rules }: ReadRules, window: ReadStep['window']): PlacedValue[] {
  if (rules === undefined || window === null) return [];
  return [
    { place: rules.from, value: formatTime(window.from, rules.format) },
    { place: rules.to, value: formatTime(window.to, rules.format) },
  ];
}

function pagePlaces({ pagination }: ReadRules, at: PagePlace): PlacedValue[] {
  if (pagination.style === 'none') return [];
  const places: PlacedValue[] = [];
  if (pagination.size !== undefined) places.push({ place: pagination.size, value: pagination.size.value });
  if (pagination.style === 'page') places.push({ place: pagination.page, value: at ?? pagination.first });
  if (pagination.style === 'offset') places.push({ place: pagination.offset, value: at ?? pagination.first });
  if (pagination.style === 'key') {
    const { from, page } = readKeyPlace(pagination, at);
    places.push({ place: pagination.page, value: page });
    if (from !== null) places.push({ place: pagination.from, value: from });
  }
  if ('cursor' in pagination && at !== null) places.push({ place: pagination.cursor, value: at });
  return places;
}

/** Placeholders that stand empty in some requests: the cursor or key of a first page, the beginning of a first run. */
function optionalNames({ pagination, incremental }: ReadRules): Set<string> {
  const places = [
    'cursor' in pagination ? pagination.cursor : undefined,
    'from' in pagination ? pagination.from : undefined,
    incremental?.by === 'time' ? incremental.since : incremental?.token,
  ];
  return new Set(places.flatMap((place) => (place?.in === 'template' ? [place.param] : [])));
}
