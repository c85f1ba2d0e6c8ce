import { fastifyRequestContext } from '@fastify/request-context';
import plugin from 'fastify-plugin';
import { type LanguageName, languages } from '../words/languages.ts';

/** Sets the language in which a request is answered. */
export const languagePlugin = plugin<{ readonly language: LanguageName }>(
  async (app, { language }) => {
    await app.register(fastifyRequestContext, {
      defaultStoreValues: { language: languages[language], locale: undefined },
    });
  },
  { name: 'language' },
);
