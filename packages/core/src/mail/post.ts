/** One mail as plain text. */
export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** What use cases know of mail. Letters are never waited for: how long one takes must tell a stranger nothing. */
export interface Post {
  /** Whether letters go anywhere. */
  readonly canSend: boolean;
  /** Hands a letter over; what fails is logged. */
  send(letter: Letter): void;
  /** A page of this installation, with a secret behind the `#`. */
  link(path: '/join' | '/reset' | '/sign-in' | '/people' | '/account', secret?: string): string;
}
