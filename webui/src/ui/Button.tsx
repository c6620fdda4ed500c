import { Button as AriaButton, Tooltip, TooltipTrigger, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className'> {
  look?: Look;
  icon?: IconName;
  small?: boolean;
  className?: string;
  children?: ReactNode;
}

export function Button({ look = 'plain', icon, small = false, className = '', children, ...rest }: ButtonProps) {
  return (
    <AriaButton className={`button ${look} ${small ? 'small' : ''} ${className}`} {...rest}>
      {icon && <Icon name={icon} size={small ? 16 : 18} />}
      {children && <span className="button-text">{children}</span>}
    </AriaButton>
  );
}

interface IconButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'aria-label'> {
  icon: IconName;
  label: string;
  look?: Look;
  small?: boolean;
  className?: string;
  pressedState?: boolean;
}

/** A button with an icon alone: its name is spoken, and shown as a tooltip. */
export function IconButton({ icon, label, look = 'quiet', small = false, className = '', pressedState, ...rest }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton
        className={`button icon-only ${look} ${small ? 'small' : ''} ${pressedState ? 'pressed' : ''} ${className}`}
        aria-label={label}
        aria-pressed={pressedState}
        {...rest}
      >
        <Icon name={icon} size={small ? 16 : 20} />
      </AriaButton>
      <Tooltip className="tooltip" offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}

/** A link that looks like a button, for downloads and addresses that may be opened in a new tab. */
export function LinkButton(props: {
  href: string;
  icon?: IconName;
  look?: Look;
  small?: boolean;
  children: ReactNode;
  onClick?: (event: React.MouseEvent) => void;
  className?: string;
  'aria-label'?: string;
  download?: boolean;
  /** Opens beside this page. */
  apart?: boolean;
}) {
  const { icon, look = 'plain', small = false, children, className = '', apart = false, ...rest } = props;
  const opening = apart ? { target: '_blank', rel: 'noreferrer' } : {};
  return (
    <a className={`button ${look} ${small ? 'small' : ''} ${className}`} {...opening} {...rest}>
      {icon && <Icon name={icon} size={small ? 16 : 18} />}
      <span className="button-text">{children}</span>
    </a>
  );
}
