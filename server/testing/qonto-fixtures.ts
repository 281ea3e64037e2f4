import type { QontoOrganization, QontoTransaction } from './qonto-server.ts';

/** Invented, in the documented shapes. */
export function makeOrganization(id = 'org-1', changes: Partial<QontoOrganization> = {}): QontoOrganization {
  return {
    organization: {
      id,
      slug: `${id}-slug`,
      name: 'Atelier Exemple',
      legal_name: 'ATELIER EXEMPLE SAS',
      legal_registration_number: '900000001',
      legal_country: 'FR',
      legal_address: '12 rue des Exemples, 69003 Lyon',
      bank_accounts: [
        {
          id: `${id}-account`,
          slug: `${id}-account-slug`,
          name: 'Compte principal',
          iban: 'FR7616958000010000000000001',
          bic: 'QNTOFRP1XXX',
          currency: 'EUR',
          balance: 1234.56,
          balance_cents: 123_456,
          authorized_balance: 1200,
          authorized_balance_cents: 120_000,
          status: 'active',
          updated_at: '2026-11-20T08:00:00.000Z',
        },
      ],
    },
    transactions: {},
    ...changes,
  };
}

export function makeTransaction(id: string, changes: Partial<QontoTransaction> = {}): QontoTransaction {
  return {
    id,
    transaction_id: `atelier-1-transaction-${id}`,
    amount: 42.9,
    amount_cents: 4_290,
    currency: 'EUR',
    local_amount: 42.9,
    local_amount_cents: 4_290,
    local_currency: 'EUR',
    side: 'debit',
    operation_type: 'card',
    label: 'Papeterie Dupont',
    status: 'completed',
    emitted_at: '2026-11-02T10:15:00.000Z',
    settled_at: '2026-11-03T23:10:00.000Z',
    settled_balance: 1234.56,
    updated_at: '2026-11-03T23:10:05.000Z',
    reference: null,
    category: 'office_supply',
    ...changes,
  };
}
