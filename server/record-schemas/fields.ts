import { z } from 'zod';
import { toWireTime } from '@/server/core/clock.ts';
import { isId } from '@/server/core/ids.ts';
import { date, dateTime, uuid } from '@/server/core/wire.ts';

/**
 * What the schemas of all data types are made of. Providers differ in what they know, so most fields are `optional`: a
 * normalizer may leave one out, the stored record has it as null, and a consumer sees the same keys from every provider.
 */

/** A length no honest field has; it bounds what one provider can make us store. */
const maxText = 10_000;
const maxItems = 1_000;

export const plainText = z.string().max(maxText);

export function optional<Field extends z.ZodType>(field: Field) {
  return field.nullable().default(null);
}

/** A provider that has none, or does not say, gives an empty list. */
export function arrayOf<Item extends z.ZodType>(item: Item) {
  return z.array(item).max(maxItems).default([]);
}

export const optionalText = optional(plainText);
export const optionalDate = optional(date);
export const textList = arrayOf(plainText);
export const wholeNumber = z.int();
export const optionalWholeNumber = optional(wholeNumber);

const maxDigits = 30;

/** No exponent, no NaN, no thousands separator: what `1204.50` is written as. */
export const decimal = z
  .string()
  .regex(new RegExp(`^-?\\d{1,${maxDigits}}(\\.\\d{1,${maxDigits}})?$`), 'must be a decimal like -1204.50')
  .meta({ description: 'A decimal number as a string, so that no cent is lost.', example: '1204.50' });

export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be three capital letters, EUR say')
  .meta({ description: 'ISO 4217.', example: 'EUR' });

export const money = z.strictObject({ currency, value: decimal }).meta({ id: 'Money' });
export const optionalMoney = optional(money);

const utcTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** A moment that a provider tells, in whatever RFC 3339 it speaks; from here on UTC with seconds (CONTRACT section 1). */
const moment = z.iso
  .datetime({ offset: true })
  .transform((value) => (utcTime.test(value) ? `${value.slice(0, 19)}Z` : toWireTime(new Date(value))))
  .pipe(dateTime);
export const optionalMoment = optional(moment);

/** Registers often publish the year or the month only. */
export const optionalPartialDate = optional(
  z
    .string()
    .regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, 'must be a date, a month or a year')
    .meta({ description: 'As exact as the source: `1980-05-17`, `1980-05` or `1980`.', example: '1980-05' }),
);

export const month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month like 2026-11')
  .meta({ description: 'YYYY-MM.', example: '2026-11' });

/** The `id` of another record of the same connection; that record may come later, or never. */
export const reference = uuid.refine(isId, 'must be the id of a record');
export const optionalReference = optional(reference);

const address = z
  .strictObject({
    street: optionalText,
    postal_code: optionalText,
    city: optionalText,
    region: optionalText,
    country: optionalText.meta({
      description: 'ISO 3166-1 alpha-2 where the source gives one, otherwise its name.',
    }),
  })
  .meta({ id: 'Address' });
export const optionalAddress = optional(address);
