import { UPLOAD_OUTCOMES, evolveUpload, isAccepted, type UploadEvent, type UploadState } from '../../src/domain/upload.js';
import { givenStream } from './given.js';
import { L1, OURS } from './things.js';

const givenUpload = givenStream<UploadState, UploadEvent>(evolveUpload);

const received: UploadEvent = { type: 'UploadReceived', data: { accountId: OURS, source: 'CODE', parts: 2 } };
const accepted = (index: number): UploadEvent => ({
  type: 'UploadItemAccepted',
  data: { index, item: { source: 'CODE', lastGroup: 'AB12C' }, outcome: 'ADDED', licenseId: L1, detail: null },
});
const rejected = (index: number): UploadEvent => ({
  type: 'UploadItemRejected',
  data: {
    index,
    item: { source: 'CODE', lastGroup: 'ZZZZZ' },
    outcome: 'CODE_MISTYPED',
    detail: { rule: 'codeGroup', group: 5 },
  },
});
const finished: UploadEvent = { type: 'UploadFinished', data: { items: 2 } };

describe('an upload', () => {
  it('goes on where it was cut off: after the outcomes so far, good and bad', () => {
    givenUpload([received, accepted(0), rejected(1)])
      .asked((upload) => [upload.itemsDone, upload.finished])
      .answers([2, false]);
  });

  it('is finished when every item has its outcome', () => {
    givenUpload([received, accepted(0), rejected(1), finished])
      .asked((upload) => upload)
      .answers({ accountId: OURS, itemsDone: 2, finished: true });
  });

  it('is received once, and first', () => {
    expect(() => givenUpload([received, received])).toThrow('received once');
    expect(() => givenUpload([accepted(0)])).toThrow('before UploadReceived');
  });

  it('leaves the license in the list after these outcomes alone', () => {
    expect(UPLOAD_OUTCOMES.filter(isAccepted)).toEqual(['ADDED', 'ALREADY_IN_LIST', 'FILE_DISAGREES']);
  });
});
