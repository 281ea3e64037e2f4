import type { DataTypeTexts } from './data-type-texts.ts';

export const dataTypesFr: DataTypeTexts = {
  clusters: {
    BANK: 'Banque',
    PEOPLE: 'Personnes',
    ACCOUNTS_AND_TAX: 'Comptes et impôts',
    SHOP_AND_PAYMENTS: 'Boutique et paiements',
    COMPANY: 'Entreprise',
  },
  types: {
    BANK_ACCOUNT: {
      label: 'Comptes bancaires',
      line: 'nom, numéro, solde',
      details: [
        'Nom et type de chaque compte',
        'Numéro de compte, IBAN et BIC',
        'Solde et devise',
        'Nom de la banque',
        'Noms des titulaires',
      ],
    },
    BANK_TRANSACTION: {
      label: 'Opérations bancaires',
      line: 'date, montant, libellé',
      details: [
        'Date de chaque opération',
        'Montant et devise',
        'Libellé, comme sur votre relevé',
        'Type d’opération, carte ou virement par exemple',
        'Compte concerné',
      ],
    },
    BENEFICIAL_OWNER: {
      label: 'Bénéficiaires effectifs',
      line: 'personnes qui détiennent plus d’un quart de l’entreprise',
      details: [
        'Noms des bénéficiaires',
        'Date de naissance et nationalité',
        'Adresse',
        'Part détenue ou contrôlée',
      ],
    },
    COMPANY_OFFICER: {
      label: 'Dirigeants',
      line: 'noms, fonctions, dates de naissance',
      details: [
        'Noms des personnes ou sociétés dirigeantes',
        'Date et lieu de naissance, nationalité',
        'Adresse',
        'Fonctions, avec dates de début et de fin',
        'Fonctions dans d’autres entreprises',
      ],
    },
    BACKGROUND_CHECK: {
      label: 'Vérification des antécédents',
      line: 'risques relevés pour l’entreprise et ses dirigeants',
      details: [
        'Résultat de la vérification et raisons',
        'Liens entre personnes et entreprises',
        'Signes de difficultés financières dans ces entreprises',
      ],
    },
    BACKGROUND_CHECK_V2: {
      label: 'Vérification complète',
      line: 'la même vérification, avec bénéficiaires et listes de surveillance',
      details: [
        'Résultat de la vérification et raisons',
        'Liens entre personnes et entreprises',
        'Signes de difficultés financières dans ces entreprises',
        'Bénéficiaires, et leur présence sur une liste de surveillance',
      ],
    },
    CONFORMITY_CHECK: {
      label: 'Contrôles de conformité',
      line: 'résultats des recherches sur les listes de surveillance',
      details: ['Nom recherché', 'Listes où il figure, le cas échéant', 'Date et résultat du contrôle'],
    },
    FINANCIAL_STATEMENT: {
      label: 'Comptes annuels',
      line: 'comptes déposés, sous forme de documents',
      details: ['Le document', 'Date de clôture et durée de l’exercice', 'Date de dépôt'],
    },
    TAX_RETURN: {
      label: 'Liasse fiscale',
      line: 'chiffres de la déclaration annuelle',
      details: [
        'Chaque chiffre de la déclaration annuelle',
        'Chiffre d’affaires et résultat net',
        'Date de clôture et durée de l’exercice',
        'Date de dépôt, et le document',
      ],
    },
    TAX_RETURN_ANALYSIS: {
      label: 'Chiffres clés',
      line: 'calculés à partir de la liasse fiscale',
      details: ['Bilan', 'Produits et charges de l’exercice', 'Ratios calculés'],
    },
    VAT_DECLARATION: {
      label: 'Déclarations de TVA',
      line: 'montants par période',
      details: [
        'Période et date de dépôt',
        'TVA collectée et TVA déduite',
        'TVA à payer, ou crédit de TVA',
        'Chaque chiffre du formulaire',
      ],
    },
    CORPORATE_TAX: {
      label: 'Impôt sur les sociétés',
      line: 'résultat de l’exercice et base imposable',
      details: [
        'Résultat de l’exercice',
        'Chaque chiffre du formulaire',
        'Date de clôture et durée de l’exercice',
        'Date de dépôt, et le document',
      ],
    },
    TAX_ACCOUNT: {
      label: 'Compte fiscal',
      line: 'montants dus et payés',
      details: ['Impôts dus, avec les dates', 'Paiements effectués', 'Reste à payer'],
    },
    TAX_CLEARANCE_CERTIFICATE: {
      label: 'Attestation fiscale',
      line: 'preuve que les impôts sont payés',
      details: ['Le document', 'Date d’émission'],
    },
    COMMERCE_CUSTOMER: {
      label: 'Vos clients',
      line: 'noms et coordonnées des personnes qui achètent chez vous',
      details: ['Nom de chaque client', 'E-mail et téléphone', 'Adresses de facturation et de livraison'],
    },
    COMMERCE_ORDER: {
      label: 'Commandes',
      line: 'ce qui a été vendu, à qui, pour combien',
      details: [
        'Numéro, date et état de chaque commande',
        'Articles vendus',
        'Total, frais de livraison, remise et taxes',
        'Adresses de facturation et de livraison',
        'État de la livraison',
      ],
    },
    COMMERCE_TRANSACTION: {
      label: 'Paiements',
      line: 'paiements, versements, remboursements et frais',
      details: [
        'Date, type et état de chaque paiement',
        'Montant, devise et frais',
        'Libellé',
        'Commande concernée',
      ],
    },
    COMMERCE_TRANSACTIONS_INSIGHT: {
      label: 'Totaux mensuels des paiements',
      line: 'calculés à partir des paiements',
      details: ['Paiements par mois', 'Panier moyen par mois', 'Versements par mois'],
    },
    COMMERCE_BALANCE: {
      label: 'Soldes',
      line: 'sommes détenues pour vous',
      details: ['Montant disponible', 'Montant en attente', 'Devise'],
    },
    COMMERCE_DISPUTE: {
      label: 'Litiges',
      line: 'paiements contestés par des clients',
      details: ['Date, motif et état de chaque litige', 'Montant et devise', 'Paiement concerné'],
    },
    COMMERCE_DISPUTES_INSIGHT: {
      label: 'Totaux mensuels des litiges',
      line: 'calculés à partir des litiges',
      details: ['Nombre de litiges par mois', 'Montant des litiges par mois'],
    },
    COMMERCE_SUBSCRIPTION: {
      label: 'Abonnements',
      line: 'formules que vos clients paient',
      details: ['Nom de la formule', 'Montant et fréquence de paiement', 'Date de début et état'],
    },
    COMMERCE_SUBSCRIPTIONS_INSIGHT: {
      label: 'Totaux mensuels des abonnements',
      line: 'calculés à partir des abonnements',
      details: ['Nombre d’abonnements par mois', 'Revenu des abonnements par mois'],
    },
    COMMERCE_PRODUCT: {
      label: 'Produits',
      line: 'ce que vous vendez, prix et stocks',
      details: [
        'Nom, texte et images de chaque produit',
        'Tailles, couleurs et autres variantes',
        'Prix et référence',
        'Stock dans chaque lieu',
      ],
    },
    COMMERCE_LOCATION: {
      label: 'Boutiques et entrepôts',
      line: 'noms et adresses',
      details: ['Nom de chaque lieu', 'Adresse', 'S’il est en service'],
    },
    COURT_DECISION: {
      label: 'Décisions de justice',
      line: 'décisions publiées sur l’entreprise',
      details: ['Tribunal, date et numéro de l’affaire', 'Noms des parties', 'Résumé et texte intégral'],
    },
    COLLECTIVE_PROCEDURE: {
      label: 'Procédures collectives',
      line: 'jugements lorsque des dettes n’ont pu être payées',
      details: ['Nature du jugement', 'Date du jugement', 'Texte du jugement'],
    },
    COMPANY_PROFILE: {
      label: 'Fiche d’entreprise',
      line: 'nom, numéro, adresse, activité',
      details: [
        'Raison sociale et noms commerciaux',
        'Numéros SIREN et de TVA',
        'Adresse du siège',
        'Forme juridique, capital et activité',
        'Tranche d’effectif',
        'Dates d’ouverture et de fermeture',
      ],
    },
    CORPORATE_OFFICE: {
      label: 'Établissements',
      line: 'adresses et dates d’ouverture',
      details: ['Adresse de chaque établissement', 'Numéro et activité', 'Dates d’ouverture et de fermeture'],
    },
    REGISTRATION_PROOF: {
      label: 'Justificatif d’immatriculation',
      line: 'extrait officiel du registre du commerce',
      details: ['Le document', 'Date d’émission'],
    },
    AVIS_SIREN: {
      label: 'Avis de situation SIREN',
      line: 'avis officiel avec le numéro de l’entreprise',
      details: ['Le document', 'Date d’émission'],
    },
    ARTICLES_OF_ASSOCIATION: {
      label: 'Statuts',
      line: 'les derniers statuts de la société',
      details: ['Le document', 'Date de dépôt'],
    },
    ACT: {
      label: 'Actes',
      line: 'documents déposés au registre du commerce',
      details: ['Les documents', 'Date et titre de chacun'],
    },
    LEGAL_NOTICE: {
      label: 'Annonces légales',
      line: 'annonces publiées sur l’entreprise',
      details: ['Date et source de chaque annonce', 'Type d’événement', 'Texte de l’annonce'],
    },
    TIMELINE: {
      label: 'Historique de l’entreprise',
      line: 'événements de la vie de l’entreprise',
      details: ['Date de chaque événement', 'Ce qui s’est passé', 'Source de l’événement'],
    },
  },
};
