/** A diagnosis as a person reads it at a terminal: the causes in their order, what proves each, what to do; then what was excluded. */
import type { Texts } from './texts.js';

export const DIAGNOSE = `query Diagnose($input: DiagnoseMissingLicenseInput!) {
  diagnoseMissingLicense(input: $input) {
    askedAt listed
    license { id code status kind product { name } }
    device { id name code }
    causes {
      code title explanation certainty missingFacts
      evidence { id type occurredAt }
      nextAction { label mutation variables }
    }
    checks { code result explanation }
  }
}`;

export interface DiagnosisAnswer {
  readonly askedAt: string;
  readonly listed: boolean;
  readonly license: {
    readonly id: string;
    readonly code: string;
    readonly status: string;
    readonly kind: string;
    readonly product: { readonly name: string };
  } | null;
  readonly device: { readonly id: string; readonly name: string; readonly code: string } | null;
  readonly causes: readonly {
    readonly code: string;
    readonly title: string;
    readonly explanation: string;
    readonly certainty: string;
    readonly missingFacts: readonly string[];
    readonly evidence: readonly { readonly id: string; readonly type: string; readonly occurredAt: string }[];
    readonly nextAction: { readonly label: string; readonly mutation: string | null; readonly variables: unknown } | null;
  }[];
  readonly checks: readonly { readonly code: string; readonly result: string; readonly explanation: string }[];
}

type DiagnoseTexts = Texts['diagnose'];

export function diagnosisText(diagnosis: DiagnosisAnswer, texts: DiagnoseTexts): string {
  const { license, device, listed, causes, checks } = diagnosis;
  const lines = [texts.asked(diagnosis.askedAt), listed ? texts.listed : texts.notListed];
  if (license) lines.push(texts.aboutLicense(license.id, license.code, license.product.name, license.kind, license.status));
  if (device) lines.push(texts.aboutDevice(device.id, device.name, device.code));
  lines.push('');
  if (causes.length === 0) lines.push(texts.noCause, '');
  for (const [index, cause] of causes.entries()) lines.push(...causeLines(index + 1, cause, texts), '');
  const excluded = checks.filter(({ result }) => result !== 'FAILED');
  if (excluded.length > 0) lines.push(texts.checks, ...excluded.map(({ code, explanation }) => `  ${code}: ${explanation}`));
  return `${lines.join('\n').trimEnd()}\n`;
}

function causeLines(number: number, cause: DiagnosisAnswer['causes'][number], texts: DiagnoseTexts): readonly string[] {
  const { nextAction } = cause;
  const certainty = cause.certainty === 'PROVEN' ? texts.proven : texts.likely;
  return [
    `${String(number)}. ${cause.title} (${cause.code}, ${certainty})`,
    `   ${cause.explanation}`,
    ...cause.evidence.map(({ id, type, occurredAt }) => `   ${texts.evidence}: ${occurredAt} ${type} ${id}`),
    ...cause.missingFacts.map((fact) => `   ${texts.missing}: ${fact}`),
    ...(nextAction ? [`   ${texts.next}: ${nextAction.label}`] : []),
    ...(nextAction?.mutation ? [`     ${nextAction.mutation} ${JSON.stringify(nextAction.variables)}`] : []),
  ];
}
