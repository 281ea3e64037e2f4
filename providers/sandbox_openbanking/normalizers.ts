import { z } from 'zod';
import type { Normalizer, Normalizers } from '@/server/providers/normalizer.ts';

const accountSchema = z.object({
  id: z.string(),
  label: z.string(),
  kind: z.enum(['current', 'savings', 'card', 'loan']),
  number: z.string(),
  iban: z.string(),
  bic: z.string(),
  bank: z.object({ name: z.string() }),
  balance: z.object({ amount: z.string(), currency: z.string() }),
  updated_at: z.iso.datetime(),
  last_transaction_at: z.iso.datetime().nullable(),
  holders: z.array(z.object({ given_name: z.string(), family_name: z.string() })),
});

const accountTypes = {
  current: 'CHECKING',
  savings: 'SAVINGS',
  card: 'CREDIT_CARD',
  loan: 'LOAN',
} as const;

const toAccount: Normalizer = (item) => {
  const account = accountSchema.parse(item);
  return [
    {
      sourceId: account.id,
      fields: {
        name: account.label,
        account_number: account.number,
        account_type: accountTypes[account.kind],
        balance: account.balance.amount,
        currency: account.balance.currency,
        iban: account.iban,
        bic: account.bic,
        bank_name: account.bank.name,
        last_update: account.updated_at,
        last_transaction: account.last_transaction_at,
        owners: account.holders.map(({ given_name, family_name }) => ({
          first_name: given_name,
          last_name: family_name,
          full_name: `${given_name} ${family_name}`,
          last_update: account.updated_at,
        })),
      },
    },
  ];
};

const transactionSchema = z.union([
  z.object({
    id: z.string(),
    account_id: z.string(),
    amount: z.string(),
    currency: z.string(),
    method: z.enum(['card', 'transfer', 'cheque', 'direct_debit', 'cash_withdrawal', 'fee']),
    label: z.string(),
    created_at: z.iso.datetime(),
    booked_on: z.iso.date().nullable(),
    deleted: z.never().optional(),
  }),
  z.object({ id: z.string(), deleted: z.literal(true) }),
]);

const transactionTypes = {
  card: 'CARD',
  transfer: 'TRANSFER',
  cheque: 'CHECK',
  direct_debit: 'ORDER',
  cash_withdrawal: 'WITHDRAWAL',
  fee: 'BANK',
} as const;

const toTransaction: Normalizer = (item, { idOf }) => {
  const transaction = transactionSchema.parse(item);
  if (transaction.deleted) return [{ sourceId: transaction.id, removed: true }];
  return [
    {
      sourceId: transaction.id,
      fields: {
        account_id: idOf('BANK_ACCOUNT', transaction.account_id),
        amount: transaction.amount,
        currency: transaction.currency,
        initiated_at: transaction.created_at,
        value_date: transaction.booked_on,
        description: transaction.label,
        transaction_type: transactionTypes[transaction.method],
      },
    },
  ];
};

export const normalizers: Normalizers = { BANK_ACCOUNT: toAccount, BANK_TRANSACTION: toTransaction };
