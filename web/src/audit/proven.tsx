import type { ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { Fact } from '../ui/fact.tsx';
import { metadataIn, parseEnvelope, type Envelope } from './envelope.ts';
import { AUDIT_TEXTS } from './texts.ts';

interface Props {
  readonly envelope: Envelope;
}

/** What the leaf itself says, and the stored bytes whose hashes stand in it: read from these alone, whatever else the server has answered. */
export function Proven({ envelope: { text, body, metadata } }: Props): ReactNode {
  const { t, language } = useI18n();
  const { proven, stored } = AUDIT_TEXTS[language];
  const lines = parseEnvelope(text);
  const told = metadata === null ? undefined : metadataIn(metadata);
  if (!lines) return null;
  return (
    <section className="stack proven" aria-label={proven.title}>
      <h4>{proven.title}</h4>
      <dl className="facts">
        <Fact name={t.events.what}>
          <code>
            {lines.type} v{lines.version}
          </code>
        </Fact>
        <Fact name={t.history.stream}>
          <code>
            {lines.stream} · {lines.revision}
          </code>
        </Fact>
        <Fact name={t.events.recorded}>
          <code>{lines.recordedAt}</code>
        </Fact>
        <Fact name={proven.occurred}>{told ? <code>{told.occurredAt}</code> : stored.withheld}</Fact>
        <Fact name={proven.actor}>
          {told ? <code>{[told.actorId, told.role].filter((part) => part !== null).join(' · ')}</code> : stored.withheld}
        </Fact>
      </dl>
      <pre tabIndex={0} aria-label={stored.body}>
        {body ?? stored.withheld}
      </pre>
      <p className="quiet">{proven.notProven}</p>
    </section>
  );
}
