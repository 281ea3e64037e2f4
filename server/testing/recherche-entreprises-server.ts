import { type HttpService, type ServiceAnswer, startHttpService } from './http-service.ts';

/** A company as the API knows it: all fields of a result, and every establishment. */
export interface RegisterCompany {
  siren: string;
  nom_complet: string;
  matching_etablissements?: { siret: string; [field: string]: unknown }[];
  [field: string]: unknown;
}

interface Options {
  companies: readonly RegisterCompany[];
  /** For the limit of 7 requests per second; default: the real time. */
  now?: () => number;
}

/**
 * The API Recherche d'entreprises as documented: nine digits are looked up, other texts are searched; secondary fields by
 * `minimal` and `include`; up to a hundred establishments, which match a text or a SIRET: none for a SIREN (search-api
 * issues 709 and 712); {"erreur"} with 400; 7 requests per second, then 429 with Retry-After.
 */
export async function startRechercheEntreprisesServer({
  companies,
  now = Date.now,
}: Options): Promise<HttpService> {
  let recent: number[] = [];
  return startHttpService(({ method, url }) => {
    const at = now();
    recent = recent.filter((time) => at - time < 1_000);
    if (recent.length >= 7)
      return { status: 429, headers: { 'retry-after': '1' }, body: refusal('Trop de requêtes.') };
    recent.push(at);
    if (method !== 'GET' && method !== 'HEAD')
      return { status: 405, body: refusal('Méthode non autorisée.') };
    if (url.pathname !== '/search') return { status: 404, body: refusal('Page introuvable.') };
    return search(companies, url.searchParams);
  });
}

const refusal = (erreur: string) => ({ erreur });

const secondary = [
  'complements',
  'dirigeants',
  'finances',
  'matching_etablissements',
  'siege',
  'score',
  'tva',
];

function search(companies: readonly RegisterCompany[], params: URLSearchParams): ServiceAnswer {
  const problem = problemOf(params);
  if (problem !== null) return { status: 400, body: refusal(problem) };
  const found = companies.filter((company) => matches(company, params.get('q') ?? ''));
  const page = Number(params.get('page') ?? 1);
  const perPage = Number(params.get('per_page') ?? 10);
  return {
    status: 200,
    body: {
      results: found.slice((page - 1) * perPage, page * perPage).map((company) => toResult(company, params)),
      total_results: Math.min(found.length, 10_000),
      page,
      per_page: perPage,
      total_pages: Math.ceil(found.length / perPage),
    },
  };
}

function problemOf(params: URLSearchParams): string | null {
  if ((params.get('q') ?? '').length < 3) return '3 caractères minimum pour les termes de la requête.';
  const isWithin = (name: string, most: number) => {
    const value = params.get(name);
    return value === null || (/^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= most);
  };
  if (!isWithin('page', 1_000)) return 'Veuillez indiquer un numéro de page entre 1 et 1000.';
  if (!isWithin('per_page', 25)) return 'Veuillez indiquer un paramètre `per_page` entre 1 et 25.';
  if (!isWithin('limite_matching_etablissements', 100)) {
    return 'Veuillez indiquer un paramètre `limite_matching_etablissements` entre 1 et 100.';
  }
  const include = params.get('include');
  if (include === null) return null;
  if (params.get('minimal') !== 'true') return 'Veuillez indiquer `minimal=True` avec `include`.';
  const unknown = include.split(',').find((field) => !secondary.includes(field));
  return unknown === undefined ? null : `Champ inconnu : ${unknown}.`;
}

/** The number alone finds nothing else; words find what looks like them. */
function matches({ siren, nom_complet, matching_etablissements }: RegisterCompany, q: string): boolean {
  if (/^\d{9}$/.test(q)) return siren === q;
  if (/^\d{14}$/.test(q)) return matching_etablissements?.some(({ siret }) => siret === q) ?? false;
  return nom_complet.toLowerCase().includes(q.toLowerCase());
}

function toResult(company: RegisterCompany, params: URLSearchParams): Record<string, unknown> {
  const isMinimal = params.get('minimal') === 'true';
  const included = isMinimal
    ? (params.get('include') ?? '').split(',')
    : secondary.filter((field) => field !== 'score');
  const limit = Number(params.get('limite_matching_etablissements') ?? 10);
  const matching = matchingOffices(company, params.get('q') ?? '').slice(0, limit);
  const fields = Object.entries({ ...company, matching_etablissements: matching });
  return Object.fromEntries(
    fields.filter(([field]) => !secondary.includes(field) || included.includes(field)),
  );
}

/** A SIREN finds the company and says nothing of its establishments. */
function matchingOffices({ matching_etablissements: offices = [] }: RegisterCompany, q: string) {
  if (/^\d{9}$/.test(q)) return [];
  return /^\d{14}$/.test(q) ? offices.filter(({ siret }) => siret === q) : offices;
}
