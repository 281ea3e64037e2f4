import type { AdminWords } from './words.ts';

/** The words that small client components ask for as props. */
export function copyWords(t: AdminWords) {
  return { copy: t('form.copy'), copied: t('form.copied') };
}

export function pagerWords(t: AdminWords) {
  return { label: t('pager.label'), first: t('pager.first'), next: t('pager.next'), end: t('pager.end') };
}

/** Of a list that does not begin with what is newest. */
export function plainPagerWords(t: AdminWords) {
  return { ...pagerWords(t), first: t('pager.start'), next: t('pager.on') };
}

export function filterWords(t: AdminWords) {
  return { apply: t('states.filter.apply'), clear: t('states.filter.clear') };
}

export function liveWords(t: AdminWords) {
  const states = {
    starting: t('live.starting'),
    live: t('live.live'),
    polling: t('live.polling'),
    paused: t('live.paused'),
  };
  return { states, show: t('live.show') };
}
