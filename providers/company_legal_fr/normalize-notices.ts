import type { NormalizedRecord, Normalizer, NormalizerContext } from '@/server/providers/normalizer.ts';
import { parseFrenchDate } from './french-date.ts';
import { correctedId, isAbout, type Notice, noticeSchema, textOf } from './gazette-notice.ts';

/** Every notice as it was printed. A correction is a notice of its own; nothing that was printed disappears. */
export const toNotice: Normalizer = (item, { userSiren }) => {
  const notice = noticeSchema.parse(item);
  if (!isAbout(notice, userSiren)) return [];
  return [
    {
      sourceId: notice.id,
      fields: {
        date: notice.dateparution,
        source: `BODACC ${notice.publicationavis}`,
        origin: notice.tribunal ?? null,
        type: notice.familleavis,
        category: notice.typeavis,
        event: notice.jugement?.nature ?? notice.depot?.typeDepot ?? notice.familleavis_lib ?? null,
        text: textOf(notice),
        link: notice.url_complete ?? null,
      },
    },
  ];
};

/** A judgment that opens, changes or ends insolvency proceedings. */
export const toProcedure: Normalizer = (item, context) =>
  standing(item, context, ({ jugement }) => {
    if (jugement === null || Object.values(jugement).every((text) => !text)) return null;
    return {
      judgment_family: jugement.famille ?? null,
      judgment_nature: jugement.nature ?? null,
      judgment_date: parseFrenchDate(jugement.date),
      judgment_description: jugement.complementJugement ?? null,
    };
  });

/** That accounts were filed; the gazette gives no amounts. */
export const toFiling: Normalizer = (item, context) =>
  standing(item, context, ({ depot, dateparution }) => {
    const closingDate = parseFrenchDate(depot?.dateCloture);
    if (closingDate === null) return null;
    return {
      closing_year: Number(closingDate.slice(0, 4)),
      closing_date: closingDate,
      submitted_date: dateparution,
      duration: null,
    };
  });

/**
 * What still holds: a correction takes the place of the notice it names, a cancellation takes it away and leaves nothing.
 * A correction that says nothing of the matter (it can be about an address) leaves what it corrects in place. The oldest
 * come first, so the word that a notice is gone comes after the notice.
 */
function standing(
  item: unknown,
  { userSiren }: NormalizerContext,
  toFields: (notice: Notice) => Record<string, unknown> | null,
): NormalizedRecord[] {
  const notice = noticeSchema.parse(item);
  if (!isAbout(notice, userSiren)) return [];
  const isCancellation = notice.typeavis === 'annulation';
  const fields = isCancellation ? null : toFields(notice);
  const replaces = isCancellation || (notice.typeavis !== 'annonce' && fields !== null);
  const earlier = replaces ? correctedId(notice) : null;
  return [
    ...(earlier === null ? [] : [{ sourceId: earlier, removed: true as const }]),
    ...(fields === null ? [] : [{ sourceId: notice.id, fields }]),
  ];
}
