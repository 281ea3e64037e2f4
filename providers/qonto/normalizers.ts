import { z } from 'zod';
import type { Normalizer, Normalizers } from '@/server/providers/normalizer.ts';
import { centsSchema, toDecimal } from './cents.ts';

const text = z.string().nullish();
const moment = z.iso.datetime({ offset: true }).nullish();

const organizationSchema = z.object({
  id: z.string(),
  name: text,
  legal_name: text,
  legal_registration_number: text,
  legal_number: text,
  legal_country: text,
  legal_address: text,
});

const toProfile: Normalizer = (item) => {
  const organization = organizationSchema.parse(item);
  const { id, name, legal_name, legal_address, legal_country } = organization;
  const registrationNumber = organization.legal_registration_number ?? organization.legal_number ?? null;
  const address = { street: legal_address ?? null, country: legal_country ?? null };
  return [
    {
      sourceId: id,
      fields: {
        name: legal_name ?? name ?? null,
        commercial_names: name && legal_name && name !== legal_name ? [name] : [],
        registration_number: registrationNumber,
        headquarter: legal_address || legal_country ? { is_headquarter: true, address } : null,
      },
    },
  ];
};

const accountSchema = z.object({
  id: z.string(),
  name: text,
  iban: text,
  bic: text,
  currency: z.string(),
  balance_cents: centsSchema,
  updated_at: moment,
});

const toAccount: Normalizer = (item) => {
  const account = accountSchema.parse(item);
  return [
    {
      sourceId: account.id,
      fields: {
        name: account.name ?? null,
        account_number: account.iban ?? null,
        account_type: 'CHECKING',
        balance: toDecimal(account.balance_cents),
        currency: account.currency,
        iban: account.iban ?? null,
        bic: account.bic ?? null,
        bank_name: 'Qonto',
        last_update: account.updated_at ?? null,
      },
    },
  ];
};

const transactionSchema = z.object({
  id: z.string(),
  amount_cents: centsSchema,
  currency: z.string(),
  side: z.enum(['credit', 'debit']),
  status: z.string(),
  operation_type: text,
  label: text,
  emitted_at: moment,
  settled_at: moment,
});

const types: Record<string, string> = {
  card: 'CARD',
  cheque: 'CHECK',
  direct_debit: 'ORDER',
  direct_debit_collection: 'ORDER',
  income: 'TRANSFER',
  qonto_fee: 'BANK',
  swift_income: 'TRANSFER',
  transfer: 'TRANSFER',
};

/** Amounts are positive; `side` gives the sign. What was declined or taken back has not moved any money: it goes. */
const toTransaction: Normalizer = (item, { idOf, parentId }) => {
  const transaction = transactionSchema.parse(item);
  const { id, status, side, operation_type: operation = '' } = transaction;
  if (parentId === null) throw new TypeError('transactions are read by account');
  if (status !== 'pending' && status !== 'completed') return [{ sourceId: id, removed: true }];
  const amount = BigInt(transaction.amount_cents);
  return [
    {
      sourceId: id,
      fields: {
        account_id: idOf('BANK_ACCOUNT', parentId),
        amount: toDecimal(side === 'debit' ? -amount : amount),
        currency: transaction.currency,
        initiated_at: transaction.emitted_at ?? null,
        value_date: transaction.settled_at?.slice(0, 10) ?? null,
        description: transaction.label ?? null,
        transaction_type: (operation && Object.hasOwn(types, operation) && types[operation]) || null,
      },
    },
  ];
};

export const normalizers: Normalizers = {
  COMPANY_PROFILE: toProfile,
  BANK_ACCOUNT: toAccount,
  BANK_TRANSACTION: toTransaction,
};
