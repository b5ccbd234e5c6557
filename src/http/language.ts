import type { FastifyRequest } from 'fastify';
import { askersLanguage, NOBODYS_LANGUAGE, type Language } from '../graphql/texts/language.js';

/** As for every answer of GraphQL, and so for errors that come before it. */
export const languageOf = ({ headers, authentication }: FastifyRequest): Language =>
  askersLanguage(headers['accept-language'], authentication?.ok === true ? authentication.viewer.locale : NOBODYS_LANGUAGE);
