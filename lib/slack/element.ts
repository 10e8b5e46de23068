import type { BlockElementAction } from '@slack/bolt';

/** What an element that was used carries: the value of a button, or of the option that was chosen; '' for all else. */
export function readElement(element: BlockElementAction): { action: string; value: string } {
  const { action_id: action } = element;
  switch (element.type) {
    case 'button':
      return { action, value: element.value ?? '' };
    case 'overflow':
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { action, value: element.selected_option?.value ?? '' };
    default:
      return { action, value: '' };
  }
}
