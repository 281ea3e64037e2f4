import type { DataTypeTexts } from './data-type-texts.ts';

export const dataTypesEn: DataTypeTexts = {
  clusters: {
    BANK: 'Bank',
    PEOPLE: 'People',
    ACCOUNTS_AND_TAX: 'Accounts and tax',
    SHOP_AND_PAYMENTS: 'Shop and payments',
    COMPANY: 'Company',
  },
  types: {
    BANK_ACCOUNT: {
      label: 'Bank accounts',
      line: 'name, number, balance',
      details: [
        'Name and kind of each account',
        'Account number, IBAN and BIC',
        'Balance and currency',
        'Name of the bank',
        'Names of the account holders',
      ],
    },
    BANK_TRANSACTION: {
      label: 'Transactions',
      line: 'date, amount, wording',
      details: [
        'Date of each payment in or out',
        'Amount and currency',
        'Wording, as on your statement',
        'Kind of payment, such as card or transfer',
        'Account it belongs to',
      ],
    },
    BENEFICIAL_OWNER: {
      label: 'Owners',
      line: 'people who own more than a quarter',
      details: ['Names of the owners', 'Birth date and nationality', 'Address', 'Share they own or control'],
    },
    COMPANY_OFFICER: {
      label: 'Managers',
      line: 'names, roles, birth dates',
      details: [
        'Names of the people or companies in charge',
        'Birth date and place, nationality',
        'Address',
        'Roles, with start and end dates',
        'Roles they hold in other companies',
      ],
    },
    BACKGROUND_CHECK: {
      label: 'Background check',
      line: 'risks found for the company and its managers',
      details: [
        'Result of the check and the reasons',
        'Links between people and companies',
        'Signs of money trouble in those companies',
      ],
    },
    BACKGROUND_CHECK_V2: {
      label: 'Full background check',
      line: 'the same check, with owners and public watch lists',
      details: [
        'Result of the check and the reasons',
        'Links between people and companies',
        'Signs of money trouble in those companies',
        'Owners, and whether they are on a watch list',
      ],
    },
    CONFORMITY_CHECK: {
      label: 'Screening',
      line: 'results of checks on public watch lists',
      details: ['Name that was checked', 'Lists it was found on, if any', 'Date and result of the check'],
    },
    FINANCIAL_STATEMENT: {
      label: 'Annual accounts',
      line: 'filed accounts, as documents',
      details: ['The document', 'Closing date and length of the year', 'Date it was filed'],
    },
    TAX_RETURN: {
      label: 'Company tax return',
      line: 'figures of the yearly return',
      details: [
        'Each figure of the yearly tax return',
        'Revenue and net profit',
        'Closing date and length of the year',
        'Date it was filed, and the document',
      ],
    },
    TAX_RETURN_ANALYSIS: {
      label: 'Key figures',
      line: 'computed from the tax return',
      details: ['What the company owns and owes', 'Income and costs of the year', 'Ratios made from them'],
    },
    VAT_DECLARATION: {
      label: 'VAT returns',
      line: 'amounts per period',
      details: [
        'Period, and date it was filed',
        'VAT on sales and VAT taken off',
        'VAT to pay, or paid too much',
        'Each figure of the form',
      ],
    },
    CORPORATE_TAX: {
      label: 'Corporate tax',
      line: 'result of the year and tax base',
      details: [
        'Result of the year',
        'Each figure of the form',
        'Closing date and length of the year',
        'Date it was filed, and the document',
      ],
    },
    TAX_ACCOUNT: {
      label: 'Tax account',
      line: 'amounts due and paid',
      details: ['Taxes due, with dates', 'Payments made', 'What is left to pay'],
    },
    TAX_CLEARANCE_CERTIFICATE: {
      label: 'Tax certificate',
      line: 'proof that taxes are paid',
      details: ['The document', 'Date it was issued'],
    },
    COMMERCE_CUSTOMER: {
      label: 'Your customers',
      line: 'names and contacts of people who buy from you',
      details: ['Name of each buyer', 'Email and phone number', 'Billing and delivery address'],
    },
    COMMERCE_ORDER: {
      label: 'Orders',
      line: 'what was sold, to whom, for how much',
      details: [
        'Number, date and state of each order',
        'Items sold',
        'Total, delivery cost, discount and tax',
        'Billing and delivery address',
        'State of the delivery',
      ],
    },
    COMMERCE_TRANSACTION: {
      label: 'Payments',
      line: 'payments, payouts, refunds and fees',
      details: [
        'Date, kind and state of each payment',
        'Amount, currency and fee',
        'Wording',
        'Order it belongs to',
      ],
    },
    COMMERCE_TRANSACTIONS_INSIGHT: {
      label: 'Monthly payment totals',
      line: 'computed from payments',
      details: ['Payments per month', 'Average basket per month', 'Payouts per month'],
    },
    COMMERCE_BALANCE: {
      label: 'Balances',
      line: 'money held for you',
      details: ['Amount ready to be paid out', 'Amount on its way', 'Currency'],
    },
    COMMERCE_DISPUTE: {
      label: 'Disputes',
      line: 'payments that buyers object to',
      details: ['Date, reason and state of each dispute', 'Amount and currency', 'Payment it is about'],
    },
    COMMERCE_DISPUTES_INSIGHT: {
      label: 'Monthly dispute totals',
      line: 'computed from disputes',
      details: ['Number of disputes per month', 'Amount of disputes per month'],
    },
    COMMERCE_SUBSCRIPTION: {
      label: 'Subscriptions',
      line: 'plans that your customers pay for',
      details: ['Name of the plan', 'Amount, and how often it is paid', 'Start date and state'],
    },
    COMMERCE_SUBSCRIPTIONS_INSIGHT: {
      label: 'Monthly plan totals',
      line: 'computed from subscriptions',
      details: ['Number of plans per month', 'Income from plans per month'],
    },
    COMMERCE_PRODUCT: {
      label: 'Products',
      line: 'what you sell, prices and stock',
      details: [
        'Name, text and pictures of each product',
        'Sizes, colours and other versions',
        'Price and product number',
        'Stock in each place',
      ],
    },
    COMMERCE_LOCATION: {
      label: 'Shops and warehouses',
      line: 'names and addresses',
      details: ['Name of each place', 'Address', 'Whether it is in use'],
    },
    COURT_DECISION: {
      label: 'Court cases',
      line: 'published decisions about the company',
      details: ['Court, date and number of the case', 'Names of both sides', 'Summary and full text'],
    },
    COLLECTIVE_PROCEDURE: {
      label: 'Insolvency cases',
      line: 'court rulings when debts could not be paid',
      details: ['Kind of ruling', 'Date of the ruling', 'Text of the ruling'],
    },
    COMPANY_PROFILE: {
      label: 'Company details',
      line: 'name, number, address, activity',
      details: [
        'Legal name and trade names',
        'Company number and VAT number',
        'Address of the head office',
        'Legal form, share capital and activity',
        'Number of staff, as a range',
        'Dates of opening and closing',
      ],
    },
    CORPORATE_OFFICE: {
      label: 'Places of business',
      line: 'addresses and opening dates',
      details: ['Address of each place', 'Company number and activity', 'Dates of opening and closing'],
    },
    REGISTRATION_PROOF: {
      label: 'Proof of registration',
      line: 'official extract from the company register',
      details: ['The document', 'Date it was issued'],
    },
    AVIS_SIREN: {
      label: 'SIREN certificate',
      line: 'official notice with the company number',
      details: ['The document', 'Date it was issued'],
    },
    ARTICLES_OF_ASSOCIATION: {
      label: 'Company rules',
      line: 'the latest articles of association',
      details: ['The document', 'Date it was filed'],
    },
    ACT: {
      label: 'Filed documents',
      line: 'documents filed at the company register',
      details: ['The documents', 'Date and title of each one'],
    },
    LEGAL_NOTICE: {
      label: 'Legal notices',
      line: 'published notices about the company',
      details: ['Date and source of each notice', 'Kind of event', 'Text of the notice'],
    },
    TIMELINE: {
      label: 'Company history',
      line: 'events in the life of the company',
      details: ['Date of each event', 'What happened', 'Source of the event'],
    },
  },
};
