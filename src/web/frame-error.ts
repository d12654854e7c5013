import { type Breach, ProtocolError } from "../protocol/error.ts";

/** Codes with which a WebSocket is closed: RFC 6455, section 7.4.1, and protocol.md, section 7. */
export const CloseCode = {
  Normal: 1000,
  GoingAway: 1001,
  ProtocolError: 1002,
  Refused: 1003,
  Policy: 1008,
  TooLarge: 1009,
} as const;

/** A client's WebSocket frames are none, or more than may be: the connection is closed with this code. */
export class FrameError extends ProtocolError {
  readonly closeCode: number;

  constructor(closeCode: number, detail: string, code: Breach = "not WebSocket") {
    super(code, detail);
    this.closeCode = closeCode;
  }
}
