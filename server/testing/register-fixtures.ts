import type { GazetteNotice } from './bodacc-server.ts';
import type { RegisterCompany } from './recherche-entreprises-server.ts';

/** Invented companies and notices in the documented shapes. */

const seat = {
  siret: '90000000100012',
  activite_principale: '62.01Z',
  adresse: '12 RUE DES EXEMPLES 69003 LYON',
  code_postal: '69003',
  commune: '69383',
  libelle_commune: 'LYON 3EME',
  departement: '69',
  region: '84',
  date_creation: '2021-03-01',
  date_debut_activite: '2021-03-01',
  date_fermeture: null,
  est_siege: true,
  etat_administratif: 'A',
  latitude: '45.7578',
  longitude: '4.8351',
  liste_enseignes: null,
  nom_commercial: null,
  tranche_effectif_salarie: '11',
  statut_diffusion_etablissement: 'O',
};

export const atelier: RegisterCompany = {
  siren: '900000001',
  nom_complet: 'ATELIER EXEMPLE',
  nom_raison_sociale: 'ATELIER EXEMPLE',
  sigle: null,
  nombre_etablissements: 1,
  nombre_etablissements_ouverts: 1,
  siege: seat,
  matching_etablissements: [seat],
  activite_principale: '62.01Z',
  categorie_entreprise: 'PME',
  annee_categorie_entreprise: '2023',
  date_creation: '2021-03-01',
  date_fermeture: null,
  date_mise_a_jour_insee: '2026-05-02T03:10:00',
  date_mise_a_jour_rne: '2026-04-11T02:00:00',
  etat_administratif: 'A',
  nature_juridique: '5710',
  section_activite_principale: 'J',
  tranche_effectif_salarie: '11',
  annee_tranche_effectif_salarie: '2023',
  statut_diffusion: 'O',
  dirigeants: [
    {
      nom: 'MARTIN',
      prenoms: 'CLAIRE',
      annee_de_naissance: '1980',
      date_de_naissance: '1980-05',
      qualite: 'Président de SAS',
      nationalite: 'Française',
      type_dirigeant: 'personne physique',
    },
    {
      siren: '900000002',
      denomination: 'AUDIT EXEMPLE',
      qualite: 'Commissaire aux comptes titulaire',
      type_dirigeant: 'personne morale',
    },
  ],
  finances: { '2024': { ca: 1_250_000, resultat_net: 84_000 } },
  tva: ['FR32900000001'],
  complements: { est_association: false, est_entrepreneur_individuel: false, est_ess: false },
};

/** A row of the gazette's catalogue about the company above, unless `registre` says otherwise. */
export function makeNotice(changes: Partial<GazetteNotice> = {}): GazetteNotice {
  const { dateparution = '2026-02-26', numeroannonce = 123, publicationavis = 'B' } = changes;
  const parution = `${dateparution.slice(0, 4)}0040`;
  return {
    id: `${publicationavis}${parution}${String(numeroannonce).padStart(4, '0')}`,
    publicationavis,
    publicationavis_facette: `Bodacc ${publicationavis}`,
    parution,
    dateparution,
    numeroannonce,
    typeavis: 'annonce',
    typeavis_lib: 'Avis initial',
    familleavis: 'modification',
    familleavis_lib: 'Modifications diverses',
    numerodepartement: '69',
    departement_nom_officiel: 'Rhône',
    region_code: 84,
    region_nom_officiel: 'Auvergne-Rhône-Alpes',
    tribunal: 'Greffe du Tribunal de Commerce de Lyon',
    commercant: 'ATELIER EXEMPLE',
    ville: 'Lyon',
    registre: ['900 000 001', '900000001'],
    cp: '69003',
    listepersonnes: JSON.stringify({ personne: { typePersonne: 'pm', denomination: 'ATELIER EXEMPLE' } }),
    listeetablissements: null,
    jugement: null,
    acte: null,
    modificationsgenerales: null,
    radiationaurcs: null,
    depot: null,
    divers: null,
    parutionavisprecedent: null,
    url_complete: `https://www.bodacc.fr/annonce/detail-annonce/${publicationavis}/${parution}/${numeroannonce}`,
    ...changes,
  };
}
