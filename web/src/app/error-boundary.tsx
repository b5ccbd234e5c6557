import { Component, type ReactNode } from 'react';

interface Props {
  readonly text: string;
  /** What is offered: the page is loaded anew. */
  readonly again: string;
  readonly children: ReactNode;
}

/** A fault of the page is shown, and never an empty page. */
export class ErrorBoundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? (
      <p role="alert" className="notice bad">
        {this.props.text}{' '}
        <button type="button" onClick={() => location.reload()}>
          {this.props.again}
        </button>
      </p>
    ) : (
      this.props.children
    );
  }
}
